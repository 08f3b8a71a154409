"""The payload of `implementation`: what was done about an activity in a year."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from contracts.codes import AgeGroup, Execution, OutputType, Sex, Status
from contracts.distinct import distinct_by
from kernel.web.bodies import Body
from services.reports.schemas.fields import (
    ActivityCode,
    Actors,
    Axes,
    LongText,
    Partners,
    Phases,
    Year,
)
from services.reports.schemas.money import Resources

LARGEST_COUNT = 10**9
SMALL = 4  # from 1 to this many persons no number is taken in
SEND_SMALL = (
    'For 1 to 4 persons send "small": true and no count; a count is 0 or at least 5. '
    "So nobody can be found by a small number."
)


Count = Annotated[
    int, Field(ge=0, le=LARGEST_COUNT, json_schema_extra={"not": {"minimum": 1, "maximum": SMALL}})
]


class Beneficiaries(Body):
    """How many persons of one sex and age group, or that they are 1 to 4 (`small`, and no count);
    never who.
    """

    sex: Sex
    age_group: AgeGroup
    small: Annotated[bool, Field(json_schema_extra={"const": True})] | None = None
    count: Annotated[Count | None, Field(validate_default=True)] = None

    @field_validator("small")
    @classmethod
    def _true(cls, small: bool | None) -> bool | None:
        if small is False:
            raise PydanticCustomError("unknown_code", "a cell is small, or does not say so")
        return small

    @field_validator("count")
    @classmethod
    def _never_small(cls, count: int | None, info: ValidationInfo) -> int | None:
        if count is None and info.data.get("small", True) is None:
            raise PydanticCustomError("required", "a cell has a count, or is small")
        if count is not None and (info.data.get("small") or 1 <= count <= SMALL):
            raise PydanticCustomError("small_cell", "{sentence}", {"sentence": SEND_SMALL})
        return count


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
    requested_by: Actors = Field(default_factory=list)

    @field_validator("beneficiaries")
    @classmethod
    def _cells_once(cls, given: list[Beneficiaries]) -> list[Beneficiaries]:
        cells = [(cell.sex, cell.age_group) for cell in given]
        return distinct_by(given, cells, "this sex and age group stand twice")


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
        "beneficiaries": [
            {"sex": "female", "age_group": "adult", "count": 120},
            {"sex": "male", "age_group": "child", "small": True},
        ],
        "resources": [{"currency": "USD", "amount": "15000.00"}],
    },
    "evidence": [{"url": "https://example.org/informe", "title": "Informe", "access": "public"}],
}
