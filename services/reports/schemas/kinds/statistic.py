"""The payload of `statistic`: aggregate series on migration, never about a person or a case."""

from typing import Annotated, Any, Literal, NoReturn, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_serializer,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from contracts.areas import AREAS, COUNTRIES, TOTAL, UNKNOWN
from kernel.web.bodies import Body
from services.reports.domain import cells
from services.reports.schemas.fields import LongText, ShortText

MOST_OBSERVATIONS = 5_000
AGGREGATES_ONLY = (
    "A series is named by REF_AREA, COUNTERPART_AREA, MEASURE, SEX and AGE alone. Only aggregate "
    "statistics are taken in: no names, and no numbers of documents, cases or networks."
)
Measure = Literal[
    "STOCK_FOREIGN_BORN",
    "STOCK_ABROAD",
    "INFLOW",
    "OUTFLOW",
    "RETURN",
    "REGULARISED",
    "PERMITS_WORK",
    "REMITTANCES_IN",
    "REMITTANCES_OUT",
]
Age = Literal["Y0T17", "Y18T29", "Y30T44", "Y45T64", "Y_GE65", "_U", "_T"]


def _area(code: str) -> str:
    if code not in AREAS:
        raise PydanticCustomError(
            "unknown_code", "an area is an ISO 3166-1 alpha-3 code, _X (unknown) or _T (all)"
        )
    return code


def _refuse(_value: Any) -> NoReturn:
    raise PydanticCustomError("unknown_field", "{sentence}", {"sentence": AGGREGATES_ONLY})


Area = Annotated[
    str,
    Field(max_length=3),
    AfterValidator(_area),
    WithJsonSchema({"type": "string", "enum": [*COUNTRIES, UNKNOWN, TOTAL]}),
]
Nothing = Annotated[Any, BeforeValidator(_refuse)]


class Aggregates(Body):
    """An object that has no place for anything else, and says why."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"additionalProperties": False})
    __pydantic_extra__: dict[str, Nothing]


class Key(Aggregates):
    """What a series is about."""

    REF_AREA: Area
    COUNTERPART_AREA: Area
    MEASURE: Measure
    SEX: Literal["F", "M", "O", "U", "_T"]
    AGE: Age


class Observation(Aggregates):
    """A value of a year: a number as a text, or null where it is confidential (status `C`) or
    missing (statuses `M`, `L`, `O` of SDMX).
    """

    period: Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}$")]
    value: Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?$")] | None
    status: Literal["A", "E", "P", "C", "M", "L", "O"]

    @model_serializer
    def _whole(self) -> dict[str, Any]:
        return {"period": self.period, "value": self.value, "status": self.status}


#: for who makes forms: a small number of persons is not even sent, but status C in its place
HIDDEN: JsonDict = {
    "in": "observations",
    "field": "value",
    "minimum": cells.SMALLEST,
    "maximum": cells.LARGEST,
    "instead": {"value": None, "status": "C"},
    "unless": {
        "in": "key",
        "field": "MEASURE",
        "values": [code for code in get_args(Measure) if not cells.is_persons(code)],
    },
}


class Series(Aggregates):
    """The observations of one key."""

    model_config = ConfigDict(
        json_schema_extra={"additionalProperties": False, "x-hidden": HIDDEN},
    )
    key: Key
    observations: Annotated[list[Observation], Field(min_length=1, max_length=MOST_OBSERVATIONS)]


class Statistic(Aggregates):
    """Series of a dataflow, where they come from, and how they were made."""

    dataflow: Literal["MIGRATION"] | None = None
    series: Annotated[list[Series], Field(max_length=500)] = Field(default_factory=list)
    source: ShortText | None = None
    method: LongText | None = None

    @field_validator("series")
    @classmethod
    def _bounded(cls, given: list[Series]) -> list[Series]:
        if sum(len(one.observations) for one in given) > MOST_OBSERVATIONS:
            raise PydanticCustomError(
                "too_many", "at most {most} observations", {"most": MOST_OBSERVATIONS}
            )
        return given


EXAMPLE = {
    "kind": "statistic",
    "reporter": "COL",
    "joint_reporters": [],
    "language": "es",
    "title": "Personas extranjeras residentes",
    "payload": {
        "dataflow": "MIGRATION",
        "series": [
            {
                "key": {
                    "REF_AREA": "COL",
                    "COUNTERPART_AREA": "_T",
                    "MEASURE": "STOCK_FOREIGN_BORN",
                    "SEX": "_T",
                    "AGE": "_T",
                },
                "observations": [{"period": "2024", "value": "2890000", "status": "E"}],
            },
            {
                "key": {
                    "REF_AREA": "COL",
                    "COUNTERPART_AREA": "SUR",
                    "MEASURE": "STOCK_FOREIGN_BORN",
                    "SEX": "F",
                    "AGE": "Y_GE65",
                },
                "observations": [{"period": "2024", "value": None, "status": "C"}],
            },
        ],
        "source": "Registro administrativo de migración",
        "method": "Personas con permiso vigente al 31 de diciembre.",
    },
    "evidence": [],
}
