"""The rows that commands queue.

Every change of a submission is guarded by the version that the request has read.
"""

from typing import Any

from pydantic_core import to_json
from sqlalchemy import delete, update

from kernel.db import Tx
from services.reports import tables
from services.reports.domain.folding import folded
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store import index

COLUMNS = (
    "kind",
    "reporter",
    "edition",
    "state",
    "revision",
    "text",
    "version",
    "created_at",
    "updated_at",
    "public_revision",
    "public_text",
    "published_at",
    "begun",
    "withheld_from",
    "code",
    "submitted",
    "public_version",
    "public_updated_at",
)


def searchable(text: TextVersion) -> str:
    """All content of a text, folded."""
    content = [
        text.title,
        *(str(value) for value in text.payload.values() if isinstance(value, str)),
    ]
    return folded(" ".join(content))


def add_submission(tx: Tx, submission: Submission) -> None:
    """A new submission with its first text and revision."""
    current = submission.current
    tx.insert(tables.submissions, {"id": current.id, **_head_row(submission)})
    add_text(tx, current.id, submission.newest)
    add_revision(tx, current, submission.newest)
    index.put(tx, None, submission)
    for row in _party_rows(submission):
        tx.insert(tables.parties, row)


def change_submission(tx: Tx, before: Submission, after: Submission) -> None:
    """The state and the terms after a write. Raises StaleWrite when another write came between."""
    submissions = tables.submissions
    tx.execute(
        update(submissions)
        .where(
            submissions.c.id == after.current.id, submissions.c.version == before.current.version
        )
        .values(**_head_row(after))
    )
    index.put(tx, before, after)
    if _party_rows(before) != _party_rows(after):
        put_parties(tx, after)


def _head_row(submission: Submission) -> dict[str, Any]:
    row = {name: getattr(submission.current, name) for name in COLUMNS}
    public = submission.public_seen
    return row | {
        "authors": to_json(sorted(submission.current.authors)).decode(),
        "decision": _decision(submission),
        "search": searchable(submission.newest),
        "public_search": searchable(public) if public else None,
    }


def _decision(submission: Submission) -> str | None:
    decision = submission.current.decision
    return to_json(decision).decode() if decision is not None else None


def add_text(tx: Tx, submission: str, text: TextVersion) -> None:
    """One saved text; it is never changed."""
    tx.insert(
        tables.texts,
        {
            "submission": submission,
            "number": text.number,
            "revision": text.revision,
            "title": text.title,
            "language": text.language,
            "payload": to_json(text.payload).decode(),
            "evidence": to_json(text.evidence).decode(),
            "joint": to_json(text.joint).decode(),
            "saved_at": text.saved_at,
        },
    )


def add_revision(tx: Tx, current: SubmissionState, text: TextVersion) -> None:
    """A revision begun."""
    tx.insert(
        tables.revisions,
        {
            "submission": current.id,
            "revision": text.revision,
            "text": text.number,
            "begun_at": text.saved_at,
            "published_at": None,
            "published_event": None,
            "discarded_at": None,
        },
    )


def change_revision(tx: Tx, submission: str, revision: int, **values: Any) -> None:
    """What became of a revision: another text, published by an event, discarded."""
    revisions = tables.revisions
    tx.execute(
        update(revisions)
        .where(revisions.c.submission == submission, revisions.c.revision == revision)
        .values(**values)
    )


def put_parties(tx: Tx, submission: Submission) -> None:
    """Replace who is named and who confirmed, by which lists find submissions."""
    parties = tables.parties
    tx.execute(delete(parties).where(parties.c.submission == submission.current.id), expect=None)
    for row in _party_rows(submission):
        tx.insert(parties, row)


def _party_rows(submission: Submission) -> list[dict[str, Any]]:
    newest, public = submission.newest, submission.public
    actors = dict.fromkeys([*newest.joint, *(public.joint if public else ())])
    return [
        {
            "actor": actor,
            "submission": submission.current.id,
            "named": actor in newest.joint,
            "public_named": public is not None and actor in public.joint,
            "confirmed": (actor, newest.number) in submission.confirmations,
            "public_confirmed": public is not None
            and actor in public.joint
            and (actor, public.number) in submission.confirmations,
        }
        for actor in actors
    ]


def add_confirmation(tx: Tx, submission: str, actor: str, text: int, at: str) -> None:
    """A joint reporter confirms a text."""
    tx.insert(
        tables.confirmations,
        {"submission": submission, "actor": actor, "text": text, "confirmed_at": at},
    )


def remove_confirmations(tx: Tx, submission: str, actor: str) -> None:
    """A joint reporter takes back whatever it confirmed."""
    confirmations = tables.confirmations
    tx.execute(
        delete(confirmations).where(
            confirmations.c.submission == submission, confirmations.c.actor == actor
        ),
        expect=None,
    )


def add_history(tx: Tx, row: dict[str, Any]) -> None:
    """One step: who, when, what."""
    tx.insert(tables.history, row)


def add_comment(tx: Tx, row: dict[str, Any]) -> None:
    """A comment beside the text."""
    tx.insert(tables.comments, row)
