"""Up, down, up on data on both databases; a revision whole or not at all; locks; children of a
rebuilt parent; one at a time.
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Integer, LargeBinary, MetaData, Table, Text, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.db import migrating
from kernel.errors import Unavailable
from system import __main__, migrations
from tests.databases import Databases
from tests.system.server import ROOT

SERVICES = pytest.mark.parametrize("service", migrations.SERVICES)
Plant = Callable[..., None]

REVISION = '''"""A planted revision."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {up}


def downgrade() -> None:
    {down}
'''
HEAD = migrations.head("reports")  # before anything is planted behind it
FAMILY = """op.create_table("reports_parent", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(20)))
    child = sa.ForeignKey("reports_parent.id", ondelete="CASCADE")
    op.create_table("reports_child", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent", sa.Integer(), child, nullable=False))"""
REBUILD = """with op.batch_alter_table("reports_parent") as batch:
        batch.alter_column("name", type_=sa.String(40), existing_type=sa.String(20))"""
SHRINK = """with op.batch_alter_table("reports_parent") as batch:
        batch.alter_column("name", type_=sa.String(20), existing_type=sa.String(40))"""


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Adds a revision to the history of reports, in a copy of the histories that the product then
    uses.
    """
    copy = tmp_path / "histories"
    shutil.copytree(
        migrations.ROOT / "alembic", copy / "alembic", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(migrations.ROOT / "alembic.ini", copy)
    monkeypatch.setattr(migrations, "ROOT", copy)

    def add(up: str, down: str = "pass") -> None:
        before = migrations.head("reports")
        revision = f"{int(before) + 1:04}"
        path = copy / "alembic" / "reports" / f"{revision}_planted.py"
        path.write_text(REVISION.format(revision=revision, before=before, up=up, down=down))

    return add


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    """Do something with a plain connection and commit."""
    found: list[Any] = []

    def change(connection: Any) -> None:
        found.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return found[0]


def _counts(connection: Any) -> dict[str, int]:
    """Rows by table, without alembic's own."""
    names = [
        name
        for name in inspect(connection).get_table_names()
        if not name.endswith("_alembic_version")
    ]
    return {name: connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in names}


def _fill(connection: Any) -> dict[str, int]:
    """One made-up row in every table that has none; the same values everywhere, so that references
    hold.
    """
    counts = _counts(connection)
    found = MetaData()
    found.reflect(connection, only=list(counts))
    for table in found.sorted_tables:
        if not counts[table.name]:
            connection.execute(table.insert(), _row(table))
    return _counts(connection)


#: What a migration may empty, because it is read anew from the log.
FOLDED = (
    *("aggregator_position_times", "aggregator_fact_versions", "aggregator_facts"),
    *("aggregator_snapshots", "aggregator_editions", "aggregator_actors", "aggregator_offsets"),
    *("reports_offsets", "catalog_offsets", "access_offsets"),
    *("aggregator_parked", "reports_parked", "catalog_parked", "access_parked"),
)
HASHES = ("digest", "hash", "previous_hash", "head")


def _row(table: Table) -> dict[str, Any]:
    return {column.name: _value(column) for column in table.columns}


def _value(column: Any) -> Any:
    """A value that migrations can read: a hash, an empty JSON object, or anything."""
    made: dict[type, Any] = {Boolean: False, Integer: 1, Text: "{}", LargeBinary: b"x"}
    if column.name in HASHES:
        return "0" * 64
    return next((value for kind, value in made.items() if isinstance(column.type, kind)), "x")


def _numbers(service: str) -> list[str]:
    return sorted(
        path.name.partition("_")[0]
        for path in (migrations.ROOT / "alembic" / service).glob("[0-9]*.py")
    )


async def _walk(service: str, url: str) -> None:
    """Every revision up, down, up, with a row in every table: what both know keeps its rows."""
    before: dict[str, int] = {}
    for number, revision in enumerate(_numbers(service)):
        await migrations.upgrade(service, url, revision)
        arrived = await _run(url, _counts)
        kept = {n for n in before if n in arrived and (arrived[n] or n not in FOLDED)}
        assert {name: arrived[name] for name in kept} == {name: before[name] for name in kept}
        filled = await _run(url, _fill)
        assert all(filled.values())
        await migrations.downgrade(service, url, "-1")
        left = await _run(url, _counts)
        assert set(left) == set(before), "down takes away what up has made, and nothing else"
        assert {name: left[name] for name in left if name in filled} == {
            name: filled[name] for name in left if name in filled
        }
        assert (await migrating.revision(url, service) is None) == (number == 0)
        await migrations.upgrade(service, url, revision)
        before = await _run(url, _fill)


@SERVICES
async def test_up_down_up_on_data(service: str, databases: Databases) -> None:
    url = databases.url(service)
    await migrations.downgrade(service, url, "base")
    await _walk(service, url)
    assert await migrations.upgrade(service, url) is False
    await migrating.run(url, lambda connection: migrations._command(connection, service, "check"))


async def test_children_of_a_rebuilt_parent_stay(databases: Databases, plant: Plant) -> None:
    """On SQLite a parent is rebuilt by dropping it; a child that cascades would go with it, without
    a word.
    """
    url = databases.url("reports")
    plant(FAMILY, 'op.drop_table("reports_child")\n    op.drop_table("reports_parent")')
    plant(REBUILD, SHRINK)
    await migrations.downgrade("reports", url, "base")
    await _walk("reports", url)
    assert (await _run(url, _counts))["reports_child"] == 1


async def test_a_connection_that_minds_references_loses_no_child(
    sqlite_databases: Databases, plant: Plant
) -> None:
    url = sqlite_databases.url("reports")
    plant(FAMILY)
    await migrations.upgrade("reports", url)
    await _run(url, _fill)
    plant(REBUILD)

    def minding(connection: Any) -> None:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.commit()
        migrations._command(connection, "reports", "upgrade", "head")

    await migrating.run(url, minding)
    assert (await _run(url, _counts))["reports_child"] == 1


async def test_rows_without_their_parent_take_the_revision_back(
    databases: Databases, plant: Plant
) -> None:
    url = databases.url("reports")
    plant(FAMILY)
    await migrations.upgrade("reports", url)
    await _run(url, _fill)
    plant(
        'op.execute("DELETE FROM reports_parent")'
        if "sqlite" in url
        else 'op.execute("INSERT INTO reports_child VALUES (2, 2)")'
    )
    with pytest.raises(Exception, match=r"parent"):
        await migrations.upgrade("reports", url)
    assert await migrating.revision(url, "reports") == f"{int(HEAD) + 1:04}"
    assert (await _run(url, _counts))["reports_parent"] == 1


async def test_a_revision_that_fails_leaves_nothing_of_itself(
    databases: Databases, plant: Plant
) -> None:
    url = databases.url("reports")
    before = await _run(url, _fill)
    plant(
        f'{FAMILY}\n    op.execute("DELETE FROM reports_idempotency")\n'
        '    op.execute("SELECT nothing FROM nowhere")'
    )
    with pytest.raises(Exception, match="nowhere"):
        await migrations.upgrade("reports", url)
    assert await _run(url, _counts) == before
    assert await migrating.revision(url, "reports") == HEAD


def test_a_held_table_is_one_line_and_nothing_half_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    postgresql_databases: Databases,
    plant: Plant,
) -> None:
    """`migrate` behind a session that holds a table gives up; waiting, it would make every reader
    of that table wait too.
    """
    url = postgresql_databases.url("reports")
    plant(f'{FAMILY}\n    op.add_column("reports_submissions", sa.Column("more", sa.Integer()))')
    for name, value in {"DATABASE_URL": url, "DATA_DIR": str(tmp_path), "KEY_PEPPER": "p"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["system", "migrate"])

    async def held() -> None:
        engine = create_async_engine(url)
        try:
            async with engine.connect() as connection:
                # a long transaction that has read it
                await connection.execute(text("SELECT count(*) FROM reports_submissions"))
                await asyncio.to_thread(__main__.main)
        finally:
            await engine.dispose()

    with pytest.raises(SystemExit) as ended:
        asyncio.run(held())
    said = capsys.readouterr().err
    assert (ended.value.code, said.count("\n")) == (2, 1), said
    assert "reports were not migrated: another session held a lock" in said
    assert "reports_parent" not in asyncio.run(_run(url, _counts))
    assert asyncio.run(migrating.revision(url, "reports")) == HEAD
    asyncio.run(migrations.upgrade("reports", url))  # the lock of the one that gave up is gone


async def test_a_statement_without_end_is_ended(
    postgresql_databases: Databases, plant: Plant
) -> None:
    env = migrations.ROOT / "alembic" / "env.py"
    env.write_text(
        env.read_text().replace(
            'STATEMENT_TIMEOUT = "5s", "60s"', 'STATEMENT_TIMEOUT = "5s", "50ms"'
        )
    )
    url = postgresql_databases.url("reports")
    plant(f'{FAMILY}\n    op.execute("SELECT pg_sleep(30)")')
    with pytest.raises(Unavailable, match="it took longer than 50ms"):
        await migrations.upgrade("reports", url)
    assert "reports_parent" not in await _run(url, _counts)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_several_at_once_take_turns(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = (
        request.getfixturevalue("postgres_server").create_database() if kind == "postgresql" else ""
    )
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": url, "KEY_PEPPER": "p"}
    command = [sys.executable, "-m", "system", "migrate"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = [process.communicate(timeout=400)[1] for process in running]
    assert ([process.returncode for process in running], said) == ([0, 0, 0], ["", "", ""])
    assert subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.startswith("Every database")


@SERVICES
def test_one_linear_history(service: str) -> None:
    texts = [
        path.read_text() for path in sorted((migrations.ROOT / "alembic" / service).glob("*.py"))
    ]
    revisions = [re.search(r"^revision = ['\"](\w+)", text, re.M)[1] for text in texts]  # type: ignore[index]
    parents = [re.search(r"^down_revision = (.*)$", text, re.M)[1].strip("'\"") for text in texts]  # type: ignore[index]
    assert parents == ["None", *revisions[:-1]]
    assert migrations.head(service) == revisions[-1]
