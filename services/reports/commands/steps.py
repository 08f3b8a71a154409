"""What every step of a submission has in common: the state after it, its row in the history and its
event.
"""

from dataclasses import replace
from typing import Any, NamedTuple

from contracts import reports as events
from contracts.events import Data
from kernel import clock, outbox
from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.submission import Submission, SubmissionState
from services.reports.store import writing


class Taken(NamedTuple):
    """A step as it is taken: by whom, from which state, and what is said with it. `own_report`: by
    a key that wrote the text.
    """

    action: str
    from_state: str | None
    by: Caller
    comment: str | None = None
    own_report: bool = False


def record(tx: Tx, submission: Submission, taken: Taken, event: Data | None) -> str | None:
    """Queue a step's history row and its event, if it has one; returns the event's id."""
    id_ = _emitted(tx, submission, event) if event is not None else None
    writing.add_history(tx, {**_after(submission.current), **_taken(taken), "event": id_})
    return id_


def _after(current: SubmissionState) -> dict[str, Any]:
    return {
        "submission": current.id,
        "revision": current.revision,
        "at": current.updated_at,
        "to_state": current.state,
    }


def _taken(taken: Taken) -> dict[str, Any]:
    return {
        "action": taken.action,
        "from_state": taken.from_state,
        "actor": taken.by.actor,
        "key_id": taken.by.key_id,
        "comment": taken.comment,
        "own_report": taken.own_report,
    }


def _emitted(tx: Tx, submission: Submission, event: Data) -> str:
    """Queue an event under the revision that it tells, the public one where it tells none."""
    told = event.revision if isinstance(event, events.Moved) else submission.current.public_revision
    return outbox.emit(tx, tables.kernel, "reports", submission.current.id, event, revision=told)


def following(current: SubmissionState) -> SubmissionState:
    """The state one write later; its instant never goes back."""
    at = max(clock.stamp(), current.updated_at)
    return replace(current, version=current.version + 1, updated_at=at)


def written_by(by: Caller, current: SubmissionState) -> SubmissionState:
    """The state with one more key that has written its text."""
    return replace(current, authors=current.authors | {by.line or str(by.key_id)})


def seen_outside(before: Submission, after: Submission) -> Submission:
    """The submission after a write, its public version counted up where the public sees it."""
    if before.outside == after.outside:
        return after
    current, version = after.current, after.current.public_version + 1
    seen = replace(current, public_version=version, public_updated_at=current.updated_at)
    return replace(after, current=seen)


def moved(current: SubmissionState) -> dict[str, Any]:
    """What the event of a step says of the submission."""
    return {
        "submission": current.id,
        "kind": current.kind,
        "state": current.state,
        "revision": current.revision,
        "reporter": current.reporter,
        "edition": current.edition,
    }


def moved_outside(submission: Submission) -> dict[str, Any]:
    """The same as the public sees it, whatever a correction is doing."""
    current = submission.current
    if submission.public is None:
        return moved(current)
    state = current.state if current.hidden else "published"
    return moved(current) | {"state": state, "revision": submission.public.revision}
