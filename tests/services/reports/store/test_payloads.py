"""Payloads of submissions in any state."""

from services.reports.store import payloads
from tests.services.reports.conftest import Desk, body


async def test_the_newest_and_the_public_one_whatever_the_state(desk: Desk) -> None:
    corrected = await desk.published("CIM")
    await desk.act("CIM", corrected, "revise")
    sent = body("CIM", year=2021)
    await desk.ask("CIM", "PUT", f"/submissions/{corrected}", sent, If_Match="*")
    withdrawn = await desk.draft("CIM", payload=body("CIM", year=2020)["payload"])
    await desk.act("CIM", withdrawn, "withdraw")
    await desk.published("COL")
    async with desk.db.read() as connection:
        found = await payloads.of_reporter(connection, "implementation", "CIM")
        nothing = await payloads.of_reporter(connection, "practice", "CIM")
    assert sorted(payload["year"] for payload in found) == [2020, 2021, 2022]
    assert nothing == []
