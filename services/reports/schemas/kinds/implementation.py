"""The payload of `implementation`: what was done about an activity in a year."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated

from babel.core import get_global
from babel.numbers import get_territory_currencies
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.codes import MINOR_UNITS, AgeGroup, Execution, OutputType, Sex, Status
from kernel.web.bodies import Body
from services.reports.schemas.fields import ActivityCode, Axes, LongText, Partners, Phases, Year

LARGEST_COUNT = 10**9


@cache
def currencies() -> frozenset[str]:
    """Currencies that are legal tender somewhere since 2016, with the accounting unit of Chile."""
    since, until = date(2016, 1, 1), date(9999, 1, 1)
    by_territory = (
        get_territory_currencies(territory, start_date=since, end_date=until)
        for territory in get_global("territory_currencies")
    )
    return frozenset(currency for some in by_territory for currency in some) | {"CLF"}


class Beneficiaries(Body):
    """How many persons of one sex and age group; never who."""

    sex: Sex
    age_group: AgeGroup
    count: Annotated[int, Field(ge=0, le=LARGEST_COUNT)]


class Resources(Body):
    """An amount of money as decimal text with at most the currency's digits."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,15}(\.[0-9]{1,4})?$", max_length=20)]

    @model_validator(mode="after")
    def _known(self) -> "Resources":
        if self.currency not in currencies():
            raise PydanticCustomError("unknown_code", "this is not a currency in use")
        if -int(Decimal(self.amount).as_tuple().exponent) > MINOR_UNITS.get(self.currency, 2):
            raise PydanticCustomError("wrong_form", "the amount has more digits than its currency")
        return self


class Implementation(Body):
    """What was done about an activity in a year: the blocks of the OAS's form of 2007, and what is
    counted.
    """

    activity: ActivityCode | None = None
    year: Year | None = None
    status: Status | None = None
    entrusted: LongText | None = None
    carried_out: LongText | None = None
    planned: LongText | None = None
    timetable: LongText | None = None
    output_type: OutputType | None = None
    execution: Execution | None = None
    partners: Partners = Field(default_factory=list)
    axes: Axes = Field(default_factory=list)
    phases: Phases = Field(default_factory=list)
    beneficiaries: Annotated[list[Beneficiaries], Field(max_length=20)] = Field(
        default_factory=list
    )
    resources: Annotated[list[Resources], Field(max_length=50)] = Field(default_factory=list)
    difficulties: LongText | None = None

    @model_validator(mode="after")
    def _cells_once(self) -> "Implementation":
        cells = [(cell.sex, cell.age_group) for cell in self.beneficiaries]
        if len(set(cells)) != len(cells):
            raise PydanticCustomError("repeated", "beneficiaries name one sex and age group twice")
        return self


EXAMPLE = {
    "kind": "implementation",
    "reporter": "CIM",
    "joint_reporters": [],
    "language": "es",
    "title": "Investigación sobre migración femenina",
    "payload": {
        "activity": "ACT-12",
        "year": 2024,
        "status": "under_way",
        "carried_out": "Dos estudios de caso.",
        "output_type": "research",
        "execution": "unilateral",
        "partners": [{"kind": "academia", "name": "Universidad"}],
        "axes": ["gender"],
        "phases": ["transit"],
        "beneficiaries": [{"sex": "female", "age_group": "adult", "count": 120}],
        "resources": [{"currency": "USD", "amount": "15000.00"}],
    },
    "evidence": [{"url": "https://example.org/informe", "title": "Informe", "access": "public"}],
}
