"""Who counts for a public text, as the event of a confirmation tells it."""

import json

from services.reports import tables
from tests.services.reports.conftest import Desk


async def test_a_confirmation_tells_who_counts_now(desk: Desk) -> None:
    id_ = await desk.published(joint_reporters=["COL"])
    await desk.ask("COL", "PUT", f"/submissions/{id_}/confirmation", If_Match="*")
    async with desk.db.read() as connection:
        rows = (
            (
                await connection.execute(
                    tables.kernel.outbox.select().order_by(tables.kernel.outbox.c.n.desc())
                )
            )
            .mappings()
            .all()
        )
    assert [reporter["code"] for reporter in json.loads(rows[0]["payload"])["reporters"]] == [
        "CIM",
        "COL",
    ]
    assert rows[0]["type"] == "reports.submission_confirmed"
