"""Cycles: the occasions to which actors bring what they have reported, and their contributions.

Every event about a cycle has the cycle's id as its subject.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from contracts.events import Data, event
from contracts.reports.content import ActivityCode, Code, Day

CycleType = Literal[
    "annual_report", "cidi_meeting", "expert_meeting", "work_plan", "results_report"
]
CycleState = Literal["considered", "convened", "not_convened", "open", "closed"]
ItemStatus = Literal["planned", "under_way", "done", "dropped"]
CycleId = Annotated[Code, Field(max_length=36)]


class CycleItem(BaseModel):
    """A point of an agenda, or an entry of a work plan."""

    n: int
    title: str
    activities: list[ActivityCode] = []
    lead: Code | None = None
    when: str | None = None
    status: ItemStatus


@event("reports.cycle_changed")
class CycleChanged(Data):
    """A cycle was made, changed or moved: the whole cycle as it stands from this position on.

    `action` says what was done, `actor` by whom; `cycle_type` is `type` in the data. `decided_on`
    and `document`: of the decision by which it is convened or not, where that was told.
    """

    cycle: CycleId
    cycle_type: Annotated[CycleType, Field(alias="type")]
    year: int
    title: str
    state: CycleState
    opens_on: Day | None
    closes_on: Day | None
    place: str | None
    summit: str | None
    items: list[CycleItem]
    action: str
    actor: Code
    decided_on: Day | None = None
    document: Annotated[str, Field(max_length=300)] | None = None


class Contribution(Data):
    """A reporter's public submission in a cycle."""

    cycle: CycleId
    submission: Annotated[Code, Field(max_length=36)]
    kind: str
    reporter: Code


@event("reports.contribution_made")
class ContributionMade(Contribution): ...


@event("reports.contribution_withdrawn")
class ContributionWithdrawn(Contribution): ...
