"""Damage is remembered, refused and said once; files that are open are compared."""

from pathlib import Path

import pytest
from sqlalchemy import text

from kernel.db import Database
from kernel.db.integrity import Integrity
from kernel.errors import Damaged
from tests.kernel import demo


def _path(db: Database, ending: str = "") -> Path:
    return Path(db.url.partition(":///")[2] + ending)


@pytest.mark.parametrize("ending", ["", "-wal", "-shm"])
async def test_a_file_that_is_removed_is_noticed_by_the_next_write(
    lite: Database, ending: str
) -> None:
    await lite.write(demo.note, "a")
    _path(lite, ending).unlink()
    for _ in range(2):
        with pytest.raises(Damaged, match="removed or replaced"):
            await lite.write(demo.note, "b")


async def test_a_file_that_is_replaced_is_noticed_by_the_next_look(lite: Database) -> None:
    await lite.write(demo.note, "a")
    whole = _path(lite).read_bytes()
    _path(lite).unlink()
    _path(lite).write_bytes(whole)
    with pytest.raises(Damaged):
        lite.integrity.check()


async def test_damage_that_a_statement_meets_stays_known(lite: Database) -> None:
    await lite.write(demo.note, "a")
    async with lite.read() as connection:
        page = await connection.scalar(
            text(
                "SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex_demo_notes%'"
            )
        )
    await lite.stop()
    with _path(lite).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    again = Database(lite.url, "demo")
    await again.start()
    try:
        with pytest.raises(Damaged, match="malformed"):
            await demo.ids(again)
        assert "demo is damaged" in again.integrity.reason
        with pytest.raises(Damaged):
            await again.write(demo.note, "b")
    finally:
        await again.stop()


def test_postgresql_has_no_files_of_ours() -> None:
    integrity = Integrity("postgresql+asyncpg://x/y", "demo")
    integrity.check()
    integrity.note("XX001")
    with pytest.raises(Damaged, match="demo is damaged: XX001"):
        integrity.check()
