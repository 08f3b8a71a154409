"""`proposal`: to add, amend or retire a node of the catalogue."""

from pydantic import BaseModel, Field

from contracts.reports.content import ActivityCode, Code, Content


class ProposedText(BaseModel):
    """What a node is to be called, and what is to be said of it, in one language."""

    title: str | None = None
    summary: str | None = None


class Proposal(Content):
    """What a `proposal` proposes, complete, so that an adopted one can be taken into an edition."""

    change: Code
    node: ActivityCode | None = None
    node_kind: Code | None = None
    addressees: list[Code] = []
    objectives: list[Code] = []
    texts: dict[str, ProposedText] = Field(default_factory=dict)
    meeting: Code | None = None
