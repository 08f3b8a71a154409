"""What reports answers: submissions, revisions, history, comments, the ledger, the kinds."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from contracts.codes import Language, State
from services.reports.schemas.cycles import AnchoredDossier
from services.reports.schemas.decisions import Decision


class Submission(BaseModel):
    """A submission as its reader may see it; `confirmed`: the joint reporters who count for the
    text shown; `decision`: of the Committee, where one stands; `code`: the one its first
    publication was given, where its kind has codes.
    """

    id: str
    kind: str
    code: str | None
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
    decision: Decision | None
    created_at: str
    updated_at: str
    published_at: str | None
    allowed: list[str]
    similar: list[str]
    links: dict[str, str]


class SubmissionAsOf(Submission):
    """A submission as it was public at a position or an instant, as it was asked for."""

    as_of: str


class Gone(BaseModel):
    """A submission that was public and is withdrawn or withheld since; lists of changes have it."""

    id: str
    kind: str
    code: str | None
    state: State
    revision: int | None
    reporter: str
    updated_at: str
    gone: Literal[True]


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
    none. `decision`: of the Committee, with its reason as `comment`. `own_report`: of the review of
    a text, and taken by a key that wrote it.
    """

    at: str
    actor: str | None
    action: str
    from_state: str | None = None
    to_state: str
    revision: int
    position: int | None
    own_report: bool
    key_id: str | None = None
    comment: str | None = None
    decision: str | None = None


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
    """One event; type, subject and revision are null where the caller may not read it."""

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
    """`dossiers`: those with a file of the hash that is asked for; nothing where none is."""

    items: list[LedgerItem]
    next: str | None
    dossiers: list[AnchoredDossier] | None = None


class LedgerEntry(BaseModel):
    """What the digest is of."""

    data: dict[str, Any]
    id: str
    salt: str
    type: str


class LabelledCode(BaseModel):
    """A code that a field takes, and what people read."""

    code: str
    label: str


class KindField(BaseModel):
    """A field of a payload: what it is called, what is to be written, whether `submit` needs it.

    `names`, `helps`: in every language. `type`: `text`, `short`, `date`, `code`, `codes`,
    `integer`, `boolean`, `money`, `object`, a `list` of objects, or `texts` by language.
    `sources`: public lists of the codes that it takes; `codes`: those that stand in no list.
    `fields`: of the object that it is, or is a list or a mapping of.
    """

    field: str
    name: str
    help: str
    names: dict[Language, str]
    helps: dict[Language, str]
    type: str
    required: bool
    sources: list[str]
    codes: list[LabelledCode]
    fields: list["KindField"]


class KindSection(BaseModel):
    """Fields that are filled in together."""

    section: str
    name: str
    fields: list[str]


class KindColumn(BaseModel):
    """A column of its table: what is written under it, for the value at this place of the body.

    `header`: what it is called in the language of the answer; imports take the column's name too.
    """

    column: str
    path: list[str]
    header: str
    help: str
    type: str
    required: bool
    sources: list[str]
    codes: list[LabelledCode]


class KindStatement(BaseModel):
    """What actors may say beside it, in which role, and whether with a status."""

    role: str
    status: bool


class Kind(BaseModel):
    """A kind of submission.

    `required`: fields without which it cannot be submitted; of `one_of` at least one must not be
    empty. `reporters`: kinds of actors. `joint`: which actors may be joint reporters, null: none.
    `frozen`: neither revised nor withdrawn once published. `decided`: the Committee decides on it.
    `names`, `helps`: in every language. `sections`: the parts of a form, for
    what is not required. `columns`: of the table that can be filled in instead. `schema`:
    of the payload.
    """

    code: str
    name: str
    help: str
    names: dict[Language, str]
    helps: dict[Language, str]
    scope: str
    required: list[str]
    one_of: list[str]
    reporters: list[str]
    joint: str | None
    frozen: bool
    decided: bool
    statements: list[KindStatement]
    fields: list[KindField]
    sections: list[KindSection]
    columns: list[KindColumn]
    schema_: Annotated[dict[str, Any], Field(alias="schema")]
    example: dict[str, Any]


class KindPage(BaseModel):
    items: list[Kind]
    next: str | None
