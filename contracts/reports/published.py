"""The publication of a submission: all that the aggregator needs, so that it calls no service.

The content stands in a field of the kind's own name; the fields of all other kinds are null.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from contracts.codes import EvidenceAccess
from contracts.events import event
from contracts.reports.content import Content
from contracts.reports.kinds import KINDS
from contracts.reports.kinds.agreement import Agreement
from contracts.reports.kinds.assessment import Assessment
from contracts.reports.kinds.fund_entry import FundEntry
from contracts.reports.kinds.further_activity import FurtherActivity
from contracts.reports.kinds.implementation import Implementation
from contracts.reports.kinds.practice import Practice
from contracts.reports.kinds.proposal import Proposal
from contracts.reports.kinds.ratification import Ratification
from contracts.reports.kinds.recommendation import Recommendation
from contracts.reports.kinds.statistic import Statistic
from contracts.reports.kinds.uptake import Uptake
from contracts.reports.life import Moved, Reporter


class Evidence(BaseModel):
    """A public evidence link. Links of other access never enter an event."""

    url: str
    title: str
    access: EvidenceAccess


#: The attribute of each kind's content: its alias is the kind's own name.
_FIELDS = {kind: kind.replace("-", "_") for kind in KINDS}


@event("reports.submission_published", version=3)
class Published(Moved):
    """A revision became the public one.

    `reporters`: the reporter first, then the joint reporters whose confirmation holds.
    """

    title: str
    language: str
    reporters: Annotated[list[Reporter], Field(min_length=1)]
    implementation: Implementation | None = None
    uptake: Uptake | None = None
    further_activity: FurtherActivity | None = Field(None, alias="further-activity")
    practice: Practice | None = None
    proposal: Proposal | None = None
    agreement: Agreement | None = None
    ratification: Ratification | None = None
    fund_entry: FundEntry | None = Field(None, alias="fund-entry")
    recommendation: Recommendation | None = None
    assessment: Assessment | None = None
    statistic: Statistic | None = None
    evidence: list[Evidence]

    @property
    def content(self) -> Content | None:
        """The content of its own kind; None for a kind that this release does not know."""
        content: Content | None = getattr(self, _FIELDS.get(self.kind, ""), None)
        return content

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        filled = [kind for kind, name in _FIELDS.items() if getattr(self, name) is not None]
        if filled != ([self.kind] if self.kind in _FIELDS else []):
            raise ValueError(f"a publication of the kind {self.kind} carries its content alone")
        return self
