"""What migrations need: the revision that stands, and a connection of their own."""

import pytest
from sqlalchemy import Connection, text

from kernel.db import migrating
from kernel.errors import Unavailable


async def test_the_revision_is_none_before_the_first_migration_and_then_what_stands(
    url: str,
) -> None:
    assert await migrating.revision(url, "demo") is None

    def change(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE demo_alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO demo_alembic_version VALUES ('0001')"))
        connection.commit()

    await migrating.run(url, change)
    assert await migrating.revision(url, "demo") == "0001"


@pytest.mark.parametrize(
    "away", ["sqlite+aiosqlite:////nowhere/at/all.db", "postgresql+asyncpg://nobody@127.0.0.1:1/x"]
)
async def test_a_database_that_is_away_is_unavailable(away: str) -> None:
    with pytest.raises(Unavailable):
        await migrating.revision(away, "demo")
