"""On SQLite alone: all that these read from the database has tests of its own on both."""

from collections.abc import AsyncIterator

import pytest

from kernel.eventlog.memory import MemoryLog
from tests.databases import Databases
from tests.services.aggregator.conftest import Desk, opened


@pytest.fixture
async def desk(sqlite_databases: Databases) -> AsyncIterator[Desk]:
    async with opened(sqlite_databases.url("aggregator"), MemoryLog()) as made:
        yield made
