"""`practice`: its codes and its year, what it needs, what lists find it by, what counts of it."""

from typing import Any

import pytest

from contracts import reports
from services.reports.domain.kind import Draft
from services.reports.domain.kinds.practice import KIND
from services.reports.domain.rules import missing, violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

TEXTS = {"context": "a", "action": "b", "results": "c"}


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("CIM", {"activities": ["ACT-2"], "objectives": ["GO-2"], "year": 2020}, []),
        ("ILO", {"activities": ["ACT-1"]}, []),
        ("STATES", {}, [("/reporter", "unknown_code")]),
        ("CIM", {"activities": ["ACT-1", "X"]}, [("/payload/activities/1", "unknown_code")]),
        ("CIM", {"objectives": ["ACT-1"]}, [("/payload/objectives/0", "unknown_code")]),
        ("CIM", {"year": 2015}, [("/payload/year", "out_of_range")]),
        ("NIC", {"year": 2024}, [("/payload/year", "not_participating")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = violations(KIND, CATALOGUE, Draft(reporter, (), payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


def test_an_activity_or_an_objective_is_enough() -> None:
    full = {**TEXTS, "year": 2020}
    assert missing(KIND, "CIM", {**full, "activities": ["ACT-1"]}) == []
    assert missing(KIND, "CIM", {**full, "objectives": ["GO-1"]}) == []
    assert [pointer for pointer, _, _ in missing(KIND, "CIM", {**full, "activities": []})] == [
        "/payload/activities"
    ]
    assert [pointer for pointer, _, _ in missing(KIND, "CIM", {"objectives": ["GO-1"]})] == [
        "/payload/context",
        "/payload/action",
        "/payload/results",
        "/payload/year",
    ]


def test_lists_find_it_by_all_that_it_names() -> None:
    payload = {"activities": ["ACT-1", "ACT-2"], "objectives": ["GO-1"], "year": 2020}
    assert list(KIND.index(payload)) == [
        ("activity", "ACT-1"),
        ("activity", "ACT-2"),
        ("objective", "GO-1"),
        ("year", "2020"),
    ]


def test_its_texts_are_not_counted() -> None:
    counted = KIND.counted({**TEXTS, "year": 2020, "activities": ["ACT-1"]})
    assert set(counted) == set(reports.Practice.model_fields)
    assert counted["activities"] == ["ACT-1"]
