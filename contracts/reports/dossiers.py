"""Dossiers: what the closing of a cycle leaves, anchored in the ledger by its digests."""

from typing import Annotated

from pydantic import Field

from contracts.codes import Language
from contracts.events import Data, event
from contracts.reports.cycles import CycleId

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@event("reports.dossier_issued")
class DossierIssued(Data):
    """A dossier of a closed cycle was made in one language.

    `position`: of the closing, as of which it tells everything. `noted`: up to where it says what
    has since become of its texts. `replaces`: the position of the event of the dossier that it
    stands for, None for the first one. `renderer`: what made it, with its version.
    """

    cycle: CycleId
    position: int
    lang: Language
    json_sha256: Sha256
    pdf_sha256: Sha256
    noted: int
    replaces: int | None
    renderer: str
