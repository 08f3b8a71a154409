"""Filters by codes."""

from tests.services.reports.api.test_publishing import accepted, further
from tests.services.reports.conftest import Desk, body


async def test_a_further_activity_is_known_once_its_code_is_given(desk: Desk) -> None:
    refused = await desk.ask(None, "GET", "/submissions?activity=FA-CIM-1")
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/activity"]
    further_id = await accepted(desk, "CIM", further())
    await desk.act("SG", further_id, "publish")
    await desk.settled()
    last = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    for asked in ("q=fa-cim-1", f"q=FA-CIM-1&as_of={last}"):
        named = (await desk.ask(None, "GET", f"/submissions?{asked}")).json()["items"]
        assert [item["id"] for item in named] == [further_id], asked
    on_it = await desk.published("CIM", payload=body("CIM", activity="FA-CIM-1")["payload"])
    found = await desk.ask(None, "GET", "/submissions?activity=FA-CIM-1&year=2022&q=Informe")
    assert [item["id"] for item in found.json()["items"]] == [on_it]
    await desk.act("CIM", further_id, "withdraw")
    assert (await desk.ask(None, "GET", "/submissions?activity=FA-CIM-1")).status_code == 200
    assert (await desk.ask(None, "GET", "/submissions?activity=FA-CIM-2")).status_code == 422
    exhorted = await desk.ask(None, "GET", "/submissions?activity=EXH-1")
    assert (exhorted.status_code, exhorted.json()["items"]) == (200, [])
