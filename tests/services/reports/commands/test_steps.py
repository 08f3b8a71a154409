"""The state after a step."""

from dataclasses import replace

from services.reports.commands import steps
from services.reports.domain.submission import Submission, SubmissionState, TextVersion

LATE = "9999-01-01T00:00:00.000000Z"
TEXT = TextVersion(1, 1, "t", "es", {}, [], (), LATE)
STATE = SubmissionState("s", "practice", "CIM", "e", "published", 2, 2, 5, LATE, LATE)


def test_the_instant_never_goes_back_and_the_public_sees_what_changed_outside() -> None:
    after = steps.following(STATE)
    assert (after.version, after.updated_at) == (6, LATE)
    before = Submission(STATE, TEXT, TEXT, frozenset())
    unseen = replace(before, newest=replace(TEXT, number=2))
    assert steps.seen_outside(before, unseen) is unseen
    hidden = replace(before, current=replace(after, state="withheld"))
    seen = steps.seen_outside(before, hidden).current
    assert (seen.public_version, seen.public_updated_at) == (1, LATE)
    assert steps.moved_outside(before)["revision"] == 1
