"""The decisions about submissions. Each command queues the new state, its rows, its history and its
event, to be written in one commit.
"""

from dataclasses import dataclass, replace
from typing import Any

from contracts import reports as events
from kernel import clock, outbox
from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.commands import publications, steps
from services.reports.commands.publications import Place
from services.reports.commands.steps import Taken
from services.reports.domain.lifecycle import Transition
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store import dossiers, writing

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
# the transitions that the public may know of, and what each does to the text where it stands in a
# dossier: hide it, show it; withdrawn, it stays as it is
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
        words = (self.title, self.language, self.payload, self.evidence, self.joint)
        return TextVersion(number, revision, *words, at)


def draft(
    tx: Tx, kind: str, reporter: str, edition: str, content: Content, by: Caller
) -> Submission:
    """Begin a submission with its first text."""
    at = clock.stamp()
    begun = SubmissionState(clock.uuid7(), kind, reporter, edition, "draft", 1, 1, 1, at, at)
    current, text = steps.written_by(by, begun), content.as_version(1, 1, at)
    submission = Submission(current, text, None, frozenset())
    writing.add_submission(tx, submission)
    drafted = events.Drafted(**steps.moved(current))
    steps.record(tx, submission, Taken("draft", None, by), drafted)
    return submission


def save(tx: Tx, before: Submission, content: Content, by: Caller) -> Submission:
    """Replace the text of a draft or returned submission; the earlier text stays in the records."""
    after = _saved(before, content, by)
    current, text = after.current, after.newest
    writing.change_submission(tx, before, after)
    writing.add_text(tx, current.id, text)
    writing.change_revision(tx, current.id, current.revision, text=text.number)
    steps.record(tx, after, Taken("save", before.current.state, by), None)
    return after


def _saved(before: Submission, content: Content, by: Caller) -> Submission:
    current = steps.written_by(by, steps.following(before.current))
    # numbered by the version that saves it
    text = content.as_version(current.version, current.revision, current.updated_at)
    return replace(before, current=replace(current, text=text.number), newest=text)


def move(
    tx: Tx,
    before: Submission,
    row: Transition,
    catalogue: Catalogue,
    comment: str | None,
    by: Caller,
    place: Place = publications.ALONE,
    own_report: bool = False,
) -> Submission:
    """Take a submission through one transition of the table; `place`: of a publication.
    `own_report`: by a key that wrote the text.
    """
    taken = Taken(row.action, before.current.state, by, comment, own_report)
    current = steps.following(before.current).moved_to(row.action, row.ends)
    moved = replace(before, current=current)
    if row.action == "publish":
        return publications.publish(tx, before, moved, taken, catalogue, place)
    return _take(tx, before, _rewritten(tx, moved, row.action, by), taken)


def _rewritten(tx: Tx, moved: Submission, action: str, by: Caller) -> Submission:
    """What a transition does to the text that stands there."""
    if action == "submit":
        return replace(moved, current=replace(steps.written_by(by, moved.current), submitted=True))
    if action == "revise":
        return _revise(tx, moved, by)
    return _discard(tx, moved) if action == "discard" else moved


def _take(tx: Tx, before: Submission, moved: Submission, taken: Taken) -> Submission:
    after = steps.seen_outside(before, moved)
    writing.change_submission(tx, before, after)
    id_ = steps.record(tx, after, taken, _event(taken.action, after))
    if taken.action in HIDING and id_ is not None:
        dossiers.mark(tx, after.current.id, id_, hidden=HIDING[taken.action])
    return after


def _event(action: str, after: Submission) -> events.Moved:
    """The event of a transition. One that the public may know of tells no more than it sees."""
    told = steps.moved_outside(after) if action in HIDING else steps.moved(after.current)
    if action == "submit":
        return events.Submitted(**told, joint_reporters=list(after.newest.joint))
    return EVENTS[action](**told)


def _revise(tx: Tx, moved: Submission, by: Caller) -> Submission:
    """Begin the next revision with the public content, as a text of its own that no joint reporter
    has confirmed yet.
    """
    after = _begun(moved, moved.current.begun + 1, by)
    writing.add_text(tx, after.current.id, after.newest)
    writing.add_revision(tx, after.current, after.newest)
    return after


def _begun(moved: Submission, number: int, by: Caller) -> Submission:
    """A revision with the text that stands there."""
    current, at = moved.current, moved.current.updated_at
    text = replace(moved.newest, number=current.version, revision=number, saved_at=at)
    begun = replace(current, revision=number, begun=number, text=text.number, authors=frozenset())
    return replace(moved, current=steps.written_by(by, begun), newest=text)


def _discard(tx: Tx, moved: Submission) -> Submission:
    """Go back to the public revision; the discarded one keeps its number and its text."""
    current, text = moved.current, moved.public
    assert text is not None
    writing.change_revision(tx, current.id, current.revision, discarded_at=current.updated_at)
    back = replace(current, revision=text.revision, text=text.number, authors=frozenset())
    return replace(moved, current=back, newest=text)


def confirm(tx: Tx, before: Submission, actor: str, catalogue: Catalogue, by: Caller) -> Submission:
    """Record that a joint reporter confirms the newest text it may read."""
    text = before.open_to(actor)[0]
    after = _with_confirmations(tx, before, before.confirmations | {(actor, text.number)})
    current, public = after.current, text == after.public
    writing.add_confirmation(tx, current.id, actor, text.number, current.updated_at)
    counting = publications.changed_reporters(before, after, catalogue)
    told = {**_told(after, public=public), "joint_reporter": actor, "reporters": counting}
    steps.record(tx, after, Taken("confirm", current.state, by), events.Confirmed(**told))
    return after


def _with_confirmations(
    tx: Tx, before: Submission, confirmations: frozenset[tuple[str, int]]
) -> Submission:
    current = steps.following(before.current)
    after = replace(before, current=current, confirmations=confirmations)
    after = steps.seen_outside(before, after)
    writing.change_submission(tx, before, after)
    return after


def _told(after: Submission, *, public: bool) -> dict[str, Any]:
    return steps.moved_outside(after) if public else steps.moved(after.current)


def take_back(
    tx: Tx, before: Submission, actor: str, catalogue: Catalogue, by: Caller
) -> Submission:
    """Remove every confirmation that a joint reporter has given."""
    kept = frozenset(given for given in before.confirmations if given[0] != actor)
    public = before.public is not None and actor in before.confirmed(before.public)
    after = _with_confirmations(tx, before, kept)
    writing.remove_confirmations(tx, after.current.id, actor)
    counting = publications.changed_reporters(before, after, catalogue)
    told = {**_told(after, public=public), "joint_reporter": actor, "reporters": counting}
    taken = Taken("take_back_confirmation", after.current.state, by)
    steps.record(tx, after, taken, events.ConfirmationWithdrawn(**told))
    return after


def comment(tx: Tx, submission: Submission, text: str, by: Caller) -> dict[str, Any]:
    """Add a comment beside the text; the submission itself does not change. Its event says that it
    was made, the history says so without a position.
    """
    current, at, id_ = submission.current, clock.stamp(), clock.uuid7()
    row = {"id": id_, "submission": current.id, "at": at, "actor": by.actor, "text": text}
    writing.add_comment(tx, row)
    made = events.CommentMade(submission=current.id, comment=id_)
    outbox.emit(tx, tables.kernel, "reports", current.id, made)
    said = replace(submission, current=replace(current, updated_at=at))
    steps.record(tx, said, Taken("comment", current.state, by), None)
    return row


def note_catalogue(tx: Tx, position: int) -> None:
    """Note in the ledger that the catalogue is taken in up to a position."""
    event = events.CatalogueNoted(catalog_position=position)
    outbox.emit(tx, tables.kernel, "reports", events.CATALOGUE, event)
