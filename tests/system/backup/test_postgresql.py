"""PostgreSQL's own programs: found or missed in one line, told where to connect without a password
on the command line.
"""

from pathlib import Path

import pytest

from system import backup
from system.backup import postgresql
from system.resources import Settings, WrongUse
from tests.databases import Databases


def test_the_address_is_told_by_the_environment() -> None:
    variables = postgresql.environment(
        "postgresql+asyncpg://us%40er:p%2Fw@db.example:5433/name?ssl=require"
    )
    assert variables == {
        "PGHOST": "db.example",
        "PGPORT": "5433",
        "PGUSER": "us@er",
        "PGPASSWORD": "p/w",
        "PGSSLMODE": "require",
        "PGDATABASE": "name",
        "PGCONNECT_TIMEOUT": "10",
    }


def test_a_socket_folder_is_a_host() -> None:
    assert (
        postgresql.environment("postgresql+asyncpg://u@/name?host=/run/postgresql")["PGHOST"]
        == "/run/postgresql"
    )


def test_the_newest_of_debians_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "pg_dump").touch()
    assert postgresql.program("pg_dump") == tmp_path / "17" / "bin" / "pg_dump"


def test_a_missing_program_is_one_line_and_leaves_no_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_databases: Databases
) -> None:
    urls = {
        f"{name}_database_url": postgresql_databases.url(name)
        for name in ("catalog", "access", "reports", "aggregator")
    }
    settings = Settings(
        data_dir=tmp_path,
        key_pepper="p",
        event_log_url=postgresql_databases.url("eventlog"),
        **urls,
    )
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    with pytest.raises(WrongUse, match="pg_dump is not on this machine") as raised:
        backup.backup(settings, tmp_path / "kept")
    assert "\n" not in str(raised.value)
    assert not list(tmp_path.glob("kept*"))


async def test_tables_are_noticed_and_what_is_no_dump_changes_nothing(
    tmp_path: Path, postgresql_databases: Databases
) -> None:
    store = postgresql.Postgresql(postgresql_databases.url("reports"), ("reports",))
    assert not await store.empty()
    async with store.view() as heads:
        assert heads == {}
        store.copy(tmp_path)
    with pytest.raises(WrongUse, match="already exists"):
        store.load(tmp_path)
    (tmp_path / store.file).write_text("x")
    with pytest.raises(WrongUse, match="pg_restore: error"):
        store.load(tmp_path)


def test_a_server_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, key_pepper="p", database_url="postgresql+asyncpg://u@127.0.0.1:1/x"
    )
    with pytest.raises(WrongUse, match="does not answer"):
        backup.backup(settings, tmp_path / "kept")
