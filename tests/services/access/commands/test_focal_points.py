"""Ending: from today, never later than it would have ended, never before it began."""

from datetime import timedelta

import pytest

from kernel import clock
from tests.services.access.conftest import Desk
from tests.services.access.focal import begin


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("first", "out", "ends"), [(-5, None, 0), (-5, 9, 0), (-9, -3, -3), (4, None, 4)]
)
async def test_the_day_on_which_it_ends(desk: Desk, first: int, out: int | None, ends: int) -> None:
    days = {"from": day(first), "to": None if out is None else day(out)}
    person = await begin(desk, **days)
    path = f"/focal-points/{person['id']}"
    await desk.ask(desk.administrator, "DELETE", path, if_match="*")
    assert (await desk.ask(desk.administrator, "GET", path)).json()["to"] == day(ends)
