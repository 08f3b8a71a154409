"""Who reads which text, and whose confirmation counts for which."""

from typing import Any

import pytest

from services.reports.domain.submission import Submission, SubmissionState, TextVersion


def _text(number: int, revision: int, *joint: str) -> TextVersion:
    return TextVersion(number, revision, "t", "es", {}, [], joint, "")


def _case(state: str, *, public: TextVersion | None = None, **confirmed: Any) -> Submission:
    newest = _text(2, 2, "COL", "MEX") if public else _text(1, 1, "COL", "MEX")
    current = SubmissionState(
        "id",
        "implementation",
        "CIM",
        "e",
        state,
        newest.revision,
        newest.number,
        1,
        "",
        "",
        public.revision if public else None,
    )
    return Submission(current, newest, public, frozenset(confirmed.get("given", ())))


@pytest.mark.parametrize(
    ("state", "public", "readers"),
    [
        ("draft", False, "reporter"),
        ("submitted", False, "reporter reviewer named"),
        ("withdrawn", False, "reporter"),  # it was never submitted
        ("draft", True, "reporter reviewer named public"),
        ("withdrawn", True, "reporter reviewer named public"),
    ],
)
def test_standing(state: str, public: bool, readers: str) -> None:
    submission = _case(state, public=_text(1, 1) if public else None)
    found = {
        "reporter": submission.role("CIM", reviewer=False),
        "reviewer": submission.role(None, reviewer=True),
        "named": submission.role("COL", reviewer=False),
        "public": submission.role(None, reviewer=False),
    }
    assert {name for name, role in found.items() if role is not None} == set(readers.split())


def test_reviewers_see_a_correction_from_submitted_on() -> None:
    public = _text(1, 1)
    assert _case("draft", public=public).shown("reviewer") is public
    assert _case("submitted", public=public).shown("reviewer").number == 2
    assert _case("submitted", public=public).shown("public") is public


def test_a_confirmation_holds_for_its_text() -> None:
    submission = _case("submitted", public=_text(1, 1, "COL"), given={("COL", 1), ("MEX", 2)})
    assert submission.public is not None
    assert submission.reporting(submission.public) == ["CIM", "COL"]
    assert submission.reporting(submission.newest) == ["CIM", "MEX"]
    assert [text.number for text in submission.open_to("COL")] == [2, 1]
    assert submission.open_to("NIC") == []
