"""Damaged, removed and replaced files: refused and said, never served as if nothing were."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from system.integrity import examined
from tests.system.journey import Journey
from tests.system.server import PATIENCE_SECONDS, Server, until
from tests.system.test_commands import BODY

LOUD = "the database is damaged"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "var")
    yield made
    made.kill()


def _answer(server: Server, prefix: str = "/reports") -> httpx2.Response:
    return httpx2.get(f"{server.base}{prefix}/readyz", timeout=PATIENCE_SECONDS)


def _filled(server: Server) -> str:
    """Start the server with a published submission; returns a key that may draft."""
    server.start()
    journey = Journey.at(server.base, server.data)
    journey.published(BODY)
    journey.caught_up()
    key = journey.key("CIM")
    journey.client.close()
    return key


def _post(server: Server, key: str) -> httpx2.Response:
    who = {"Authorization": f"Bearer {key}"}
    path = f"{server.base}/reports/submissions"
    return httpx2.post(path, json=BODY, headers=who, timeout=PATIENCE_SECONDS)


def _overwrite(path: Path, table: str) -> None:
    """Nonsense in place of the first page of a table."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page, size = connection.execute(
            "SELECT rootpage, page_size FROM sqlite_master, pragma_page_size WHERE name = ?",
            (table,),
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xa5" * size)


def _change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1


def test_damaged_pages_are_503_not_ready_and_loud(server: Server, tmp_path: Path) -> None:
    key = _filled(server)
    assert server.stop() == 0
    _overwrite(server.data / "reports.db", "reports_submissions")
    server.launch()
    until(lambda: LOUD in server.log(), "the damage is in the log")
    checks = _answer(server).json()["checks"]
    assert (_answer(server).status_code, checks["database"]["ready"]) == (503, False)
    assert "damaged" in checks["database"]["reason"]
    answer = _post(server, key)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    path = f"{server.base}/reports/submissions"
    assert httpx2.get(path, timeout=PATIENCE_SECONDS).status_code == 503
    for arguments in (("aggregator", "verify"), ("backup", str(tmp_path / "kept"))):
        done = server.command(*arguments)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert "damaged" in done.stderr
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("file", "statement", "place"),
    [
        ("reports", "UPDATE reports_outbox SET payload = replace(payload, 'CIM', 'CIN')", ""),
        ("reports", "UPDATE reports_outbox SET aggregateid = 'x'", ""),
        ("reports", "UPDATE reports_outbox SET recordedtime = '2020-01-01T00:00:00.000000Z'", ""),
        ("eventlog", "UPDATE eventlog_events SET value = value || ' '", " in the log"),
        ("eventlog", "UPDATE eventlog_events SET headers = substr(headers, 2)", " in the log"),
    ],
)
def test_changed_bytes_are_found_by_both_checks(
    server: Server, file: str, statement: str, place: str
) -> None:
    _filled(server)
    column = "seq" if file == "reports" else "topic = 'reports.v1' AND position"
    _change(server.data / f"{file}.db", f"{statement} WHERE {column} = 4")
    checked = server.command("ledger", "verify")
    assert (checked.returncode, "Broken at position 4" + place in checked.stdout) == (1, True)
    assert server.command("aggregator", "verify").returncode == 1


@pytest.mark.parametrize("name", ["reports.db", "reports.db-wal", "reports.db-shm"])
def test_a_file_that_is_removed_is_noticed_while_it_is_open(server: Server, name: str) -> None:
    key = _filled(server)
    (server.data / name).unlink()
    assert _post(server, key).status_code == 503
    assert _answer(server).status_code == 503
    assert name in _answer(server).text
    assert server.log().count(LOUD) == 1


def test_a_log_that_is_removed_is_noticed_and_filled_again(server: Server) -> None:
    key = _filled(server)
    for path in server.data.glob("eventlog.db*"):
        path.unlink()
    for prefix in ("/catalog", "/access", "/reports", "/indicators"):
        until(lambda at=prefix: _answer(server, at).status_code == 503, prefix)  # type: ignore[misc]
    assert _post(server, key).status_code == 201, "kept in the outbox"
    assert server.stop() == 0
    server.launch()
    until(lambda: "the log has lost records" in _text(server), "the relay refuses to go on")
    for topic in ("catalog.v1", "access.v1", "reports.v1"):
        assert server.command("refill", topic).returncode == 0
    until(lambda: _ready(server), "filled by the relays")
    assert server.command("ledger", "verify").stdout == "Intact: 7 events.\n"
    assert server.command("aggregator", "verify").returncode == 0
    assert server.command("refill", "reports.v1").returncode == 2


def _ready(server: Server) -> Any:
    return all(_answer(server, at).status_code == 200 for at in ("/catalog", "/access", "/reports"))


def _text(server: Server) -> str:
    try:
        return _answer(server).text
    except httpx2.HTTPError:
        return ""


def test_what_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 1000)
    assert examined(str(tmp_path / "text")) == "file is not a database"
    assert examined(str(tmp_path / "none")) == ""
