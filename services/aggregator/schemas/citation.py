"""A figure as it is cited."""

from typing import Any

from pydantic import BaseModel

from services.aggregator.schemas import PersonsRow
from services.aggregator.schemas.examples import STATES

Number = int | float | dict[str, Any] | None


class Correction(BaseModel):
    """What the value is now, where it differs, and the positions that changed it since; `more`:
    there are others behind them.
    """

    value: Number
    numerator: int | None = None
    denominator: int | None = None
    small_cells: int | None = None
    edition: str
    position: int
    positions: list[int]
    more: bool


class Citation(BaseModel):
    """A figure with all that finds it again.

    `address`: gives the same bytes for ever; `url`: the same with this host; `sha256`: of these
    bytes. `sentence`: to be pasted, by language. `code`: null for the whole Program.
    `corrected_since`: null while the value stands.
    """

    address: str
    url: str
    sha256: str
    sentence: dict[str, str]
    code: str | None
    indicator: str
    value: Number
    numerator: int | None = None
    denominator: int | None = None
    denominator_on: str | None = None
    unit: str
    small_cells: int | None = None
    breakdown: list[PersonsRow] | None = None
    edition: str
    position: int
    as_of: str | int | None
    recorded_at: str | None
    corrected_since: Correction | None


ADDRESS = "/indicators/objectives/SO-07?as_of=812&edition=2016-draft"
EXAMPLE: dict[str, Any] = {
    "address": ADDRESS,
    "url": f"https://example.org{ADDRESS}",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "sentence": {"en": f"Organization of American States, …: 3 (3 of 34). https://…{ADDRESS}"},
    "code": "SO-07",
    **STATES,
    "edition": "2016-draft",
    "position": 812,
    "as_of": 812,
    "recorded_at": "2026-11-28T10:15:00.000000Z",
    "corrected_since": {
        "value": 4,
        "numerator": 4,
        "denominator": 34,
        "edition": "2016-draft",
        "position": 900,
        "positions": [850],
        "more": False,
    },
}
