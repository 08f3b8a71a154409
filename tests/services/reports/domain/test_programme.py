"""The catalogue answers what is linked, known and whose it is to report."""

import pytest

from services.reports.domain.programme import Actor
from tests.services.reports.domain.catalogue import CATALOGUE


def test_links_of_objectives() -> None:
    assert CATALOGUE.linked("GO-1") == ["ACT-1", "ACT-2", "ACT-0"], "ACT-1 stands for ACT-0"
    assert CATALOGUE.linked("GO-2") == ["ACT-2"]
    assert CATALOGUE.standing_for(["GO-2"]) == ["GO-0"]
    assert [code for code in ("GO-0", "GO-2", "GO-3") if CATALOGUE.knows_objective(code)] == [
        "GO-0",
        "GO-2",
    ]
    assert not CATALOGUE.has_objective("GO-0")


def test_activities_that_ever_were_are_known() -> None:
    codes = ("ACT-0", "ACT-1", "ACT-5", "ACT-9", "EXH-1", "EXH-3")
    known = [code for code in codes if CATALOGUE.knows_activity(code)]
    assert known == ["ACT-0", "ACT-1", "ACT-5", "EXH-1"]


def test_a_group_is_no_reporter() -> None:
    assert CATALOGUE.reporter("STATES") is None
    assert CATALOGUE.reporter("XXX") is None
    assert CATALOGUE.reporter("CIM") is CATALOGUE.actors["CIM"]


def test_a_day_of_the_year_is_enough_to_take_part() -> None:
    nicaragua = CATALOGUE.actors["NIC"]
    assert nicaragua.took_part_in(2023)
    assert not nicaragua.took_part_in(2024)


AGAIN = Actor("X", "state", None, (("2016-12-31", "2020-01-01"), ("2023-06-01", None)))


@pytest.mark.parametrize(
    ("year", "took_part"),
    [(2015, False), (2016, True), (2019, True), (2020, False), (2022, False), (2023, True)],
)
def test_a_state_takes_part_in_the_years_of_any_of_its_memberships(
    year: int, took_part: bool
) -> None:
    assert AGAIN.took_part_in(year) is took_part


@pytest.mark.parametrize(
    ("day", "participates"),
    [
        ("2016-12-30", False),
        ("2016-12-31", True),
        ("2019-12-31", True),
        ("2020-01-01", False),
        ("2023-06-01", True),
    ],
)
def test_the_day_out_is_the_first_without(day: str, participates: bool) -> None:
    assert AGAIN.participates_on(day) is participates


def test_a_line_ends_where_nobody_is_above() -> None:
    assert CATALOGUE.line(CATALOGUE.actors["UNIT"]) == {"UNIT", "LAB", "CIM"}
    assert CATALOGUE.line(CATALOGUE.actors["A"]) == {"A", "B"}, "though they are in a circle"
