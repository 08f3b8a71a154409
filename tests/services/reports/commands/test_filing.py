"""What the operator files is published, by the operator, in one commit."""

import pytest

from kernel.errors import StaleWrite
from services.reports.commands import Content, filing
from services.reports.store import serials
from services.reports.store.replica import Replica
from tests.services.reports.conftest import Desk, body


async def test_each_step_is_the_operators(desk: Desk) -> None:
    catalogue = await Replica(desk.db).catalogue()
    serial = await serials.read(desk.db, "test")
    content = Content("t", "es", body("CIM")["payload"], [], ())
    what = (serial, "implementation", "CIM", catalogue, [content, content])
    await desk.db.write(filing.file_published, *what)
    await desk.settled()
    items = (await desk.ask(None, "GET", "/submissions")).json()["items"]
    assert [item["state"] for item in items] == ["published", "published"]
    history = await desk.ask("SG", "GET", f"/submissions/{items[0]['id']}/history")
    steps = [
        (step["action"], step["actor"], step["own_report"]) for step in history.json()["items"]
    ]
    actions = ("draft", "submit", "start_review", "accept", "publish")
    assert steps == [(action, "the operator", False) for action in actions]
    with pytest.raises(StaleWrite):
        await desk.db.write(filing.file_published, *what)
