"""Years are their 1 January; an end is the first day out; a state is in while it participates."""

import pytest

from services.catalog.domain import days


def test_days() -> None:
    assert (days.day("1948"), days.day("2023-11-19")) == ("1948-01-01", "2023-11-19")
    for wrong in ("48", "0000", "2023-13-01", "2023-11", "20231119", "2023-W46-7", "x"):
        with pytest.raises(ValueError):
            days.day(wrong)


def test_the_end_is_the_first_day_out() -> None:
    asked = ("1999-12-31", "2000-01-01", "2000-12-31", "2001-01-01")
    assert [days.within(on, "2000-01-01", "2001-01-01") for on in asked] == [
        False,
        True,
        True,
        False,
    ]
    assert days.within("1500-01-01", None, None)


def test_a_state_is_there_in_its_periods() -> None:
    body = {
        "memberships": [
            {"from": "1948-01-01", "to": "1962-01-01"},
            {"from": "2030-01-01", "to": None},
        ]
    }
    assert [days.valid("state", body, on) for on in ("1961-12-31", "1962-01-01", "2030-01-01")] == [
        True,
        False,
        True,
    ]
    assert not days.valid("state", {"memberships": []}, "2000-01-01")
    assert days.valid("organ", {}, "2000-01-01")
    assert not days.valid("state", {**body, "valid_to": "1950-01-01"}, "1955-01-01")
