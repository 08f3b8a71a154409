"""HTTP shapes of reports: what a body may say, and what an answer says."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal

from babel.core import get_global
from babel.numbers import get_territory_currencies
from pydantic import AfterValidator, BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.codes import (
    MINOR_UNITS,
    AgeGroup,
    Axis,
    EvidenceAccess,
    Execution,
    Language,
    OutputType,
    PartnerKind,
    Phase,
    Sex,
    State,
    Status,
)
from kernel.web.bodies import Body

LONGEST, LARGEST_COUNT = 20_000, 10**9
ADDRESS = re.compile(r"https?://(?!/*$)\S+")
Code = Annotated[str, Field(min_length=1, max_length=40)]
LongText = Annotated[str, Field(max_length=LONGEST)]


@cache
def currencies() -> frozenset[str]:
    """Currencies that are legal tender somewhere since 2016, with the accounting unit of Chile."""
    since = date(2016, 1, 1)
    found = (
        get_territory_currencies(territory, start_date=since, end_date=date(9999, 1, 1))
        for territory in get_global("territory_currencies")
    )
    return frozenset(currency for territory in found for currency in territory) | {"CLF"}


def _distinct(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated", "a value stands twice")
    return values


def _web_address(url: str) -> str:
    if not ADDRESS.fullmatch(url):
        raise PydanticCustomError("wrong_form", "an http or https address is needed")
    return url


class Partner(Body):
    """Somebody the work was done with."""

    kind: PartnerKind
    name: Annotated[str, Field(min_length=1, max_length=300)]


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


class Evidence(Body):
    """A link to evidence, and who may see it."""

    url: Annotated[str, Field(max_length=2_000), AfterValidator(_web_address)]
    title: Annotated[str, Field(max_length=300)] = ""
    access: EvidenceAccess = "public"


class Implementation(Body):
    """What was done about an activity in a year: the blocks of the OAS's form of 2007, and what is
    counted.
    """

    activity: Code | None = None
    year: Annotated[int, Field(ge=0, le=9999)] | None = None
    status: Status | None = None
    entrusted: LongText | None = None
    carried_out: LongText | None = None
    planned: LongText | None = None
    timetable: LongText | None = None
    output_type: OutputType | None = None
    execution: Execution | None = None
    partners: Annotated[list[Partner], Field(max_length=50)] = Field(default_factory=list)
    axes: Annotated[list[Axis], Field(max_length=6), AfterValidator(_distinct)] = Field(
        default_factory=list
    )
    phases: Annotated[list[Phase], Field(max_length=4), AfterValidator(_distinct)] = Field(
        default_factory=list
    )
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


class SubmissionBody(Body):
    """A submission as its reporter sends it."""

    kind: Literal["implementation"]
    reporter: Code
    joint_reporters: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    language: Language
    title: Annotated[str, Field(min_length=1, max_length=300)]
    payload: Implementation
    evidence: Annotated[list[Evidence], Field(max_length=50)] = Field(default_factory=list)


Action = Literal[
    "submit",
    "start_review",
    "return",
    "accept",
    "publish",
    "revise",
    "discard",
    "withhold",
    "release",
    "withdraw",
]


class TransitionBody(Body):
    """A step of a submission's life; some need a comment."""

    action: Action
    comment: Annotated[str, Field(max_length=LONGEST)] | None = None


class CommentBody(Body):
    """Something said beside the text."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]


class Submission(BaseModel):
    """A submission as its reader may see it; `confirmed`: the joint reporters who count for the
    text shown.
    """

    id: str
    kind: str
    state: State
    revision: int
    edition: str
    reporter: str
    joint_reporters: list[str]
    confirmed: list[str]
    language: str
    title: str
    payload: dict[str, Any]
    evidence: list[dict[str, Any]]
    created_at: str
    updated_at: str
    published_at: str | None
    allowed: list[str]
    similar: list[str]
    links: dict[str, str]


class SubmissionPage(BaseModel):
    items: list[Submission]
    next: str | None


class Revision(BaseModel):
    """One revision begun, with its last text."""

    revision: int
    state: str
    begun_at: str
    published_at: str | None
    position: int | None
    title: str
    language: str
    payload: dict[str, Any]
    joint_reporters: list[str]
    evidence: list[dict[str, Any]]


class RevisionPage(BaseModel):
    items: list[Revision]
    next: str | None


class Step(BaseModel):
    """One step of the history; position null until the relay has given one, and for steps that have
    none.
    """

    at: str
    actor: str | None
    action: str
    from_state: str | None = None
    to_state: str
    revision: int
    position: int | None
    key_id: str | None = None
    comment: str | None = None


class StepPage(BaseModel):
    items: list[Step]
    next: str | None


class Comment(BaseModel):
    id: str
    at: str
    actor: str | None
    text: str


class CommentPage(BaseModel):
    items: list[Comment]
    next: str | None


class LedgerItem(BaseModel):
    """One event; type, subject, revision are null where the caller may not read the submission."""

    position: int
    id: str
    type: str | None
    subject: str | None
    revision: int | None
    time: str
    digest: str
    hash: str
    previous_hash: str


class LedgerPage(BaseModel):
    items: list[LedgerItem]
    next: str | None


class LedgerEntry(BaseModel):
    """What the digest is of."""

    data: dict[str, Any]
    id: str
    salt: str
    type: str


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
