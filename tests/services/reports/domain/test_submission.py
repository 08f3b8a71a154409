"""Who reads which text, and whose confirmation counts for which."""

from typing import Any

import pytest

from services.reports.domain.submission import Case, Head, Text


def _text(number: int, revision: int, *joint: str) -> Text:
    return Text(number, revision, "t", "es", {}, [], joint, "")


def _case(state: str, *, public: Text | None = None, **confirmed: Any) -> Case:
    newest = _text(2, 2, "COL", "MEX") if public else _text(1, 1, "COL", "MEX")
    head = Head(
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
    return Case(head, newest, public, frozenset(confirmed.get("given", ())))


@pytest.mark.parametrize(
    ("state", "public", "readers"),
    [
        ("draft", False, "reporter"),
        ("submitted", False, "reporter reviewer named"),
        ("withdrawn", False, "reporter reviewer"),
        ("draft", True, "reporter reviewer named public"),
        ("withdrawn", True, "reporter reviewer named public"),
    ],
)
def test_standing(state: str, public: bool, readers: str) -> None:
    case = _case(state, public=_text(1, 1) if public else None)
    found = {
        "reporter": case.standing("CIM", reviewer=False),
        "reviewer": case.standing(None, reviewer=True),
        "named": case.standing("COL", reviewer=False),
        "public": case.standing(None, reviewer=False),
    }
    assert {name for name, standing in found.items() if standing is not None} == set(
        readers.split()
    )


def test_reviewers_see_a_correction_from_submitted_on() -> None:
    public = _text(1, 1)
    assert _case("draft", public=public).shown("reviewer") is public
    assert _case("submitted", public=public).shown("reviewer").number == 2
    assert _case("submitted", public=public).shown("public") is public


def test_a_confirmation_holds_for_its_text() -> None:
    case = _case("submitted", public=_text(1, 1, "COL"), given={("COL", 1), ("MEX", 2)})
    assert case.public is not None
    assert case.reporting(case.public) == ["CIM", "COL"]
    assert case.reporting(case.newest) == ["CIM", "MEX"]
    assert [text.number for text in case.open_to("COL")] == [2, 1]
    assert case.open_to("NIC") == []
