"""The first submissions of a list: now, and those that were public at a position."""

from typing import Any

from starlette.requests import Request

from kernel.auth import Caller
from services.reports.api import listed
from services.reports.store.lists import Wanted
from tests.services.reports.conftest import Desk


async def ids(desk: Desk, wanted: Wanted, position: int | None) -> list[Any]:
    scope = {"type": "http", "app": desk.app, "headers": [], "query_string": b"", "path": "/"}
    caller = Caller()
    found = await listed.first(Request(scope), caller, wanted, position)
    return [each["id"] for each in found]


async def test_now_and_at_a_position(desk: Desk) -> None:
    first = await desk.published("CIM")
    await desk.settled()
    newest = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    second = await desk.published("CIM")
    await desk.settled()
    assert await ids(desk, Wanted(reporter="CIM"), None) == [second, first]
    assert await ids(desk, Wanted(reporter="CIM"), newest) == [first]
    assert await ids(desk, Wanted(unconfirmed="COL"), None) == []
