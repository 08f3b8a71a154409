"""One verb, one decision recorded: the head, its rows, its history and its event in one commit."""

from dataclasses import dataclass, replace
from typing import Any

from contracts import reports as events
from kernel import clock, outbox
from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.domain.lifecycle import Transition
from services.reports.domain.rules import Catalogue
from services.reports.domain.submission import Case, Head, Text
from services.reports.store import writing

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


@dataclass(frozen=True, slots=True)
class Words:
    """What a body says: everything a text holds but its number and revision."""

    title: str
    language: str
    payload: dict[str, Any]
    evidence: list[dict[str, Any]]
    joint: tuple[str, ...]

    def as_text(self, number: int, revision: int, at: str) -> Text:
        """The words as a saved text."""
        return Text(
            number, revision, self.title, self.language, self.payload, self.evidence, self.joint, at
        )


def draft(tx: Tx, kind: str, reporter: str, edition: str, words: Words, by: Caller) -> Case:
    """Begin a submission."""
    at = clock.stamp()
    text = words.as_text(1, 1, at)
    head = Head(clock.uuid7(), kind, reporter, edition, "draft", 1, 1, 1, at, at)
    case = Case(head, text, None, frozenset())
    writing.add_submission(tx, case)
    _tell(tx, case, "draft", None, by, events.Drafted(**_moved(head)))
    return case


def save(tx: Tx, before: Case, words: Words, by: Caller) -> Case:
    """Replace the text of a draft or returned submission; the earlier text stays in the records."""
    head = _next(before.head)
    # numbered by the version that saves it
    text = words.as_text(head.version, head.revision, head.updated_at)
    after = replace(before, head=replace(head, text=text.number), newest=text)
    writing.change_submission(tx, before, after)
    writing.add_text(tx, head.id, text)
    writing.change_revision(tx, head.id, head.revision, text=text.number)
    _tell(tx, after, "save", before.head.state, by, None)
    return after


def move(
    tx: Tx, before: Case, row: Transition, catalogue: Catalogue, comment: str | None, by: Caller
) -> Case:
    """Take one transition of the table."""
    after = replace(before, head=replace(_next(before.head), state=row.ends))
    if row.action == "publish":
        return _publish(tx, before, after, catalogue, comment, by)
    if row.action == "revise":
        after = _revise(tx, after)
    elif row.action == "discard":
        after = _discard(tx, after)
    writing.change_submission(tx, before, after)
    _tell(
        tx,
        after,
        row.action,
        before.head.state,
        by,
        EVENTS[row.action](**_moved(after.head)),
        comment,
    )
    return after


def _publish(
    tx: Tx, before: Case, moved: Case, catalogue: Catalogue, comment: str | None, by: Caller
) -> Case:
    text, at = moved.newest, moved.head.updated_at
    head = replace(
        moved.head, public_revision=text.revision, public_text=text.number, published_at=at
    )
    after = replace(moved, head=head, public=text)
    writing.change_submission(tx, before, after)
    event = _tell(
        tx, after, "publish", before.head.state, by, _published(after, text, catalogue), comment
    )
    writing.change_revision(tx, head.id, head.revision, published_at=at, published_event=event)
    return after


def _revise(tx: Tx, case: Case) -> Case:
    """The next revision begins with the public words, in a text of its own: nobody has confirmed it
    yet.
    """
    begun = case.head.begun + 1
    text = replace(
        case.newest, number=case.head.version, revision=begun, saved_at=case.head.updated_at
    )
    after = replace(
        case, head=replace(case.head, revision=begun, begun=begun, text=text.number), newest=text
    )
    writing.add_text(tx, case.head.id, text)
    writing.add_revision(tx, after.head, text)
    return after


def _discard(tx: Tx, case: Case) -> Case:
    """The public revision stands; the correction keeps its number and its text."""
    assert case.public is not None
    writing.change_revision(tx, case.head.id, case.head.revision, discarded_at=case.head.updated_at)
    return replace(
        case,
        head=replace(case.head, revision=case.public.revision, text=case.public.number),
        newest=case.public,
    )


def confirm(tx: Tx, before: Case, actor: str, catalogue: Catalogue, by: Caller) -> Case:
    """A joint reporter confirms the text that stands before it."""
    head, text = _next(before.head), before.open_to(actor)[0]
    after = replace(before, head=head, confirmations=before.confirmations | {(actor, text.number)})
    writing.change_submission(tx, before, after)
    writing.add_confirmation(tx, head.id, actor, text.number, head.updated_at)
    event = events.Confirmed(
        **_moved(head), joint_reporter=actor, reporters=_changed_reporters(before, after, catalogue)
    )
    _tell(tx, after, "confirm", head.state, by, event)
    return after


def take_back(tx: Tx, before: Case, actor: str, catalogue: Catalogue, by: Caller) -> Case:
    """A joint reporter takes back whatever it confirmed."""
    head = _next(before.head)
    after = replace(
        before,
        head=head,
        confirmations=frozenset(given for given in before.confirmations if given[0] != actor),
    )
    writing.change_submission(tx, before, after)
    writing.remove_confirmations(tx, head.id, actor)
    event = events.ConfirmationWithdrawn(
        **_moved(head), joint_reporter=actor, reporters=_changed_reporters(before, after, catalogue)
    )
    _tell(tx, after, "take_back_confirmation", head.state, by, event)
    return after


def comment(tx: Tx, submission: str, text: str, by: Caller) -> dict[str, Any]:
    """Say something beside the text; the submission itself does not change."""
    row = {
        "id": clock.uuid7(),
        "submission": submission,
        "at": clock.stamp(),
        "actor": by.actor,
        "text": text,
    }
    writing.add_comment(tx, row)
    return row


def _next(head: Head) -> Head:
    """The head one write later; its instant never goes back."""
    return replace(head, version=head.version + 1, updated_at=max(clock.stamp(), head.updated_at))


def _moved(head: Head) -> dict[str, Any]:
    return {
        "submission": head.id,
        "kind": head.kind,
        "state": head.state,
        "revision": head.revision,
        "reporter": head.reporter,
        "edition": head.edition,
    }


def _tell(
    tx: Tx,
    case: Case,
    action: str,
    from_state: str | None,
    by: Caller,
    event: events.Moved | None,
    comment: str | None = None,
) -> str | None:
    """The step's history row and its event; returns the event's id."""
    head = case.head
    id_ = (
        outbox.emit(tx, tables.kernel, "reports", head.id, event, revision=head.revision)
        if event is not None
        else None
    )
    writing.add_history(
        tx,
        {
            "submission": head.id,
            "revision": head.revision,
            "at": head.updated_at,
            "actor": by.actor,
            "key_id": by.key_id,
            "action": action,
            "from_state": from_state,
            "to_state": head.state,
            "comment": comment,
            "event": id_,
        },
    )
    return id_


def _published(case: Case, text: Text, catalogue: Catalogue) -> events.Published:
    """Everything that counts of a text, and nothing restricted."""
    payload = text.payload
    implementation = events.Implementation(
        activity=payload["activity"],
        year=payload["year"],
        status=payload["status"],
        output_type=payload.get("output_type"),
        execution=payload.get("execution"),
        partner_kinds=[partner["kind"] for partner in payload.get("partners", [])],
        axes=payload.get("axes", []),
        phases=payload.get("phases", []),
        beneficiaries=payload.get("beneficiaries", []),
        resources=payload.get("resources", []),
    )
    return events.Published(
        **_moved(case.head),
        title=text.title,
        language=text.language,
        reporters=_reporters(case, text, catalogue),
        implementation=implementation,
        evidence=[events.Evidence(**link) for link in text.evidence if link["access"] == "public"],
    )


def _reporters(case: Case, text: Text, catalogue: Catalogue) -> list[events.Reporter]:
    return [
        events.Reporter(code=code, kind=catalogue.actors[code].kind)
        for code in case.reporting(text)
    ]


def _changed_reporters(
    before: Case, after: Case, catalogue: Catalogue
) -> list[events.Reporter] | None:
    """Who counts for the public revision now; None where that did not change."""
    if after.public is None or before.reporting(after.public) == after.reporting(after.public):
        return None
    return _reporters(after, after.public, catalogue)
