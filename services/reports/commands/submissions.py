"""The decisions about submissions. Each command queues the new state, its rows, its history and its
event, to be written in one commit.
"""

from dataclasses import dataclass, replace
from typing import Any

from contracts import reports as events
from contracts.events import Data
from kernel import clock, outbox
from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.kinds import KINDS
from services.reports.domain.lifecycle import Transition
from services.reports.domain.others import NO_OTHERS, Others
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store import dossiers, serials, writing
from services.reports.store.serials import Serial

EVENTS: dict[str, type[events.Moved]] = {
    "submit": events.Submitted,
    "start_review": events.ReviewStarted,
    "return": events.Returned,
    "accept": events.Accepted,
    "revise": events.Revised,
    "discard": events.Discarded,
    "withhold": events.Withheld,
    "release": events.Released,
    "withdraw": events.Withdrawn,
}
# what a transition does to the text where it stands in a dossier: hide it, show it; withdrawn, it
# stays as it is
HIDING = {"withhold": True, "release": False, "withdraw": None}


@dataclass(frozen=True, slots=True)
class Content:
    """What a text says: all of it but its number and revision."""

    title: str
    language: str
    payload: dict[str, Any]
    evidence: list[dict[str, Any]]
    joint: tuple[str, ...]

    def as_version(self, number: int, revision: int, at: str) -> TextVersion:
        """The content as a saved text."""
        return TextVersion(
            number, revision, self.title, self.language, self.payload, self.evidence, self.joint, at
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication stands among others: the serial it is decided in, the code that it is
    given, and the other submissions that its kind looks at.
    """

    serial: Serial | None = None
    code: str | None = None
    others: Others = NO_OTHERS


def draft(
    tx: Tx, kind: str, reporter: str, edition: str, content: Content, by: Caller
) -> Submission:
    """Begin a submission with its first text."""
    at = clock.stamp()
    text = content.as_version(1, 1, at)
    current = _written_by(
        by, SubmissionState(clock.uuid7(), kind, reporter, edition, "draft", 1, 1, 1, at, at)
    )
    submission = Submission(current, text, None, frozenset())
    writing.add_submission(tx, submission)
    record_step(tx, submission, "draft", None, by, events.Drafted(**_moved(current)))
    return submission


def save(tx: Tx, before: Submission, content: Content, by: Caller) -> Submission:
    """Replace the text of a draft or returned submission; the earlier text stays in the records."""
    current = _written_by(by, following(before.current))
    # numbered by the version that saves it
    text = content.as_version(current.version, current.revision, current.updated_at)
    after = replace(before, current=replace(current, text=text.number), newest=text)
    writing.change_submission(tx, before, after)
    writing.add_text(tx, current.id, text)
    writing.change_revision(tx, current.id, current.revision, text=text.number)
    record_step(tx, after, "save", before.current.state, by, None)
    return after


def move(
    tx: Tx,
    before: Submission,
    row: Transition,
    catalogue: Catalogue,
    comment: str | None,
    by: Caller,
    place: Place = Place(),
    own_report: bool = False,
) -> Submission:
    """Take a submission through one transition of the table; `place`: of a publication.
    `own_report`: by a key that wrote the text.
    """
    after = replace(before, current=following(before.current).moved_to(row.action, row.ends))
    if row.action == "publish":
        return _publish(tx, before, after, catalogue, comment, by, place, own_report)
    if row.action == "submit":
        after = replace(after, current=replace(_written_by(by, after.current), submitted=True))
    elif row.action == "revise":
        after = _revise(tx, after, by)
    elif row.action == "discard":
        after = _discard(tx, after)
    after = seen_outside(before, after)
    writing.change_submission(tx, before, after)
    event = _event(row.action, after)
    id_ = record_step(tx, after, row.action, before.current.state, by, event, comment, own_report)
    if row.action in HIDING and id_ is not None:
        dossiers.mark(tx, after.current.id, id_, hidden=HIDING[row.action])
    return after


def _event(action: str, after: Submission) -> events.Moved:
    """The event of a transition. One that the public may know of tells no more than it sees."""
    if action == "submit":
        joint = list(after.newest.joint)
        return events.Submitted(**_moved(after.current), joint_reporters=joint)
    public = action in ("withhold", "release", "withdraw")
    return EVENTS[action](**(moved_outside(after) if public else _moved(after.current)))


def _publish(
    tx: Tx,
    before: Submission,
    moved: Submission,
    catalogue: Catalogue,
    comment: str | None,
    by: Caller,
    place: Place,
    own_report: bool,
) -> Submission:
    if place.serial is not None:
        serials.advance(tx, place.serial)
    text, at = moved.newest, moved.current.updated_at
    current = replace(
        moved.current,
        public_revision=text.revision,
        public_text=text.number,
        published_at=at,
        code=moved.current.code or place.code,
    )
    after = seen_outside(before, replace(moved, current=current, public=text))
    writing.change_submission(tx, before, after)
    published = _published(after, text, catalogue, place.others)
    event = record_step(
        tx, after, "publish", before.current.state, by, published, comment, own_report
    )
    writing.change_revision(
        tx, current.id, current.revision, published_at=at, published_event=event
    )
    return after


def _revise(tx: Tx, submission: Submission, by: Caller) -> Submission:
    """Begin the next revision with the public content, as a text of its own that no joint reporter
    has confirmed yet.
    """
    begun = submission.current.begun + 1
    text = replace(
        submission.newest,
        number=submission.current.version,
        revision=begun,
        saved_at=submission.current.updated_at,
    )
    after = replace(
        submission,
        current=_written_by(
            by,
            replace(
                submission.current,
                revision=begun,
                begun=begun,
                text=text.number,
                authors=frozenset(),
            ),
        ),
        newest=text,
    )
    writing.add_text(tx, submission.current.id, text)
    writing.add_revision(tx, after.current, text)
    return after


def _discard(tx: Tx, submission: Submission) -> Submission:
    """Go back to the public revision; the discarded one keeps its number and its text."""
    assert submission.public is not None
    writing.change_revision(
        tx,
        submission.current.id,
        submission.current.revision,
        discarded_at=submission.current.updated_at,
    )
    return replace(
        submission,
        current=replace(
            submission.current,
            revision=submission.public.revision,
            text=submission.public.number,
            authors=frozenset(),
        ),
        newest=submission.public,
    )


def confirm(tx: Tx, before: Submission, actor: str, catalogue: Catalogue, by: Caller) -> Submission:
    """Record that a joint reporter confirms the newest text it may read."""
    current, text = following(before.current), before.open_to(actor)[0]
    confirmations = before.confirmations | {(actor, text.number)}
    after = seen_outside(before, replace(before, current=current, confirmations=confirmations))
    writing.change_submission(tx, before, after)
    writing.add_confirmation(tx, current.id, actor, text.number, current.updated_at)
    event = events.Confirmed(
        **(moved_outside(after) if text == after.public else _moved(current)),
        joint_reporter=actor,
        reporters=_changed_reporters(before, after, catalogue),
    )
    record_step(tx, after, "confirm", current.state, by, event)
    return after


def take_back(
    tx: Tx, before: Submission, actor: str, catalogue: Catalogue, by: Caller
) -> Submission:
    """Remove every confirmation that a joint reporter has given."""
    current = following(before.current)
    kept = frozenset(given for given in before.confirmations if given[0] != actor)
    after = seen_outside(before, replace(before, current=current, confirmations=kept))
    public = before.public is not None and actor in before.confirmed(before.public)
    writing.change_submission(tx, before, after)
    writing.remove_confirmations(tx, current.id, actor)
    event = events.ConfirmationWithdrawn(
        **(moved_outside(after) if public else _moved(current)),
        joint_reporter=actor,
        reporters=_changed_reporters(before, after, catalogue),
    )
    record_step(tx, after, "take_back_confirmation", current.state, by, event)
    return after


def comment(tx: Tx, submission: Submission, text: str, by: Caller) -> dict[str, Any]:
    """Add a comment beside the text; the submission itself does not change. Its event says that it
    was made, the history says so without a position.
    """
    current, at = submission.current, clock.stamp()
    row = {
        "id": clock.uuid7(),
        "submission": current.id,
        "at": at,
        "actor": by.actor,
        "text": text,
    }
    writing.add_comment(tx, row)
    made = events.CommentMade(submission=current.id, comment=row["id"])
    outbox.emit(tx, tables.kernel, "reports", current.id, made)
    said = replace(submission, current=replace(current, updated_at=at))
    record_step(tx, said, "comment", current.state, by, None)
    return row


def note_catalogue(tx: Tx, position: int) -> None:
    """Note in the ledger that the catalogue is taken in up to a position."""
    event = events.CatalogueNoted(catalog_position=position)
    outbox.emit(tx, tables.kernel, "reports", events.CATALOGUE, event)


def following(current: SubmissionState) -> SubmissionState:
    """The state one write later; its instant never goes back."""
    return replace(
        current, version=current.version + 1, updated_at=max(clock.stamp(), current.updated_at)
    )


def seen_outside(before: Submission, after: Submission) -> Submission:
    """The submission after a write, its public version counted up where the public sees it."""
    current = after.current
    if before.outside == after.outside:
        return after
    return replace(
        after,
        current=replace(
            current,
            public_version=current.public_version + 1,
            public_updated_at=current.updated_at,
        ),
    )


def _written_by(by: Caller, current: SubmissionState) -> SubmissionState:
    """The state with one more key that has written its text."""
    return replace(current, authors=current.authors | {by.line or str(by.key_id)})


def _moved(current: SubmissionState) -> dict[str, Any]:
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
        return _moved(current)
    state = current.state if current.hidden else "published"
    return _moved(current) | {"state": state, "revision": submission.public.revision}


def record_step(
    tx: Tx,
    submission: Submission,
    action: str,
    from_state: str | None,
    by: Caller,
    event: Data | None,
    comment: str | None = None,
    own_report: bool = False,
) -> str | None:
    """Queue a step's history row and its event, if it has one; returns the event's id."""
    current = submission.current
    id_ = _emitted(tx, submission, event) if event is not None else None
    writing.add_history(
        tx,
        {
            "submission": current.id,
            "revision": current.revision,
            "at": current.updated_at,
            "actor": by.actor,
            "key_id": by.key_id,
            "action": action,
            "from_state": from_state,
            "to_state": current.state,
            "comment": comment,
            "event": id_,
            "own_report": own_report,
        },
    )
    return id_


def _emitted(tx: Tx, submission: Submission, event: Data) -> str:
    """Queue an event under the revision that it tells, the public one where it tells none."""
    told = event.revision if isinstance(event, events.Moved) else submission.current.public_revision
    return outbox.emit(tx, tables.kernel, "reports", submission.current.id, event, revision=told)


def _published(
    submission: Submission, text: TextVersion, catalogue: Catalogue, others: Others
) -> events.Published:
    """The event of a publication: what counts of the text, and nothing restricted."""
    kind = KINDS[submission.current.kind]
    counted = kind.counted(text.payload) | kind.looked_up(text.payload, others)
    if kind.code is not None:
        counted = {**counted, "code": submission.current.code}
    content = events.KINDS[kind.name].model_validate(counted)
    return events.Published(
        **_moved(submission.current),
        title=text.title,
        language=text.language,
        reporters=_reporters(submission, text, catalogue),
        evidence=[events.Evidence(**link) for link in text.evidence if link["access"] == "public"],
        **{kind.name: content},
    )


def _reporters(
    submission: Submission, text: TextVersion, catalogue: Catalogue
) -> list[events.Reporter]:
    return [
        events.Reporter(code=code, kind=catalogue.actors[code].kind)
        for code in submission.reporting(text)
    ]


def _changed_reporters(
    before: Submission, after: Submission, catalogue: Catalogue
) -> list[events.Reporter] | None:
    """Who counts for the public revision now; None where that did not change."""
    if after.public is None or before.reporting(after.public) == after.reporting(after.public):
        return None
    return _reporters(after, after.public, catalogue)
