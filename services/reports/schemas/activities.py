"""What is answered of an activity."""

from pydantic import BaseModel

from services.reports.schemas.answers import Submission, SubmissionAsOf
from services.reports.schemas.overviews import StandingAgreement, TreatyStanding


class BesideActivity(BaseModel):
    """What stands of an activity on a day: the latest reports on it, and whether there are `more`;
    its agreements; where states stand with treaties, where that is asked for.
    """

    on: str
    position: int
    as_of: str | None
    edition: str
    submissions: list[Submission | SubmissionAsOf]
    more: bool
    agreed: list[StandingAgreement]
    treaties: list[TreatyStanding]
