"""The catalogue answers what is linked, known and whose it is to report."""

from tests.services.reports.domain.catalogue import CATALOGUE


def test_links_of_objectives() -> None:
    assert CATALOGUE.linked("GO-1") == ["ACT-1", "ACT-2"]
    assert CATALOGUE.knows_objective("GO-2")
    assert not CATALOGUE.knows_objective("GO-3")


def test_a_group_is_no_reporter() -> None:
    assert CATALOGUE.reporter("STATES") is None
    assert CATALOGUE.reporter("XXX") is None
    assert CATALOGUE.reporter("CIM") is CATALOGUE.actors["CIM"]


def test_a_day_of_the_year_is_enough_to_take_part() -> None:
    nicaragua = CATALOGUE.actors["NIC"]
    assert nicaragua.took_part_in(2023)
    assert not nicaragua.took_part_in(2024)
