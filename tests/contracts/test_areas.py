"""Areas of statistics."""

from contracts.areas import AREAS, COUNTRIES


def test_areas_are_countries_and_what_is_no_country() -> None:
    assert len(COUNTRIES) == len(set(COUNTRIES)) == 249
    assert {"COL", "_X", "_T"} <= AREAS
    assert "ZZZ" not in AREAS
