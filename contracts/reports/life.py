"""The life of a submission as events. Before publication they carry ids and state only, no text.

The bounds are those of the readers' columns: data beyond them are parked as undecodable, and the
events of other submissions go on.
"""

from typing import Annotated

from pydantic import BaseModel, Field

from contracts.codes import ActorKind
from contracts.events import Data, event
from contracts.reports.content import Code


class Moved(Data):
    """The members of every event of a submission: its id, kind, new state, revision, reporter and
    edition; no text.
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
class Submitted(Moved):
    """`joint_reporters`: the states that the text names."""

    joint_reporters: list[Code] = []


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


@event("reports.comment_made")
class CommentMade(Data):
    """Something was said beside a submission; what, the event does not say."""

    submission: Annotated[Code, Field(max_length=36)]
    comment: Annotated[Code, Field(max_length=36)]
