"""`further-activity`: of organs and the bodies below them, with a code of its own."""

from dataclasses import replace
from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.further_activity import KIND
from services.reports.domain.rules import missing, violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("CIM", {"objectives": ["GO-1", "GO-2"]}, []),
        ("LAB", {"objectives": ["GO-1"], "started_on": "2020-02-29"}, []),
        ("CIM", {"objectives": ["GO-9"]}, [("/payload/objectives/0", "unknown_code")]),
        ("COL", {}, [("/reporter", "actor_may_not_report")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = violations(KIND, CATALOGUE, Draft(reporter, (), payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


def test_themes_are_those_that_the_edition_tells() -> None:
    draft = Draft("CIM", (), {"themes": ["consular", "none"]})
    told = replace(CATALOGUE, themes=("consular",))
    found = violations(KIND, told, draft, TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/payload/themes/1", "unknown_code")
    ]
    assert violations(KIND, CATALOGUE, draft, TODAY) == [], "an edition that tells none"


def test_what_it_needs() -> None:
    assert [pointer for pointer, _, _ in missing(KIND, "CIM", {"objectives": []})] == [
        "/payload/objectives",
        "/payload/summary",
    ]


def test_codes_are_counted_by_actor() -> None:
    assert KIND.code is not None
    assert KIND.code("CIM", 3) == "FA-CIM-3"
    assert KIND.serial("CIM", {}) != KIND.serial("LAB", {})


def test_lists_find_it_by_its_objectives_and_the_year_it_began() -> None:
    payload = {"objectives": ["GO-1", "GO-2"], "started_on": "2020-02-29"}
    found = [("objective", "GO-1"), ("objective", "GO-2"), ("year", "2020")]
    assert list(KIND.index(payload)) == found
