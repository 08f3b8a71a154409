"""Commands about dossiers: an issue is one commit with its event and its step."""

import pytest

from kernel.errors import DuplicateKey
from services.reports import tables
from services.reports.commands import dossiers
from services.reports.commands.dossiers import DossierFiles, Predecessor
from services.reports.domain.dossiers import Closing
from tests.services.reports.conftest import Desk
from tests.services.reports.gathered import CYCLE

CLOSING = Closing(CYCLE, 40, 40, None)
FILES = DossierFiles("es", b"{}", b"%PDF", "1" * 64, "2" * 64, "dossier 1")


async def test_an_issue_is_anchored_and_replaces_the_one_before(desk: Desk) -> None:
    before = await desk.rows(tables.kernel.outbox)
    await desk.db.write(dossiers.issue, CLOSING, FILES, None)
    with pytest.raises(DuplicateKey):
        await desk.db.write(dossiers.issue, CLOSING, FILES, None)
    await desk.db.write(dossiers.issue, CLOSING, FILES, Predecessor(1, 41))
    assert await desk.rows(tables.kernel.outbox) == before + 2
    assert await desk.rows(tables.cycle_steps) == 2
    async with desk.db.read() as connection:
        rows = (await connection.execute(tables.dossiers.select())).mappings().all()
    assert sorted((row["number"], row["current"], row["pdf"]) for row in rows) == [
        (1, False, None),
        (2, True, b"%PDF"),
    ]


async def test_sources_are_taken_once(desk: Desk) -> None:
    await desk.db.write(dossiers.take_sources, CYCLE.id, {"a", "b"})
    with pytest.raises(DuplicateKey):
        await desk.db.write(dossiers.take_sources, CYCLE.id, {"b"})
    assert await desk.rows(tables.dossier_sources) == 2
