"""`implementation`: what was done about an activity in a year."""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from contracts.codes import MINOR_UNITS
from contracts.reports.content import ActivityCode, Code, Content, Year


class Beneficiaries(BaseModel):
    """A count of persons of one sex and age group; never a person."""

    sex: str
    age_group: str
    count: Annotated[int, Field(ge=0, le=10**9)]


class Money(BaseModel):
    """An amount as decimal text, so that no digit is lost, with its ISO 4217 currency and at most
    the digits of that.
    """

    currency: str
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,4})?$")]

    @model_validator(mode="after")
    def _digits(self) -> Self:
        if len(self.amount.partition(".")[2]) > MINOR_UNITS.get(self.currency, 2):
            raise ValueError(f"{self.amount} has more digits than {self.currency}")
        return self


class Implementation(Content):
    """What an `implementation` submission contributes to the indicators."""

    activity: ActivityCode
    year: Year
    status: Code
    output_type: str | None = None
    execution: str | None = None
    partner_kinds: list[str] = []
    axes: list[Code] = []
    phases: list[str] = []
    beneficiaries: list[Beneficiaries] = []
    resources: list[Money] = []
