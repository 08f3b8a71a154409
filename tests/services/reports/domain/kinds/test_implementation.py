"""`implementation`: who may report on what, what lists find it by, what counts of it."""

import pytest

from contracts import reports
from services.reports.domain.kind import Draft
from services.reports.domain.kinds.implementation import KIND
from services.reports.domain.others import Other, Sought, others_of
from services.reports.domain.rules import missing, violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

FURTHER = others_of(
    Other(code, "further-activity", (code[3:6],), 1, {}, code=code)
    for code in ("FA-CIM-1", "FA-LAB-1")
)


@pytest.mark.parametrize(
    ("reporter", "activity", "codes"),
    [
        ("CIM", "ACT-1", []),
        ("LAB", "ACT-1", []),
        ("COL", "ACT-1", []),
        ("COL", "ACT-2", []),
        ("ILO", "ACT-2", []),
        ("CIM", "ACT-2", ["actor_may_not_report"]),
        ("A", "ACT-1", ["actor_may_not_report"]),
        ("STATES", "ACT-2", ["unknown_code"]),
        ("XXX", "ACT-2", ["unknown_code"]),
        ("CIM", "ACT-9", ["unknown_code"]),
        ("ILO", "EXH-1", []),
        ("ILO", "EXH-2", ["actor_may_not_report"]),
        ("COL", "EXH-1", ["actor_may_not_report"]),
        ("CIM", "EXH-2", ["actor_may_not_report"]),
        ("XXX", "EXH-1", ["unknown_code"]),
        ("CIM", "FA-CIM-1", []),
        ("LAB", "FA-CIM-1", []),
        ("CIM", "FA-LAB-1", ["actor_may_not_report"]),
        ("CIM", "FA-CIM-2", ["unknown_code"]),
        ("XXX", "FA-CIM-1", ["unknown_code"]),
        ("CIM", None, []),
    ],
)
def test_who_may_report(reporter: str, activity: str | None, codes: list[str]) -> None:
    draft = Draft(reporter, (), {"activity": activity}, FURTHER)
    assert [code for _, code, _ in violations(KIND, CATALOGUE, draft, TODAY)] == codes


def test_who_asked_for_it_is_known() -> None:
    payload = {"activity": "ACT-1", "requested_by": ["NIC", "XXX", "STATES"]}
    found = KIND.check(CATALOGUE, Draft("CIM", (), payload), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/payload/requested_by/1", "unknown_code")
    ]


def test_the_year_is_checked_after_the_activity() -> None:
    draft = Draft("NIC", (), {"activity": "ACT-9", "year": 2024})
    assert [pointer for pointer, _, _ in KIND.check(CATALOGUE, draft, TODAY)] == [
        "/payload/activity",
        "/payload/year",
    ]


def test_what_is_missing() -> None:
    assert missing(KIND, "CIM", {"year": 2020}) == [
        ("/payload/activity", "required", "To be submitted, a report needs its activity."),
        ("/payload/status", "required", "To be submitted, a report needs its status."),
    ]


def test_lists_find_it_by_activity_and_year() -> None:
    assert list(KIND.index({"activity": "ACT-1", "year": 2020})) == [
        ("activity", "ACT-1"),
        ("year", "2020"),
    ]
    assert list(KIND.index({})) == []


def test_its_texts_are_not_counted() -> None:
    payload = {
        "activity": "ACT-1",
        "year": 2020,
        "status": "planned",
        "carried_out": "mucho",
        "partners": [{"kind": "igo", "name": "OIM"}],
    }
    counted = KIND.counted(payload)
    assert counted["partner_kinds"] == ["igo"]
    assert set(counted) == set(reports.Implementation.model_fields)


def test_a_further_activity_is_looked_for_by_its_code() -> None:
    assert KIND.seeks("CIM", {"activity": "FA-CIM-1"}) == Sought(codes=("FA-CIM-1",))
    assert KIND.seeks("CIM", {"activity": "ACT-1"}) == KIND.seeks("CIM", {}) == Sought()
