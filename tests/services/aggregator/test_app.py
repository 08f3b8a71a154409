"""Readiness, and an answer before there is a programme."""

import httpx2

from kernel.db import Database
from kernel.eventlog.memory import MemoryLog
from services.aggregator import app as front
from tests.databases import Databases
from tests.services.documented import wrong_examples


async def test_without_an_edition_it_says_so(databases: Databases) -> None:
    db = Database(databases.url("aggregator"))
    await db.start()
    app = front.build(front.Needs(db=db, log=MemoryLog(), pepper="p", owner="o"))
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://test"
    ) as client:
        ready = await client.get("/indicators/readyz")
        assert (ready.status_code, ready.json()["checks"]["edition"]["ready"]) == (503, False)
        assert (await client.get("/indicators/objectives")).json()["code"] == "no_edition"
    await db.stop()


def test_every_answer_has_an_example_that_fits_it(databases: Databases) -> None:
    db = Database(databases.url("aggregator"))
    app = front.build(front.Needs(db=db, log=MemoryLog(), pepper="p", owner="o"))
    assert wrong_examples(app) == []
