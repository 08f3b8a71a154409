"""A column that can be filled in."""

from services.reports.domain.accepted import Accepted, Place


def test_a_column_has_one_name_alone_unless_more_are_given() -> None:
    place = Place("year", ("payload", "year"), "integer", {"en": "Year"})
    assert (place.also, place.codes, place.fixed, place.upper) == ((), (), {}, False)
    assert Accepted("practice", (place,)).passed_over == ()
