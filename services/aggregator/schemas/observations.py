"""The file of all observations, where it is JSON."""

from typing import Any

from pydantic import BaseModel


class Observation(BaseModel):
    """One observation: the columns of the other formats; null where their cell is empty."""

    objective: str
    indicator: str
    kind: str
    actor: str | None
    actor_kind: str | None
    axis: str | None
    year: int | None
    breakdown: str | None
    value: int | float | None
    numerator: int | None
    denominator: int | None
    denominator_on: str | None
    unit: str
    suppressed: int
    edition: str
    position: int
    recorded_at: str | None


class Listed(BaseModel):
    """A code that may stand in a column, with its name where it has one here."""

    code: str
    name: str | None = None


class Observations(BaseModel):
    """Every observation at a position, and the codes that may stand in its columns."""

    edition: str
    position: int
    recorded_at: str | None
    codelists: dict[str, list[Listed]]
    items: list[Observation]


EXAMPLE: dict[str, Any] = {
    "edition": "2016-draft",
    "position": 812,
    "recorded_at": "2026-11-28T10:15:00.000000Z",
    "codelists": {"indicator": [{"code": "activity_coverage", "name": "Coverage of activities"}]},
    "items": [
        {
            "objective": "SO-07",
            "indicator": "activity_coverage",
            "kind": "process",
            "actor": "CIM",
            "actor_kind": "organ",
            "axis": "gender",
            "year": 2024,
            "breakdown": "female.adult",
            "value": 0.25,
            "numerator": 1,
            "denominator": 4,
            "denominator_on": "2016-04-19",
            "unit": "ratio",
            "suppressed": 0,
            "edition": "2016-draft",
            "position": 812,
            "recorded_at": "2026-11-28T10:15:00.000000Z",
        }
    ],
}
