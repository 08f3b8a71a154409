"""Events of reports: the life of a submission. Before publication ids and state only; a publication carries all that counts."""

from pydantic import BaseModel

from contracts.codes import ActorKind, EvidenceAccess
from contracts.events import Data, event


class Moved(Data):
    """What every event of a submission says: which one, where it stands now, whose it is. No text."""

    submission: str
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

    code: str
    kind: ActorKind


class Beneficiaries(BaseModel):
    """A count of persons of one sex and age group; never a person."""

    sex: str
    age_group: str
    count: int


class Money(BaseModel):
    """An amount as decimal text, so that no digit is lost, with its ISO 4217 currency."""

    currency: str
    amount: str


class Evidence(BaseModel):
    """A public evidence link. Links of other access never enter an event."""

    url: str
    title: str
    access: EvidenceAccess


class Implementation(BaseModel):
    """What an `implementation` submission contributes to the indicators."""

    activity: str
    year: int
    status: str
    output_type: str | None = None
    execution: str | None = None
    partner_kinds: list[str] = []
    axes: list[str] = []
    phases: list[str] = []
    beneficiaries: list[Beneficiaries] = []
    resources: list[Money] = []


@event("reports.submission_published")
class Published(Moved):
    """A revision became the public one. `reporters`: the reporter first, then the joint reporters whose confirmation holds."""

    title: str
    language: str
    reporters: list[Reporter]
    implementation: Implementation | None
    evidence: list[Evidence]


class Confirmation(Moved):
    """`reporters`: those who count for the public revision after this event, None where nothing is public or nothing changed."""

    joint_reporter: str
    reporters: list[Reporter] | None


@event("reports.submission_confirmed")
class Confirmed(Confirmation): ...


@event("reports.submission_confirmation_withdrawn")
class ConfirmationWithdrawn(Confirmation): ...
