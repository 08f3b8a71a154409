"""What is answered to who prepares a meeting."""

from pydantic import BaseModel

from services.reports.schemas.answers import Submission


class Brief(BaseModel):
    """What became public after one day and until another, and the proposals without a final
    decision.
    """

    since: str
    until: str
    published: list[Submission]
    undecided: list[Submission]
