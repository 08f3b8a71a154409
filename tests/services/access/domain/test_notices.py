"""When a cycle reminds, of whom something is expected, and when another attempt comes."""

from datetime import date, timedelta

import pytest

from services.access.domain.notices import (
    Actor,
    FocalPoint,
    is_expected,
    of_cycle,
    pause,
    reminder,
    within,
)

END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("left", "opened", "days"),
    [
        (31, 90, None),
        (30, 90, 30),
        (8, 90, 30),
        (7, 90, 7),
        (0, 90, 7),
        (-1, 90, None),
        (20, 25, None),  # it was opened after the day
        (7, 25, 7),
        (7, 7, 7),
        (3, 5, None),
    ],
)
def test_a_cycle_reminds_30_and_7_days_before_it_closes(
    left: int, opened: int, days: int | None
) -> None:
    today, began = END - timedelta(days=left), END - timedelta(days=opened)
    assert reminder(today, began.isoformat(), END.isoformat()) == days
    assert reminder(today, began.isoformat(), None) is None
    assert reminder(today, None, END.isoformat()) is None


def test_of_a_state_nothing_is_ever_expected() -> None:
    organ, state, committee = Actor("CIM", "organ"), Actor("COL", "state"), Actor("CAM", "organ")
    for type_ in ("annual_report", "cidi_meeting", "expert_meeting", "work_plan"):
        assert not is_expected(type_, state)
        assert is_expected(type_, committee)
    assert is_expected("annual_report", organ)
    assert not is_expected("work_plan", organ)


def test_a_cycle_concerns_organs_and_states() -> None:
    cycle = {"id": "c", "type": "annual_report", "year": 2026, "closes_on": None}
    actors = [Actor("COL", "state"), Actor("CIM", "organ"), Actor("ILO", "multilateral")]
    codes, about = of_cycle(cycle, actors)
    assert codes == ["CIM", "COL"]
    assert about("CIM")["expected"]


def test_attempts_end() -> None:
    minutes = [1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60]
    waits = [pause(attempts) for attempts in range(1, 9)]
    assert waits == [*(timedelta(minutes=wait) for wait in minutes), None]


def test_a_period_has_its_first_day_and_not_the_day_out() -> None:
    days = ["2025-12-31", "2026-01-01", "2026-06-29", "2026-06-30"]
    first, out = days[1], days[3]
    assert [within(day, first, out) for day in days] == [False, True, True, False]
    assert [within(day, None, out) for day in days] == [True, True, True, False]
    assert [within(day, first, None) for day in days] == [False, True, True, True]


def test_an_actor_is_there_in_any_of_its_periods() -> None:
    state = Actor("NIC", "state", [("1948-05-05", "2023-11-19"), ("2026-01-01", None)])
    days = ["2023-11-18", "2025-06-01", "2026-01-01"]
    assert [state.there(day) for day in days] == [True, False, True]


def test_a_focal_point_reads_in_its_time_what_it_has_not_unsubscribed() -> None:
    point = FocalPoint("f", "CIM", "2026-01-01", None, frozenset({"returned"}), "", "a@b.co")
    assert point.reads("accepted", "2026-01-01")
    assert not point.reads("accepted", "2025-12-31")
    assert not point.reads("returned", "2026-01-01")
