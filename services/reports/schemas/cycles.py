"""Cycles: what is sent, and how they and their contributions are shown."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import PydanticCustomError

from contracts.reports import CycleItem, CycleState, CycleType, ItemStatus
from kernel.web.bodies import Body
from services.reports.schemas.fields import ActivityCodes, Code, Day, ShortText, Year

EXAMPLE = {
    "type": "work_plan",
    "year": 2025,
    "title": "Plan de trabajo 2025",
    "opens_on": "2025-02-01",
    "closes_on": "2025-12-15",
    "items": [
        {
            "n": 1,
            "title": "Compartir lo aprendido",
            "activities": ["ACT-12"],
            "lead": "CIM",
            "when": "primer semestre",
            "status": "planned",
        }
    ],
}
DECISION = {"action": "convene", "decided_on": "2025-01-20", "document": "CIDI/CAM/doc.4/25"}
CHANGE = {"closes_on": "2026-01-31", "items": []}


class ItemBody(Body):
    """A point of an agenda, or an entry of a work plan."""

    n: Annotated[int, Field(ge=1, le=9999)]
    title: ShortText
    activities: ActivityCodes = Field(default_factory=list)
    lead: Code | None = None
    when: ShortText | None = None
    status: ItemStatus = "planned"


Items = Annotated[list[ItemBody], Field(max_length=200)]
CycleYear = Annotated[int, Field(ge=2016, le=2100)]


class CycleBody(Body):
    """An occasion that is considered."""

    type: CycleType
    year: CycleYear
    title: ShortText
    opens_on: Day | None = None
    closes_on: Day | None = None
    place: ShortText | None = None
    summit: ShortText | None = None
    items: Items = Field(default_factory=list)


def _given(value: Any) -> Any:
    """The value. Raises `required` for null: a cycle always has it."""
    if value is None:
        raise PydanticCustomError("required", "it can be changed, not taken away")
    return value


class CycleChange(Body):
    """Some of a cycle anew; what is left out stays as it is."""

    title: Annotated[ShortText | None, AfterValidator(_given)] = None
    opens_on: Day | None = None
    closes_on: Day | None = None
    place: ShortText | None = None
    summit: ShortText | None = None
    items: Annotated[Items | None, AfterValidator(_given)] = None


class CycleTransitionBody(Body):
    """A step of a cycle's life. `decided_on` and `document`: of the Committee's decision."""

    action: Literal["convene", "decline", "open", "close"]
    decided_on: Day | None = None
    document: ShortText | None = None


class Dossier(BaseModel):
    """What a closing left in one language, and its digests. `position`: of the event that anchors
    it; `replaces`: of that of the dossier in whose place it stands. `noted`: the position up to
    which it says what has become of its texts since the closing.
    """

    lang: str
    json_sha256: str
    pdf_sha256: str
    position: int | None
    noted: int
    replaces: int | None


class AnchoredDossier(Dossier):
    """A dossier with the cycle whose closing left it, and the title of that."""

    cycle: str
    title: str


class Cycle(BaseModel):
    """An occasion of the program. `position`: of its last change in the ledger, null until the
    ledger has it; that of a closed one is its closing's. `allowed`: what is open to the caller.
    `as_of`: the moment that was asked for.
    """

    id: str
    type: CycleType
    year: Year
    title: str
    state: CycleState
    opens_on: str | None
    closes_on: str | None
    place: str | None
    summit: str | None
    items: list[CycleItem]
    position: int | None
    dossiers: list[Dossier]
    created_at: str
    updated_at: str
    allowed: list[str]
    as_of: str | None


class ListedCycle(Cycle):
    """A cycle in a list. `etag`: that of its own answer to the same caller, not of a moment."""

    etag: str | None = None


class CyclePage(BaseModel):
    items: list[ListedCycle]
    next: str | None


class CycleStep(BaseModel):
    """A step in a cycle's life; `data`: those of its event. `comment`: for reviewers alone."""

    at: str
    actor: str | None
    action: str
    from_state: str | None
    to_state: str
    position: int | None
    data: dict[str, Any]
    comment: str | None


class CycleStepPage(BaseModel):
    items: list[CycleStep]
    next: str | None


class Contribution(BaseModel):
    """A submission that was brought to a cycle, or that the cycle takes by itself.

    `state`: what has become of it: what is withdrawn or withheld after the closing stays, marked.
    """

    submission: str
    kind: str
    code: str | None
    reporter: str
    revision: int
    title: str | None
    language: str
    by_itself: bool
    state: Literal["published", "withdrawn", "withheld"]


class ContributionPage(BaseModel):
    items: list[Contribution]
    next: str | None
