"""A database with the made-up tables, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from kernel import clock
from kernel.db import Database
from tests.kernel import demo


@pytest.fixture
async def sqlite_url(tmp_path: Path) -> str:
    url = f"sqlite+aiosqlite:///{tmp_path}/demo.db"
    await demo.make_tables(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    lite = request.param == "sqlite"
    found: str = (
        f"sqlite+aiosqlite:///{tmp_path}/both.db"
        if lite
        else request.getfixturevalue("postgres_server").create_database()
    )
    await demo.make_tables(found)
    return found


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    async with demo.opened(url) as database:
        yield database


@pytest.fixture
async def lite(sqlite_url: str) -> AsyncIterator[Database]:
    async with demo.opened(sqlite_url) as database:
        yield database


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> demo.Later:
    """Puts the clock forward by so many seconds: a lease of a minute runs out when the test says
    so, not when the machine is busy.
    """
    ahead, real = [0.0], clock.now

    def put_forward(seconds: float) -> None:
        ahead[0] += seconds

    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=ahead[0]))
    return put_forward
