"""The catalogue answers what is linked, known and whose it is to report."""

from tests.services.reports.domain.catalogue import CATALOGUE


def test_links_of_objectives() -> None:
    assert CATALOGUE.linked("GO-1") == ["ACT-1", "ACT-2", "ACT-0"], "ACT-1 stands for ACT-0"
    assert CATALOGUE.standing_for(["GO-2"]) == ["GO-0"]
    assert [code for code in ("GO-0", "GO-2", "GO-3") if CATALOGUE.knows_objective(code)] == [
        "GO-0",
        "GO-2",
    ]
    assert not CATALOGUE.has_objective("GO-0")


def test_activities_that_ever_were_are_known() -> None:
    codes = ("ACT-0", "ACT-1", "ACT-5", "ACT-9")
    assert [code for code in codes if CATALOGUE.knows_activity(code)] == ["ACT-0", "ACT-1", "ACT-5"]


def test_a_group_is_no_reporter() -> None:
    assert CATALOGUE.reporter("STATES") is None
    assert CATALOGUE.reporter("XXX") is None
    assert CATALOGUE.reporter("CIM") is CATALOGUE.actors["CIM"]


def test_a_day_of_the_year_is_enough_to_take_part() -> None:
    nicaragua = CATALOGUE.actors["NIC"]
    assert nicaragua.took_part_in(2023)
    assert not nicaragua.took_part_in(2024)
