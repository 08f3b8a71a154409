"""What a decision writes: its event carries what the catalogue takes in, and not the reason."""

import json

from services.reports import tables
from tests.services.reports.api.test_decisions import decide, proposed
from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import occasion


async def test_the_event_carries_the_whole_proposal(desk: Desk) -> None:
    id_, meeting = await proposed(desk), await occasion(desk)
    await decide(desk, id_, "adopted", meeting=meeting)
    outbox = tables.kernel.outbox
    async with desk.db.read() as connection:
        rows = await connection.execute(outbox.select().order_by(outbox.c.n))
        last = rows.mappings().all()[-1]
    data = json.loads(last["payload"])
    assert (last["type"], last["revision"]) == ("reports.proposal_decided", 1)
    assert data["proposal"]["texts"] == {"es": {"title": "Remesas", "summary": "Abaratarlas."}}
    assert data["proposal"]["addressees"] == ["STATES"]
    assert (data["decision"], data["meeting"], data["state"]) == ("adopted", meeting, "published")
    assert "reason" not in data
