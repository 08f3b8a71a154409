"""Access 0005 and reports 0014: keys that were rotated before are one line, and who wrote what is
under way is known from the history.
"""

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

KEY = (
    "INSERT INTO access_keys (key_id, hash, scopes, networks, label, created_at, made_from)"
    " VALUES (:id, 'h', '[]', '[]', '', '', :made_from)"
)
SUBMISSION = (
    "INSERT INTO reports_submissions (id, kind, reporter, edition, state, revision, text, version,"
    " created_at, updated_at, begun, search) VALUES"
    " (:id, 'practice', 'CIM', 'e', :state, 2, 1, 1, '', '', 2, '')"
)
STEP = (
    "INSERT INTO reports_history (submission, revision, at, key_id, action, to_state)"
    " VALUES (:id, :revision, '', :key, :action, 'draft')"
)
STEPS = ((1, "early", "draft"), (2, "b", "revise"), (2, "a", "save"), (2, "x", "return"))


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    results: list[Any] = []

    def change(connection: Any) -> None:
        results.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return results[0]


async def test_rotated_keys_are_one_line(databases: Databases) -> None:
    url = databases.url("access")
    await migrations.downgrade("access", url, "0004")

    def insert(connection: Any) -> None:
        for id_, made_from in (("c", "b"), ("a", None), ("b", "a"), ("z", None)):
            connection.execute(text(KEY), {"id": id_, "made_from": made_from})

    await _run(url, insert)
    await migrations.upgrade("access", url, "head")
    select = text("SELECT key_id, line FROM access_keys")
    rows = await _run(url, lambda connection: connection.execute(select).all())
    assert {tuple(row) for row in rows} == {("a", None), ("b", "a"), ("c", "a"), ("z", None)}


async def test_authors_come_from_the_history(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, "0013")

    def insert(connection: Any) -> None:
        for id_, state in (("open", "returned"), ("done", "published")):
            connection.execute(text(SUBMISSION), {"id": id_, "state": state})
            for revision, key, action in STEPS:
                values = {"id": id_, "revision": revision, "key": key, "action": action}
                connection.execute(text(STEP), values)

    await _run(url, insert)
    await migrations.upgrade("reports", url, "head")
    select = text("SELECT id, authors FROM reports_submissions")
    rows = dict(await _run(url, lambda connection: connection.execute(select).all()))
    assert json.loads(rows["open"]) == ["a", "b"]
    assert rows["done"] is None
