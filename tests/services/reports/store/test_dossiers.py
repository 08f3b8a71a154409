"""Dossiers in the store: what is due, what stands, what is hidden."""

import pytest

from kernel.errors import StaleWrite
from services.reports.store import dossiers
from tests.services.reports.closings import closed, maker, reported
from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import occasion


async def test_a_closed_cycle_is_due_until_it_has_every_language(desk: Desk) -> None:
    await occasion(desk, state="open")
    cycle = await closed(desk)
    async with desk.db.read() as connection:
        assert await dossiers.due(connection) == [cycle]
    assert await maker(desk).make_due()
    async with desk.db.read() as connection:
        assert await dossiers.due(connection) == []
        assert await dossiers.content(connection, cycle, "xx", "pdf") is None
        [english, *_] = await dossiers.current(connection, [cycle])
        content = await dossiers.content(connection, cycle, "en", "json")
    assert content is not None
    assert (english.number, english.replaces, content[1]) == (1, None, english.json_sha256)


async def test_a_mark_makes_it_due_again(desk: Desk) -> None:
    submission, cycle = await reported(desk), await closed(desk)
    assert await maker(desk).make_due()
    async with desk.db.read() as connection:
        assert submission in await dossiers.sources(connection, cycle)
        assert not await dossiers.hidden(connection, cycle, "es")
    await desk.act("SG", submission, "withhold", comment="por revisar")
    async with desk.db.read() as connection:
        assert await dossiers.hidden(connection, cycle, "es"), "at once, before it has a position"
    await desk.settled()
    async with desk.db.read() as connection:
        assert await dossiers.due(connection) == [cycle]
        assert await dossiers.changes(connection, [submission], 0)


async def test_what_was_replaced_keeps_its_digests_alone(desk: Desk) -> None:
    cycle = await closed(desk)
    assert await maker(desk).make_due()
    async with desk.db.read() as connection:
        made = {one.lang: one for one in await dossiers.current(connection, [cycle])}
        for each in (made["es"].json_sha256, made["es"].pdf_sha256):
            [(_, found)] = await dossiers.having(connection, each)
            assert found == made["es"]
    await desk.db.write(dossiers.replace, cycle, "es", 1)
    with pytest.raises(StaleWrite):
        await desk.db.write(dossiers.replace, cycle, "es", 1)
    async with desk.db.read() as connection:
        assert await dossiers.content(connection, cycle, "es", "pdf") is None
        assert len(await dossiers.current(connection, [cycle])) == 3
        assert await dossiers.having(connection, made["es"].json_sha256) == []
        assert [one for _, one in await dossiers.having(connection, made["fr"].json_sha256)]


async def test_the_cycle_before_is_the_last_one_of_the_type(desk: Desk) -> None:
    first, other = await closed(desk, "work_plan"), await closed(desk, "cidi_meeting")
    second = await closed(desk, "work_plan")
    async with desk.db.read() as connection:
        before = await dossiers.previous(connection, "work_plan", 10**9)
        assert before is not None
        assert before[0] == second
        earlier = await dossiers.previous(connection, "work_plan", before[1])
        assert earlier is not None
        assert earlier[0] == first != other
        assert await dossiers.previous(connection, "work_plan", earlier[1]) is None
