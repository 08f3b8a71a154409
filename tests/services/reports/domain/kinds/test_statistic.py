"""`statistic`: series from which nobody can be found."""

from typing import Any

import pytest

from services.reports.domain.kind import Draft
from services.reports.domain.kinds.statistic import KIND
from services.reports.domain.others import NO_OTHERS, Other, Others, Sought, others_of
from services.reports.domain.rules import violations
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY
from tests.services.reports.domain.test_cells import parts, payload

VALUE, STATUS = "/payload/series/0/observations/0/value", "/payload/series/0/observations/0/status"


def found(given: dict[str, Any], reporter: str = "COL", others: Others = NO_OTHERS) -> list[Any]:
    draft = Draft(reporter, (), given, others)
    return [(pointer, code) for pointer, code, _ in violations(KIND, CATALOGUE, draft, TODAY)]


def observed(key: dict[str, str], value: str | None, status: str = "A") -> dict[str, Any]:
    given = payload((key, value))
    given["series"][0]["observations"][0]["status"] = status
    return given


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (observed({}, "1234"), []),
        (observed({}, "0"), []),
        (observed({}, "5"), []),
        (observed({}, None, "C"), []),
        (observed({}, None, "M"), []),
        (observed({}, "1"), [(VALUE, "small_cell")]),
        (observed({}, "4"), [(VALUE, "small_cell")]),
        (observed({}, "10", "C"), [(VALUE, "value_not_null")]),
        (observed({}, None, "A"), [(STATUS, "value_null")]),
        (observed({}, "10.5"), [(VALUE, "wrong_form")]),
        (observed({"MEASURE": "REMITTANCES_OUT"}, "2.5"), []),
        (
            observed({"REF_AREA": "MEX"}, "10"),
            [("/payload/series/0/key/REF_AREA", "not_yours")],
        ),
        (
            payload(({}, "10"), ({}, "11")),
            [("/payload/series/1/observations/0", "repeated")],
        ),
        (
            parts(_T="100", F="97", M=None),
            [("/payload/series/1/observations/0/value", "small_cell")],
        ),
        ({}, []),
    ],
)
def test_rules(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(given) == expected


def test_a_year_that_has_not_come_is_refused() -> None:
    given = observed({}, "10")
    given["series"][0]["observations"][0]["period"] = "2027"
    assert found(given) == [("/payload/series/0/observations/0/period", "out_of_range")]
    given["series"][0]["observations"][0]["period"] = "2026"
    assert found(given) == []


@pytest.mark.parametrize(("reporter", "expected"), [("CIM", []), ("ILO", [])])
def test_organs_and_multilateral_actors_report_on_any_area(
    reporter: str, expected: list[Any]
) -> None:
    assert found(payload(({}, "10"), ({"REF_AREA": "MEX"}, "11")), reporter) == expected


def test_what_is_public_already_is_looked_at() -> None:
    total = others_of([Other("1", "statistic", ("COL",), 1, parts(_T="100"), published_at="1")])
    assert found(parts(F="97"), others=total) == [(VALUE, "small_cell")]
    assert found(parts(F="90"), others=total) == []


def test_what_is_withheld_may_be_released() -> None:
    hidden = Other("1", "statistic", ("COL",), 1, parts(_T="100"), public=False, published_at="1")
    assert found(parts(F="97"), others=others_of([hidden])) == [(VALUE, "small_cell")]


def test_what_another_had_published_alone_is_not_told_anew() -> None:
    # the state's own word stands, so nothing follows from the organ's total
    state = Other("1", "statistic", ("COL",), 1, parts(_T="200"), published_at="1")
    organ = Other("2", "statistic", ("CIM",), 1, parts(_T="100"), published_at="2")
    assert found(parts(F="97"), others=others_of([state, organ])) == []


def test_a_text_is_looked_at_alone_too() -> None:
    # the state's own total hides the organ's, but who reads the organ's text alone learns it
    state = Other("1", "statistic", ("COL",), 1, parts(_T="200"), published_at="1")
    assert found(parts(_T="100", F="97"), "CIM", others_of([state])) == [
        ("/payload/series/1/observations/0/value", "small_cell")
    ]


def test_what_is_withheld_does_not_hide_what_is_public() -> None:
    state = Other("1", "statistic", ("COL",), 1, parts(_T="200"), public=False, published_at="1")
    organ = Other("2", "statistic", ("CIM",), 1, parts(_T="100"), published_at="2")
    assert found(parts(F="97"), "CIM", others_of([state, organ])) == [(VALUE, "small_cell")]


def test_an_unknown_actor_is_all_that_is_said() -> None:
    assert found(observed({}, "10"), "XXX") == [("/reporter", "unknown_code")]


def test_a_sentence_tells_no_number() -> None:
    draft = Draft("COL", (), parts(_T="100", F="97", M=None), NO_OTHERS)
    [(_, _, sentence)] = violations(KIND, CATALOGUE, draft, TODAY)
    assert "SEX" in sentence
    assert "COL._T.INFLOW.F._T.2024" in sentence
    assert "97" not in sentence


def test_it_is_found_by_its_areas_and_years() -> None:
    given = payload(({}, "10"), ({"REF_AREA": "MEX"}, "11"))
    assert list(KIND.index(given)) == [
        ("ref_area", "COL"),
        ("ref_area", "MEX"),
        ("year", "2024"),
    ]
    areas = [("statistic", ("ref_area", area)) for area in ("COL", "MEX")]
    assert KIND.seeks("COL", given) == Sought(terms=tuple(areas))
    assert KIND.serial("COL", given) == "statistic"
