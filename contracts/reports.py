"""Events of reports: the life of a submission. Before publication ids and state only; a publication
carries all that counts.

The bounds are what readers store and add up: whatever goes beyond them is no event, and is parked
instead of stopping what follows.
"""

from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from contracts.codes import MINOR_UNITS, ActorKind, EvidenceAccess
from contracts.events import Data, event

Code = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class Moved(Data):
    """What every event of a submission says: which one, where it stands now, whose it is.

    No text.
    """

    submission: Annotated[Code, Field(max_length=36)]
    kind: str
    state: str
    revision: int
    reporter: str
    edition: str


@event("reports.submission_drafted")
class Drafted(Moved): ...


@event("reports.submission_submitted")
class Submitted(Moved): ...


@event("reports.submission_review_started")
class ReviewStarted(Moved): ...


@event("reports.submission_returned")
class Returned(Moved): ...


@event("reports.submission_accepted")
class Accepted(Moved): ...


@event("reports.submission_revised")
class Revised(Moved): ...


@event("reports.submission_discarded")
class Discarded(Moved): ...


@event("reports.submission_withdrawn")
class Withdrawn(Moved): ...


@event("reports.submission_withheld")
class Withheld(Moved): ...


@event("reports.submission_released")
class Released(Moved): ...


class Reporter(BaseModel):
    """An actor that counts as reporting, with its kind at that moment."""

    code: Code
    kind: ActorKind


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


class Evidence(BaseModel):
    """A public evidence link. Links of other access never enter an event."""

    url: str
    title: str
    access: EvidenceAccess


class Implementation(BaseModel):
    """What an `implementation` submission contributes to the indicators."""

    activity: Annotated[Code, Field(max_length=20)]
    year: Annotated[int, Field(ge=1, le=9999)]
    status: Code
    output_type: str | None = None
    execution: str | None = None
    partner_kinds: list[str] = []
    axes: list[Code] = []
    phases: list[str] = []
    beneficiaries: list[Beneficiaries] = []
    resources: list[Money] = []


@event("reports.submission_published")
class Published(Moved):
    """A revision became the public one.

    `reporters`: the reporter first, then the joint reporters whose confirmation holds.
    """

    title: str
    language: str
    reporters: Annotated[list[Reporter], Field(min_length=1)]
    implementation: Implementation | None
    evidence: list[Evidence]


class Confirmation(Moved):
    """`reporters`: those who count for the public revision after this event, None where nothing is
    public or nothing changed.
    """

    joint_reporter: str
    reporters: Annotated[list[Reporter], Field(min_length=1)] | None


@event("reports.submission_confirmed")
class Confirmed(Confirmation): ...


@event("reports.submission_confirmation_withdrawn")
class ConfirmationWithdrawn(Confirmation): ...
