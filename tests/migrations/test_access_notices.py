"""Access 0006: keys and actors are kept, and the replica of the actors is filled anew."""

from typing import Any

from sqlalchemy import text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

ACTOR = "INSERT INTO access_actors (code, kind) VALUES ('COL', 'state')"
OFFSET = (
    "INSERT INTO access_offsets (consumer, topic, part, next_offset, position, epoch, lease_until)"
    " VALUES ('catalog', 'catalog.v1', 0, 9, 9, 1, '')"
)


async def test_actors_stay_and_are_read_again(databases: Databases) -> None:
    url, found = databases.url("access"), list[Any]()

    def fill(connection: Any) -> None:
        connection.execute(text(ACTOR))
        connection.execute(text(OFFSET))
        connection.commit()

    def read(connection: Any) -> None:
        actors = connection.execute(text("SELECT code, kind, names FROM access_actors")).all()
        found.append([tuple(row) for row in actors])
        offsets = "SELECT count(*) FROM access_offsets WHERE consumer = 'catalog'"
        found.append(connection.scalar(text(offsets)))

    await migrations.downgrade("access", url, "0005")
    await migrating.run(url, fill)
    await migrations.upgrade("access", url, "0006")
    await migrating.run(url, read)
    assert found == [[("COL", "state", None)], 0]
