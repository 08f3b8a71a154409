"""Who has reported: exact whether the list is short or long."""

from typing import Any

import httpx2

from services.portal.clients import reporters
from tests.services.portal.conftest import ANSWERS, client_over
from tests.services.portal.published import FULL

FIGURES = {**ANSWERS["/indicators/programme"], "reporters": ["VEN"]}


async def found(answers: dict[str, Any], **asked: str) -> tuple[set[str], list[httpx2.Request]]:
    requests: list[httpx2.Request] = []
    async with client_over({"/indicators/programme": FIGURES, **answers}, requests) as services:
        codes = await reporters.list_reporters(services, asked)
    return set(codes), requests


async def test_a_short_list_says_it_all_confirmed_joint_reporters_too() -> None:
    codes, asked = await found({"/reports/submissions": {"items": [FULL], "next": None}})
    assert codes == {"CIM", "COL"}
    assert [each.url.path for each in asked] == ["/reports/submissions"]


async def test_behind_a_long_list_the_figures_tell_it_of_the_same_moment() -> None:
    more = {"items": [FULL], "next": "/reports/submissions?cursor=x"}
    codes, asked = await found({"/reports/submissions": more}, as_of="5")
    assert codes == {"CIM", "COL", "VEN"}
    assert [each.url.params["as_of"] for each in asked] == ["5", "5"]
