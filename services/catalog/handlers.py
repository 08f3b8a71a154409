"""The events of reports that the catalogue follows: which proposals the Committee has adopted, and
whether their texts are withheld.
"""

from contracts.envelope import Envelope
from contracts.reports import ProposalDecided, Released, Withheld
from contracts.reports.life import Moved
from kernel.consumer import Handler
from kernel.db import Tx
from services.catalog.store import adoptions, writing

CONSUMER = "proposals"


def proposal_decided(tx: Tx, data: ProposalDecided, envelope: Envelope) -> None:
    """Keep what is adopted, complete; nothing comes of what is declined or deferred."""
    if data.decision == "adopted":
        adoptions.put(tx, data, envelope.position, envelope.time)
        writing.advance(tx)


def withheld(tx: Tx, data: Moved, _envelope: Envelope) -> None:
    """What is withheld is told without its texts, until it is released."""
    if data.kind == "proposal":
        adoptions.withhold(tx, data.submission, withheld=data.type == Withheld.type)
        writing.advance(tx)


HANDLERS: dict[str, Handler] = {
    ProposalDecided.type: proposal_decided,
    Withheld.type: withheld,
    Released.type: withheld,
}
