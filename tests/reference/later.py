"""The judge of the indicators whose facts are not judged yet: nothing is reported of these kinds."""

from collections.abc import Callable
from datetime import date
from typing import Any


def values(
    count: Callable[[str, Any], dict[str, Any]],
    out_of: Callable[[str, int, int, date], dict[str, Any]],
    taking_part: tuple[set[str], date],
    objectives: set[str],
) -> list[dict[str, Any]]:
    """The values of nothing, in their order."""
    states, on = taking_part
    return [
        *([count("further_activities", 0)] if objectives else []),
        out_of("states_taking_up", 0, len(states), on),
        count("agreements_in_force", 0),
        out_of("instruments_ratified", 0, 0, on),
        count("recommendations_open", 0),
        count("assessed_distribution", {}),
        {"indicator": "fund_allocated", "value": {}, "unit": "money"},
    ]
