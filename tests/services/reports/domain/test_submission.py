"""Who reads which text, and whose confirmation counts for which."""

from dataclasses import replace
from typing import Any

import pytest

from services.reports.domain.decisions import Decision
from services.reports.domain.submission import (
    ReaderRole,
    Submission,
    SubmissionState,
    TextVersion,
)

ROLES: tuple[ReaderRole, ...] = ("reporter", "reviewer", "named", "public")


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


def _entry(state: str, withheld_from: str | None = None) -> Submission:
    """A public entry of the fund: only a part of it is withheld."""
    case = _case(state, public=_text(1, 1, "COL"), given={("COL", 1)})
    current = replace(case.current, kind="fund-entry", withheld_from=withheld_from)
    public = replace(_text(1, 1, "COL"), payload={"entry": "pledge", "note": "n"})
    return replace(case, current=current, public=public)


def test_a_release_goes_back_where_it_was() -> None:
    draft = _case("draft", public=_text(1, 1)).current
    withheld = draft.moved_to("withhold", "withheld")
    assert (withheld.state, withheld.withheld_from) == ("withheld", "draft")
    assert withheld.moved_to("release", "published") == draft
    assert draft.moved_to("release", "published").state == "published"
    assert withheld.moved_to("withdraw", "withdrawn").withheld_from == "draft"


@pytest.mark.parametrize(
    ("state", "whole", "part"),
    [
        ("published", False, False),
        ("draft", False, False),
        ("withheld", True, False),
        ("withdrawn", True, True),
    ],
)
def test_what_is_hidden(state: str, whole: bool, part: bool) -> None:
    report, entry = _case(state, public=_text(1, 1)), _entry(state)
    assert (report.current.hidden, entry.current.hidden) == (whole, part)
    assert (report.is_public, entry.is_public) == (not whole, not part)
    assert not _case(state).is_public, "what never was public"


def test_what_was_withheld_is_hidden_for_ever() -> None:
    report = _case("withdrawn", public=_text(1, 1)).current
    assert not report.hidden_for_ever
    assert replace(report, withheld_from="published").hidden_for_ever
    assert not _entry("withheld", "published").current.hidden_for_ever


def test_everybody_reads_what_the_kind_leaves_while_it_is_withheld() -> None:
    seen = _entry("withheld").public_seen
    assert seen is not None
    assert seen.payload == {"entry": "pledge"}
    assert _entry("published").public_seen == _entry("published").public
    assert _case("withheld", public=_text(1, 1)).public_seen == _text(1, 1)
    assert _case("draft").public_seen is None


def test_a_decision_stands_for_what_is_public() -> None:
    current = _case("published", public=_text(1, 1)).current
    assert (current.standing_decision, current.decided) == (None, False)
    deferred = Decision("deferred", 1, "r", None, "CAM", "")
    assert replace(current, decision=deferred).standing_decision is deferred
    assert replace(current, decision=deferred, public_revision=2).standing_decision is None
    assert not replace(current, decision=deferred).decided
    assert replace(current, decision=replace(deferred, decision="adopted")).decided


def test_the_outside_changes_when_the_public_sees_another_thing() -> None:
    public = _case("published", public=_text(1, 1, "COL"))
    confirmed = replace(public, confirmations=frozenset({("COL", 1)}))
    decision = Decision("adopted", 1, "r", None, "CAM", "")
    decided = replace(public, current=replace(public.current, decision=decision))
    outsides = [
        _case("submitted").outside,
        public.outside,
        confirmed.outside,
        decided.outside,
        _case("withheld", public=_text(1, 1)).outside,
        _case("withdrawn", public=_text(1, 1)).outside,
        _entry("withheld").outside,
        _case("published", public=_text(3, 2)).outside,
    ]
    assert len(set(outsides)) == len(outsides)
    assert _case("draft", public=_text(1, 1, "COL")).outside == public.outside
    assert _case("draft").outside == ()


@pytest.mark.parametrize(
    ("state", "readers"),
    [("published", "CIM SG COL MEX None"), ("withheld", "CIM SG COL"), ("withdrawn", "CIM SG")],
)
def test_who_reads_what_is_hidden(state: str, readers: str) -> None:
    submission = _case(state, public=_text(1, 1, "COL", "MEX"), given={("COL", 1)})
    found = [
        str(actor)
        for actor in ("CIM", "SG", "COL", "MEX", None)
        if submission.readable(actor, reviewer=actor == "SG")
    ]
    assert found == readers.split()
    assert not _case("submitted").readable("NIC", reviewer=False)
    assert not _case("withheld").joins_what_is_withheld("COL"), "what never was public"


def test_reviewers_know_what_was_submitted_and_withdrawn() -> None:
    withdrawn = _case("withdrawn")
    assert withdrawn.role("SG", reviewer=True) is None
    submitted = replace(withdrawn, current=replace(withdrawn.current, submitted=True))
    assert submitted.role("SG", reviewer=True) == "reviewer"
    again = replace(submitted, current=replace(submitted.current, state="draft"))
    assert again.role("SG", reviewer=True) is None


def test_a_reader_is_shown_the_text_of_its_role() -> None:
    correction = _case("submitted", public=_text(1, 1))
    assert {role: correction.shown(role).number for role in ROLES} == {
        "reporter": 2,
        "reviewer": 2,
        "named": 2,
        "public": 1,
    }
    assert all(_case("submitted").shown(role).number == 1 for role in ROLES)
    assert _case("draft", public=_text(1, 1)).shown("reporter").number == 2


def test_who_takes_part_is_named_by_a_text_that_others_read() -> None:
    assert _case("submitted").takes_part("COL")
    assert not _case("submitted").takes_part(None)
    assert not _case("draft").takes_part("COL")
    same = _text(1, 1, "COL", "MEX")
    first = replace(_case("submitted"), public=same)
    assert first.open_to("COL") == [same], "the newest text is the public one"
