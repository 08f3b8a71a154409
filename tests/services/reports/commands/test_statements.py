"""What a statement leaves behind: a row, a step of the history, an event without its text."""

import hashlib
import json

from kernel.chain import canonical
from services.reports import tables
from tests.services.reports.api.test_statements import recommended, says
from tests.services.reports.conftest import Desk


async def test_the_ledger_proves_the_text_as_long_as_the_salt_is_there(desk: Desk) -> None:
    id_ = await recommended(desk)
    made = (await says(desk, "CIM", id_, "follow_up", status="under_way")).json()
    async with desk.db.read() as connection:
        rows = (await connection.execute(tables.kernel.outbox.select())).mappings().all()
    event = json.loads(rows[-1]["payload"])
    text = canonical({"salt": made["salt"], "text": made["text"]})
    assert event["digest"] == hashlib.sha256(text.encode()).hexdigest() == made["digest"]
    assert event["addressees"] == ["CIM"]
    assert made["text"] not in json.dumps(event)
