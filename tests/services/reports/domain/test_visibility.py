"""Who may know of which step."""

import pytest

from services.reports.domain.submission import Submission, SubmissionState, TextVersion
from services.reports.domain.visibility import PUBLIC_STEPS, sees_step

HIDDEN_STEPS = ("draft", "save", "revise", "discard", "start_review", "return", "accept", "comment")


def corrected(state: str) -> Submission:
    """Revision 1 names COL and is public, revision 2 names MEX and is under way."""
    first = TextVersion(1, 1, "t", "es", {}, [], ("COL",), "")
    second = TextVersion(2, 2, "t", "es", {}, [], ("MEX",), "")
    current = SubmissionState("s", "practice", "CIM", "e", state, 2, 2, 2, "", "", 1, 1, "", 2)
    return Submission(current, second, first, frozenset())


def seen(submission: Submission, actor: str | None, step: str, revision: int) -> bool:
    return sees_step(submission, actor, step, revision, {1}, reviewer=False)


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_the_public_knows_the_steps_of_what_was_published(state: str) -> None:
    submission = corrected(state)
    for actor in (None, "ILO"):
        assert all(seen(submission, actor, step, 1) for step in PUBLIC_STEPS)
        assert not any(seen(submission, actor, step, 2) for step in PUBLIC_STEPS)
        assert not any(seen(submission, actor, step, 1) for step in HIDDEN_STEPS)


def test_reporter_and_reviewers_know_all() -> None:
    submission = corrected("submitted")
    for step in (*PUBLIC_STEPS, *HIDDEN_STEPS):
        assert seen(submission, "CIM", step, 2)
        assert sees_step(submission, "SG", step, 2, {1}, reviewer=True)


def test_who_is_named_knows_how_its_text_fares() -> None:
    assert seen(corrected("submitted"), "MEX", "submit", 2)
    assert not seen(corrected("draft"), "MEX", "submit", 2)
    assert not seen(corrected("submitted"), "MEX", "submit", 3), "of another text"
    assert not seen(corrected("submitted"), "MEX", "start_review", 2)


def test_comments_are_known_to_who_may_read_them() -> None:
    assert seen(corrected("draft"), "COL", "comment", 1)
    assert not seen(corrected("draft"), "MEX", "comment", 1)
    assert seen(corrected("submitted"), "MEX", "comment", 1)
