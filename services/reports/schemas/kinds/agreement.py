"""The payload of `agreement`: an agreement between two or more parties."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from kernel.web.bodies import Body
from services.reports.schemas.fields import ActivityCodes, Code, Day, ShortText

Type = Literal[
    "cooperation",
    "consular",
    "free_movement",
    "labour_migration",
    "social_security",
    "regulatory",
    "other",
]


class Party(Body):
    """A party: an actor of the catalogue, or a name."""

    actor: Code | None = None
    name: ShortText | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.actor is None) == (self.name is None):
            raise PydanticCustomError("wrong_form", "a party is either an actor or a name")
        return self


class Agreement(Body):
    """Who agreed, on what, when it was signed and since and until when it is in force."""

    type: Type | None = None
    parties: Annotated[list[Party], Field(max_length=100)] = Field(default_factory=list)
    signed_on: Day | None = None
    in_force_from: Day | None = None
    in_force_to: Day | None = None
    activities: ActivityCodes = Field(default_factory=list)


EXAMPLE = {
    "kind": "agreement",
    "reporter": "COL",
    "joint_reporters": [],
    "language": "es",
    "title": "Convenio de seguridad social",
    "payload": {
        "type": "social_security",
        "parties": [{"actor": "COL"}, {"actor": "CHL"}],
        "signed_on": "2003-12-09",
        "in_force_from": "2008-01-01",
        "activities": ["ACT-36"],
    },
    "evidence": [],
}
