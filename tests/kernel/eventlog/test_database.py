"""The database log keeps the promises of a log on both kinds of database."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.db import Database
from kernel.eventlog import database
from tests.components import postgres
from tests.kernel.eventlog import behaviour


class TestSQLite(behaviour.Durable):
    @pytest.fixture
    def make(self, tmp_path: Path) -> behaviour.Make:
        engine = create_engine(f"sqlite:///{tmp_path}/log.db")
        database.metadata.create_all(engine)
        engine.dispose()
        return lambda: database.DatabaseLog(Database(f"sqlite+aiosqlite:///{tmp_path}/log.db"))


class TestPostgreSQL(behaviour.Durable):
    @pytest.fixture
    async def make(self, postgres_server: postgres.Server) -> behaviour.Make:
        url = postgres_server.create_database()
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(database.metadata.create_all)
        await engine.dispose()
        return lambda: database.DatabaseLog(Database(url))
