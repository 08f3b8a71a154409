"""The indicators' public API: figures of the objectives."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx2

from services.portal.clients import http


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of an indicator; None where the indicator has no such part.

    `denominator_on` is the day whose participating states are counted.
    """

    value: Any = None
    numerator: int | None = None
    denominator: int | None = None
    denominator_on: date | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveFigures:
    """Figures by objective and indicator code, the edition they are about, and the position of the
    public ledger they count up to.
    """

    edition: str
    position: int
    by_objective: dict[str, dict[str, Figure]]


async def get_objectives(client: httpx2.AsyncClient) -> ObjectiveFigures:
    """The figures of all objectives of the current edition. Raises ServiceUnavailable."""
    return await http.get(client, "/indicators/objectives", _objective_figures)


def _objective_figures(answer: Any) -> ObjectiveFigures:
    by_objective = {
        objective["code"]: {value["indicator"]: _figure(value) for value in objective["values"]}
        for objective in answer["objectives"]
    }
    return ObjectiveFigures(answer["edition"], answer["position"], by_objective)


def _figure(value: dict[str, Any]) -> Figure:
    day = value.get("denominator_on")
    return Figure(
        value.get("value"),
        value.get("numerator"),
        value.get("denominator"),
        date.fromisoformat(day) if day else None,
    )
