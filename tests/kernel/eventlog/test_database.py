"""The database log keeps the promises of a log on both kinds of database."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.db import Database
from kernel.eventlog import database
from tests.kernel.eventlog import behaviour
from tools.components import postgres


class TestSQLite(behaviour.Durable):
    @pytest.fixture
    def make(self, tmp_path: Path) -> behaviour.Make:
        engine = create_engine(f"sqlite:///{tmp_path}/log.db")
        database.metadata.create_all(engine)
        engine.dispose()
        return lambda: database.DatabaseLog(Database(f"sqlite+aiosqlite:///{tmp_path}/log.db"))


async def test_what_a_read_costs_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """It looks how far its topic goes ten times a second: a scan of all events would stop everybody
    else in this process.
    """
    engine = create_engine(f"sqlite:///{tmp_path}/log.db")
    database.metadata.create_all(engine)
    log, asked = database.DatabaseLog(Database(f"sqlite+aiosqlite:///{tmp_path}/log.db")), []

    @event.listens_for(Engine, "before_cursor_execute")
    def on_execute(
        _connection: object,
        _cursor: object,
        statement: str,
        parameters: tuple[object, ...],
        *_rest: object,
    ) -> None:
        asked.append((statement, parameters))

    try:
        await log.read("t.v1", 0, 10, 0)
        await log.end("t.v1")
    finally:
        event.remove(Engine, "before_cursor_execute", on_execute)
        await log.stop()
    selects = [
        (statement, parameters) for statement, parameters in asked if statement.startswith("SELECT")
    ]
    assert selects
    with engine.connect() as connection:
        for statement, parameters in selects:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            over = [step.detail for step in plan if "eventlog_events" in step.detail]
            assert over, plan
            assert all("(topic=?" in detail for detail in over), (statement, over)
    engine.dispose()


class TestPostgreSQL(behaviour.Durable):
    @pytest.fixture
    async def make(self, postgres_server: postgres.Server) -> behaviour.Make:
        url = postgres_server.create_database()
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(database.metadata.create_all)
        await engine.dispose()
        return lambda: database.DatabaseLog(Database(url))
