"""`agreement`: an agreement between two or more parties."""

from pydantic import BaseModel, Field

from contracts.reports.content import ActivityCode, Code, Content, Day


class Party(BaseModel):
    """A party: an actor of the catalogue, or a name."""

    actor: Code | None = None
    name: str | None = Field(None, max_length=300)


class Agreement(Content):
    """What an `agreement` contributes: who, of what type, since and until when."""

    type: Code
    parties: list[Party]
    signed_on: Day
    in_force_from: Day | None = None
    in_force_to: Day | None = None
    activities: list[ActivityCode] = []
