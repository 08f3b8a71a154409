"""The decision of the Committee on a proposal."""

from typing import Literal

from contracts.events import event
from contracts.reports.kinds.proposal import Proposal
from contracts.reports.life import Moved

Decision = Literal["adopted", "declined", "deferred"]


@event("reports.proposal_decided")
class ProposalDecided(Moved):
    """The Committee has decided on the public revision of a proposal; `proposal` is what that
    revision proposes, so that the catalogue can take in what is adopted.
    """

    decision: Decision
    actor: str
    meeting: str | None = None
    proposal: Proposal
