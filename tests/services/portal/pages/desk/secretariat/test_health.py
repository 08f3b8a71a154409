"""Health, in words first."""

from typing import Any

import pytest

from tests.services.portal.offices import page, secretariat
from tests.services.portal.signed_in import problem

HERE = "/desk/secretariat/health"
CHECKED = {"at": "2026-11-02T09:00:00.000000Z", "position": 90, "equal": True}


def answers(lag: int = 0, seconds: float = 0.0, parked: int = 0, **checked: Any) -> dict[str, Any]:
    status = {"position": 99, "lag_positions": lag, "lag_seconds": seconds, "parked": parked}
    one = {"position": 7, "type": "reports.x", "reason": "unreadable"}
    return {
        "GET /indicators/status": status,
        "GET /indicators/verification": {**CHECKED, **checked},
        "GET /indicators/parked": page(one) if parked else page(),
    }


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (answers(), "The figures are as new as the register."),
        (answers(3, 2.2), "Figures are 2 seconds behind the register."),
        (answers(parked=1), "1 event could not be applied"),
        (answers(parked=1), "unreadable"),
        (answers(), "Recomputed on 2 November 2026 up to entry 90"),
        (answers(equal=False), "something differs"),
        (answers(at=None), "have not been recomputed"),
    ],
)
async def test_it_is_said_in_words(told: dict[str, Any], words: str) -> None:
    async with secretariat(**told) as (browser, _):
        assert words in (await browser.get(HERE)).text


async def test_what_the_key_may_not_read_is_left_out() -> None:
    told = answers() | {"GET /indicators/parked": problem(403, "forbidden")}
    async with secretariat(["reports:review"], **told) as (browser, _):
        assert (await browser.get(HERE)).status_code == 200
