"""Who has reported: exact whether the list is short or long."""

from typing import Any

import httpx2

from services.portal.clients import reporters
from tests.services.portal.conftest import client_over
from tests.services.portal.published import FULL

CODES = ("CIM", "COL", "VEN", "NEW")


def figures(count: int) -> dict[str, Any]:
    values = [{"indicator": "reports_published", "value": count}]
    return {"edition": "e", "position": 7, "values": values}


ONE_BY_ONE: dict[str, Any] = {
    "/indicators/actors/CIM": figures(1),
    "/indicators/actors/COL": figures(0),
    "/indicators/actors/VEN": figures(3),
    "/indicators/actors/NEW": 404,
}


async def found(answers: dict[str, Any], **asked: str) -> tuple[set[str], list[str]]:
    requests: list[httpx2.Request] = []
    async with client_over(answers, requests) as services:
        codes = await reporters.list_reporters(services, CODES, asked)
    return codes, [each.url.path for each in requests]


async def test_a_short_list_says_it_all_confirmed_joint_reporters_too() -> None:
    codes, paths = await found({"/reports/submissions": {"items": [FULL], "next": None}})
    assert codes == {"CIM", "COL"}
    assert paths == ["/reports/submissions"]


async def test_behind_a_long_list_those_not_seen_are_asked_for() -> None:
    more = {"items": [FULL], "next": "/reports/submissions?cursor=x"}
    codes, paths = await found({**ONE_BY_ONE, "/reports/submissions": more})
    assert codes == {"CIM", "COL", "VEN"}
    assert "/indicators/actors/COL" not in paths


async def test_of_another_day_both_are_asked_about_that_day() -> None:
    requests: list[httpx2.Request] = []
    more = {"items": [], "next": "/reports/submissions?cursor=x"}
    async with client_over({**ONE_BY_ONE, "/reports/submissions": more}, requests) as services:
        assert await reporters.list_reporters(services, CODES, {"as_of": "5"}) == {"CIM", "VEN"}
    assert {each.url.params["as_of"] for each in requests} == {"5"}
