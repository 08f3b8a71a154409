"""`assessment`: what experts find of a public implementation."""

from pydantic import Field

from contracts.reports.content import Code, Content


class Assessment(Content):
    """What an `assessment` contributes: the assessed status of one revision; not its reasons."""

    submission: Code
    revision: int = Field(ge=1)
    status: Code
    meeting: Code | None = None
