"""Nothing written is lost, and a change decided from an old state is refused."""

import pytest

from kernel.auth import Caller
from kernel.errors import StaleWrite
from services.reports import commands, tables
from services.reports.store import reading
from tests.services.reports.conftest import Desk, body


async def test_every_saved_text_stays(desk: Desk) -> None:
    id_ = await desk.draft()
    for year in (2018, 2019):
        await desk.ask("CIM", "PUT", f"/submissions/{id_}", body(year=year), If_Match="*")
    assert await desk.rows(tables.texts) == 3


async def test_a_change_from_an_old_state_is_stale_and_leaves_nothing(desk: Desk) -> None:
    id_ = await desk.draft()
    async with desk.db.read() as connection:
        submission = await reading.get_submission(connection, id_)
    assert submission is not None
    content = commands.Content("nuevo", "es", {}, [], ())
    await desk.db.write(commands.save, submission, content, Caller(None, "CIM"))
    texts, steps = await desk.rows(tables.texts), await desk.rows(tables.history)
    with pytest.raises(StaleWrite):
        await desk.db.write(commands.save, submission, content, Caller(None, "CIM"))
    assert (await desk.rows(tables.texts), await desk.rows(tables.history)) == (texts, steps)
