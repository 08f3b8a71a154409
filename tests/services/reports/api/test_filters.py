"""Filters by codes."""

from tests.services.reports.api.test_publishing import accepted, further
from tests.services.reports.conftest import Desk, body


async def test_a_further_activity_is_known_once_its_code_is_given(desk: Desk) -> None:
    refused = await desk.ask(None, "GET", "/submissions?activity=FA-CIM-1")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/activity"]
    further_id = await accepted(desk, "CIM", further())
    await desk.act("SG", further_id, "publish")
    on_it = await desk.published("CIM", payload=body("CIM", activity="FA-CIM-1")["payload"])
    found = await desk.ask(None, "GET", "/submissions?activity=FA-CIM-1&year=2022&q=Informe")
    assert [item["id"] for item in found.json()["items"]] == [on_it]
    await desk.act("CIM", further_id, "withdraw")
    assert (await desk.ask(None, "GET", "/submissions?activity=FA-CIM-1")).status_code == 200
    assert (await desk.ask(None, "GET", "/submissions?activity=FA-CIM-2")).status_code == 422
    exhorted = await desk.ask(None, "GET", "/submissions?activity=EXH-1")
    assert (exhorted.status_code, exhorted.json()["items"]) == (200, [])
