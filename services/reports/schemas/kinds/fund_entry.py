"""The payload of `fund-entry`: a movement of the specific fund of voluntary contributions."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.texts import NotBlank
from kernel.web.bodies import Body
from services.reports.schemas.fields import ActivityCode, Code, Day, Identity, ShortText
from services.reports.schemas.money import Money


class Contributor(Body):
    """Who contributes: an actor of the catalogue, or a name."""

    actor: Code | None = None
    name: ShortText | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.actor is None) == (self.name is None):
            raise PydanticCustomError("wrong_form", "a contributor is either an actor or a name")
        return self


class FundEntry(Body):
    """What moved, how much, when; from whom, for which activity, out of which allocation."""

    entry: Literal["pledge", "receipt", "allocation", "disbursement", "reversal"] | None = None
    money: Money | None = None
    date: Day | None = None
    contributor: Contributor | None = None
    activity: ActivityCode | None = None
    allocation: Identity | None = None
    refers_to: Identity | None = None
    modality: Code | None = None
    note: Annotated[str, Field(max_length=300), NotBlank()] | None = None


EXAMPLE = {
    "kind": "fund-entry",
    "reporter": "SG",
    "joint_reporters": [],
    "language": "es",
    "title": "Contribución recibida",
    "payload": {
        "entry": "receipt",
        "money": {"currency": "USD", "amount": "25000.00"},
        "date": "2024-06-30",
        "contributor": {"actor": "CAN"},
    },
    "evidence": [],
}
