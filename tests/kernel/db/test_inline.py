"""SQLite connections that answer where they are asked: they start no thread, and behave as the
others do.
"""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.db.inline import connect


async def test_rows_errors_and_rollback_without_a_thread(tmp_path: Path) -> None:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{tmp_path}/a.db", connect_args={"async_creator_fn": connect}
    )
    threads = threading.active_count()
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE t (n INTEGER)"))
        await connection.execute(text("INSERT INTO t VALUES (:n), (:n + 1)"), {"n": 1})
        assert (await connection.execute(text("SELECT n FROM t ORDER BY n"))).all() == [(1,), (2,)]
        assert threading.active_count() == threads
    async with engine.connect() as connection:
        await connection.execute(text("DELETE FROM t"))
        await connection.rollback()
        assert await connection.scalar(text("SELECT count(*) FROM t")) == 2
        with pytest.raises(OperationalError, match="no such table"):
            await connection.execute(text("SELECT * FROM nowhere"))
    async with engine.connect() as connection, connection.begin():
        assert [row.n for row in await connection.execute(text("SELECT n FROM t ORDER BY n"))] == [
            1,
            2,
        ]
    await engine.dispose()
