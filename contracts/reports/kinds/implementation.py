"""`implementation`: what was done about an activity in a year."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from contracts.codes import MINOR_UNITS
from contracts.reports.content import ActivityCode, Code, Content, Year

SMALL = 4  # from 1 to this many persons no number is ever told
Count = Literal[0] | Annotated[int, Field(gt=SMALL, le=10**9)]


class Beneficiaries(BaseModel):
    """The persons of one sex and age group: a count, or `small` without one where they are 1 to 4;
    never a person.
    """

    sex: str
    age_group: str
    count: Count | None = None
    small: bool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.small == (self.count is not None):
            raise ValueError("a cell has a count, or is small and has none")
        return self


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
