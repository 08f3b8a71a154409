"""What is answered about adopted proposals."""

from typing import Literal

from pydantic import Field

from contracts.codes import Language
from services.catalog.schemas.answers import Answer


class ProposedText(Answer):
    """What a node is to be called, and what is to be said of it, as it was proposed."""

    title: str | None
    summary: str | None


class Adoption(Answer):
    """A proposal that the Committee has adopted: what is to change. `texts` is empty while it is
    withheld. `position`: of the decision in the ledger of reports.
    """

    proposal: str
    revision: int
    reporter: str
    position: int
    decided_by: str
    decided_at: str
    meeting: str | None
    change: Literal["add", "amend", "retire"]
    node: str | None = Field(
        description="The node it is about; of one that is added, once it has its code"
    )
    node_kind: str | None
    addressees: list[str]
    objectives: list[str]
    texts: dict[Language, ProposedText]
    withheld: bool
    incorporated_in: str | None = Field(
        description="The edition that has taken it in; a draft is told to editors and adopters"
    )
