"""When a cycle reminds, of whom something is expected, and when another attempt comes."""

from datetime import date, timedelta

import pytest

from services.access.domain.notices import Actor, is_expected, of_cycle, pause, reminder

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
        (3, 5, None),
    ],
)
def test_a_cycle_reminds_30_and_7_days_before_it_closes(
    left: int, opened: int, days: int | None
) -> None:
    today, began = END - timedelta(days=left), END - timedelta(days=opened)
    assert reminder(today, began.isoformat(), END.isoformat()) == days
    assert reminder(today, began.isoformat(), None) is None


def test_of_a_state_nothing_is_ever_expected() -> None:
    organ, state, committee = Actor("CIM", "organ"), Actor("COL", "state"), Actor("CAM", "organ")
    for type_ in ("annual_report", "cidi_meeting", "expert_meeting", "work_plan"):
        assert not is_expected(type_, state)
        assert is_expected(type_, committee)
    assert is_expected("annual_report", organ)
    assert not is_expected("work_plan", organ)


def test_a_cycle_concerns_organs_and_states() -> None:
    cycle = {"id": "c", "type": "annual_report", "year": 2026, "closes_on": None}
    codes, about = of_cycle(cycle, [Actor("CIM", "organ"), Actor("ILO", "multilateral")])
    assert codes == ["CIM"]
    assert about("CIM")["expected"]


def test_attempts_end() -> None:
    waits = [pause(attempts) for attempts in range(1, 9)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
