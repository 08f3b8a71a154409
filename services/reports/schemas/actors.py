"""What is answered of an actor."""

from pydantic import BaseModel

from services.reports.schemas.answers import Submission, SubmissionAsOf
from services.reports.schemas.overviews import StandingAgreement, TreatyStanding


class BesideActor(BaseModel):
    """What stands of an actor on a day: `submissions` of its own and of the bodies below it;
    `unconfirmed`: reports that name it without its confirmation; `treaties` that are in force for
    it; `agreed`: its agreements.
    """

    on: str
    position: int
    as_of: str | None
    edition: str
    submissions: list[Submission | SubmissionAsOf]
    unconfirmed: list[Submission | SubmissionAsOf]
    treaties: list[TreatyStanding]
    agreed: list[StandingAgreement]
