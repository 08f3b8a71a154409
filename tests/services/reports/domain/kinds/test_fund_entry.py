"""`fund-entry`: who reports which entry, what it names, and what there is enough of."""

from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.fund_entry import KIND
from services.reports.domain.others import Other, Sought, others_of
from services.reports.domain.programme import Actor, Catalogue
from services.reports.domain.rules import missing, violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

SG = Actor("SG", "organ", None)
ADDRESSEES = {**CATALOGUE.addressees, "ACT-3": ("X", "STATES", "CIM")}
WITH_SG = Catalogue("e", ADDRESSEES, CATALOGUE.objectives, {**CATALOGUE.actors, "SG": SG})


def money(amount: str, currency: str = "USD") -> dict[str, Any]:
    return {"money": {"currency": currency, "amount": amount}}


def published(id_: str, sort: str, amount: str, **more: Any) -> Other:
    payload = {"entry": sort, "date": "2024-01-01", **money(amount), **more}
    return Other(id_, "fund-entry", ("SG",), 1, payload)


OTHERS = others_of(
    [
        published("r", "receipt", "100", contributor={"actor": "COL"}),
        published("a", "allocation", "60", activity="ACT-1"),
        published("d", "disbursement", "50", allocation="a"),
        published("d-", "reversal", "10", refers_to="d"),
        Other("further", "further-activity", ("CIM",), 1, {}, code="FA-CIM-2"),
    ],
    modalities=["2026-1"],
)


@pytest.mark.parametrize(
    ("reporter", "payload", "expected"),
    [
        ("SG", {"entry": "receipt", "contributor": {"actor": "COL"}}, []),
        ("SG", {"entry": "receipt", "contributor": {"name": "A foundation"}}, []),
        ("COL", {"entry": "pledge", "contributor": {"actor": "COL"}}, []),
        ("COL", {"entry": "receipt"}, [("/payload/entry", "actor_may_not_report")]),
        (
            "COL",
            {"entry": "pledge", "contributor": {"actor": "NIC"}},
            [("/payload/contributor", "not_yours")],
        ),
        ("COL", {"contributor": {"actor": "NIC"}}, []),
        ("COL", {"entry": "pledge"}, []),
        (
            "COL",
            {"entry": "pledge", "contributor": {"name": "A foundation"}},
            [("/payload/contributor", "not_yours")],
        ),
        ("SG", {"contributor": {"actor": "X"}}, [("/payload/contributor/actor", "unknown_code")]),
        ("SG", {"date": "2026-06-02"}, [("/payload/date", "out_of_range")]),
        ("SG", {"activity": "ACT-1"}, []),
        ("SG", {"activity": "ACT-2"}, [("/payload/activity", "not_an_organs_activity")]),
        ("SG", {"activity": "ACT-3"}, []),
        ("SG", {"activity": "FA-CIM-2"}, []),
        ("SG", {"activity": "FA-CIM-1"}, [("/payload/activity", "unknown_code")]),
        ("SG", {"allocation": "a"}, []),
        ("SG", {"allocation": "none"}, [("/payload/allocation", "unknown_code")]),
        ("SG", {"allocation": "further"}, [("/payload/allocation", "unknown_code")]),
        ("SG", {"allocation": "r"}, [("/payload/allocation", "unknown_code")]),
        (
            "SG",
            {"allocation": "a", **money("1", "CAD")},
            [("/payload/money/currency", "other_currency")],
        ),
        ("SG", {"modality": "2026-1"}, []),
        ("SG", {"modality": "x"}, [("/payload/modality", "unknown_code")]),
        ("SG", {"refers_to": "d-"}, [("/payload/refers_to", "unknown_code")]),
        ("SG", {"refers_to": "x", **money("1")}, [("/payload/refers_to", "unknown_code")]),
        ("SG", {"refers_to": "d"}, []),
        ("SG", {"refers_to": "d", **money("40")}, []),
        ("SG", {"refers_to": "d", **money("40.01")}, [("/payload/money/amount", "too_much")]),
    ],
)
def test_rules(reporter: str, payload: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = violations(KIND, WITH_SG, Draft(reporter, (), payload, OTHERS), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == expected


@pytest.mark.parametrize(
    ("sort", "needed"),
    [
        ("pledge", "contributor"),
        ("receipt", "contributor"),
        ("allocation", "activity"),
        ("disbursement", "allocation"),
        ("reversal", "refers_to"),
    ],
)
def test_what_each_sort_needs(sort: str, needed: str) -> None:
    found = missing(KIND, "SG", {"entry": sort, "date": "2024-01-01", **money("1")})
    assert [pointer for pointer, _, _ in found] == [f"/payload/{needed}"]


@pytest.mark.parametrize(
    ("payload", "limit"),
    [
        ({"entry": "pledge", **money("9999")}, None),
        ({"entry": "allocation", **money("40")}, None),
        ({"entry": "allocation", **money("40.01")}, {"available": "40.00"}),
        ({"entry": "disbursement", "allocation": "a", **money("20")}, None),
        ({"entry": "disbursement", "allocation": "a", **money("21")}, {"left": "20"}),
        ({"entry": "reversal", "refers_to": "r", **money("40")}, None),
        ({"entry": "reversal", "refers_to": "r", **money("41")}, {"available": "40"}),
        ({"entry": "reversal", "refers_to": "a", **money("21")}, {"left": "20"}),
    ],
)
def test_there_is_enough_or_not(payload: dict[str, Any], limit: dict[str, str] | None) -> None:
    clash = KIND.clash(WITH_SG, Draft("SG", (), payload, OTHERS))
    if limit is None:
        assert clash is None
        return
    assert clash is not None
    assert clash.code == "insufficient"
    assert limit.items() <= clash.figures.items()


def test_only_contributors_need_another_scope() -> None:
    assert KIND.scope_of("SG") == "fund:write"
    assert KIND.scope_of("COL") == "reports:write"


def test_a_reversal_tells_what_it_takes_back() -> None:
    found = KIND.looked_up({"refers_to": "a"}, OTHERS)
    assert found == {"reverses": {"entry": "allocation", "date": "2024-01-01", "activity": "ACT-1"}}
    assert KIND.looked_up({}, OTHERS) == {}


ENTRY = {
    "entry": "disbursement",
    **money("1", "CAD"),
    "date": "2024-01-31",
    "activity": "FA-CIM-2",
    "allocation": "a",
    "modality": "2026-1",
}


def test_it_is_looked_at_beside_all_of_its_currency_and_what_it_names() -> None:
    assert KIND.seeks("SG", ENTRY) == Sought(
        ids=("a",),
        codes=("FA-CIM-2",),
        terms=(("fund-entry", ("currency", "CAD")),),
        modalities=("2026-1",),
    )
    assert KIND.seeks("SG", {"activity": "ACT-1"}) == KIND.seeks("SG", {}) == Sought()
    assert KIND.serial("SG", ENTRY) == "fund-entry/CAD"


def test_lists_find_it_by_all_that_it_names() -> None:
    assert list(KIND.index(ENTRY)) == [
        ("currency", "CAD"),
        ("entry", "disbursement"),
        ("activity", "FA-CIM-2"),
        ("allocation", "a"),
        ("year", "2024"),
    ]
    assert list(KIND.index({})) == []


def test_who_contributes_and_the_note_are_all_that_is_withheld() -> None:
    assert KIND.leaves is not None
    assert KIND.leaves({**ENTRY, "contributor": {"actor": "COL"}, "note": "n"}) == ENTRY
