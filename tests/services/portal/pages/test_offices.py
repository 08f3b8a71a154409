"""What the offices share."""

from datetime import date, timedelta

import pytest

from kernel import clock
from services.portal.pages import offices
from tests.services.portal.offices import cam, secretariat


def test_days_are_counted_from_the_day_of_an_instant() -> None:
    assert offices.days_since(clock.stamp()) == 0
    assert offices.days_since(clock.stamp(clock.now() - timedelta(days=12))) == 12
    assert offices.day("2026-11-02T09:00:00.000000Z") == date(2026, 11, 2)
    assert offices.day(None) is None


@pytest.mark.parametrize("path", ["", "/keys", "/publish", "/occasions"])
async def test_the_desk_of_the_secretariat_is_not_for_cam(path: str) -> None:
    async with cam() as (browser, _):
        answer = await browser.get(f"/desk/secretariat{path}")
    assert answer.status_code == 403
    assert "This desk is for" in answer.text


@pytest.mark.parametrize("path", ["", "/proposals", "/fund", "/edition"])
async def test_the_desk_of_cam_is_not_for_the_secretariat(path: str) -> None:
    async with secretariat() as (browser, _):
        assert (await browser.get(f"/desk/cam{path}")).status_code == 403
