"""The judge of the kinds whose facts are not judged yet: nothing is reported of them."""

from datetime import date
from typing import Any


def values(objectives: set[str], states: int, on: date) -> list[dict[str, Any]]:
    """The values of nothing, in their order; `states`: how many participate on the day."""
    day = on.isoformat()
    further = [_count("further_activities", 0)] if objectives else []
    return [
        *further,
        _out_of("states_taking_up", states, day),
        _count("agreements_in_force", 0),
        _out_of("instruments_ratified", 0, day),
        _count("recommendations_open", 0),
        _count("assessed_distribution", {}),
        {"indicator": "fund_allocated", "value": {}, "unit": "money"},
    ]


def _count(indicator: str, value: Any) -> dict[str, Any]:
    return {"indicator": indicator, "value": value, "unit": "count"}


def _out_of(indicator: str, of: int, day: str) -> dict[str, Any]:
    parts = {"numerator": 0, "denominator": of, "denominator_on": day}
    return _count(indicator, 0) | parts
