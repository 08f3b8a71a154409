"""Lists of submissions, with what stands beside each."""

from pydantic import BaseModel

from services.reports.schemas.answers import Gone, Step, Submission, SubmissionAsOf
from services.reports.schemas.statements import Statement


class BesideItem(BaseModel):
    """What stands beside a submission, as far as it is asked for. `etag`: that of its own answer to
    the same caller. `step`: the last one that led to the state that is told, null where the caller
    may not know of it. `statements`: the first 100, as their list tells them.
    """

    etag: str | None = None
    step: Step | None = None
    statements: list[Statement] | None = None


class ListedSubmission(Submission):
    """A submission in a list; `beside`: where something is asked for."""

    beside: BesideItem | None = None


class SubmissionPage(BaseModel):
    items: list[ListedSubmission | SubmissionAsOf | Gone]
    next: str | None
