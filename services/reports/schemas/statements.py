"""Statements: what is sent, and how they are shown."""

from typing import Annotated

from pydantic import BaseModel, Field

from contracts.codes import Language
from contracts.texts import NotBlank
from kernel.web.bodies import Body
from services.reports.domain.statements import FollowUp, StatementRole
from services.reports.schemas.answers import Comment, Revision, Step, Submission, SubmissionAsOf
from services.reports.schemas.cycles import Contribution, CycleStep
from services.reports.schemas.fields import LONGEST


class StatementBody(Body):
    """Something that an actor says in public, under its name."""

    role: StatementRole
    language: Language
    text: Annotated[str, Field(max_length=LONGEST), NotBlank()]
    status: FollowUp | None = None


class WithholdBody(Body):
    """Why something is withheld."""

    comment: Annotated[str, Field(max_length=LONGEST), NotBlank()]


class Statement(BaseModel):
    """A statement; `text` is null once it does not stand any more. `digest`: SHA-256 of the
    canonical `{"salt", "text"}`, as it stands in the ledger.
    """

    id: str
    role: StatementRole
    actor: str
    status: FollowUp | None
    addressees: list[str]
    language: str
    text: str | None
    salt: str | None
    digest: str
    state: str
    made_at: str
    changed_at: str


class StatementPage(BaseModel):
    items: list[Statement]
    next: str | None


class BesideSubmission(BaseModel):
    """What stands beside a submission; `statements`: by what they are about."""

    history: list[Step]
    revisions: list[Revision]
    comments: list[Comment] | None
    statements: dict[str, list[Statement]]
    assessed_by: list[Submission | SubmissionAsOf]


class BesideCycle(BaseModel):
    """What stands beside an occasion; `statements`: by what they are about."""

    history: list[CycleStep]
    contributions: list[Contribution]
    statements: dict[str, list[Statement]]
    recommended: list[Submission | SubmissionAsOf]
