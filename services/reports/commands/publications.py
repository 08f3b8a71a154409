"""The publication of a submission, and who counts as reporting what is public."""

from dataclasses import dataclass, replace
from typing import Any

from contracts import reports as events
from kernel.db import Tx
from services.reports.commands import steps
from services.reports.commands.steps import Taken
from services.reports.domain.kinds import KINDS
from services.reports.domain.others import NO_OTHERS, Others
from services.reports.domain.programme import Catalogue
from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.store import serials, writing
from services.reports.store.serials import Serial


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication stands among others: the serial it is decided in, the code that it is
    given, and the other submissions that its kind looks at.
    """

    serial: Serial | None = None
    code: str | None = None
    others: Others = NO_OTHERS


ALONE = Place()  # beside no other


def publish(
    tx: Tx, before: Submission, moved: Submission, taken: Taken, catalogue: Catalogue, place: Place
) -> Submission:
    """Make the newest text the public one."""
    if place.serial is not None:
        serials.advance(tx, place.serial)
    current = _public(moved, place.code)
    after = replace(moved, current=current, public=moved.newest)
    after = steps.seen_outside(before, after)
    writing.change_submission(tx, before, after)
    event = steps.record(tx, after, taken, _published(after, catalogue, place.others))
    became = {"published_at": current.published_at, "published_event": event}
    writing.change_revision(tx, current.id, current.revision, **became)
    return after


def _public(moved: Submission, code: str | None) -> SubmissionState:
    current, text = moved.current, moved.newest
    return replace(
        current,
        public_revision=text.revision,
        public_text=text.number,
        published_at=current.updated_at,
        code=current.code or code,
    )


def _published(submission: Submission, catalogue: Catalogue, others: Others) -> events.Published:
    """The event of a publication: what counts of the text, and nothing restricted."""
    text = submission.newest
    return events.Published(
        **steps.moved(submission.current),
        title=text.title,
        language=text.language,
        reporters=reporters(submission, text, catalogue),
        evidence=[events.Evidence(**link) for link in text.evidence if link["access"] == "public"],
        **_counted(submission, others),
    )


def _counted(submission: Submission, others: Others) -> dict[str, Any]:
    """What counts of the text, under the name of its kind."""
    kind, payload = KINDS[submission.current.kind], submission.newest.payload
    counted = kind.counted(payload) | kind.looked_up(payload, others)
    code = {} if kind.code is None else {"code": submission.current.code}
    return {kind.name: events.KINDS[kind.name].model_validate(counted | code)}


def reporters(
    submission: Submission, text: TextVersion, catalogue: Catalogue
) -> list[events.Reporter]:
    """Who reports a text."""
    return [
        events.Reporter(code=code, kind=catalogue.actors[code].kind)
        for code in submission.reporting(text)
    ]


def changed_reporters(
    before: Submission, after: Submission, catalogue: Catalogue
) -> list[events.Reporter] | None:
    """Who counts for the public revision now; None where that did not change."""
    if after.public is None or before.reporting(after.public) == after.reporting(after.public):
        return None
    return reporters(after, after.public, catalogue)
