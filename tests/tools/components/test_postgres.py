"""The PostgreSQL of the tests is a real one: durable, fresh, copied from templates, and gone with
whoever asked for it.
"""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from tools.components import postgres, processes


def plain(url: str) -> str:
    return url.replace("+asyncpg", "")


async def test_answers_and_waits_for_no_disk(postgres_server: postgres.Server) -> None:
    connection = await asyncpg.connect(plain(postgres_server.create_database()))
    try:
        assert await connection.fetchval("SELECT 20 + 22") == 42
        assert await connection.fetchval("SHOW fsync") == "off"
        assert await connection.fetchval("SHOW synchronous_commit") == "on"
    finally:
        await connection.close()


async def test_copies_a_template(postgres_server: postgres.Server) -> None:
    template = postgres_server.create_database().rpartition("/")[2]
    postgres_server.run_sql("CREATE TABLE kept (n integer); INSERT INTO kept VALUES (7)", template)
    copy, other = (postgres_server.create_database(template).rpartition("/")[2] for _ in range(2))
    postgres_server.run_sql("DELETE FROM kept", copy)
    assert postgres_server.run_sql("SELECT n FROM kept", copy) == ""
    assert postgres_server.run_sql("SELECT n FROM kept", other) == "7"
    postgres_server.drop_database(copy)


def test_keeps_what_was_committed_over_an_immediate_stop(postgres_server: postgres.Server) -> None:
    cluster = postgres.Cluster()
    try:
        server = cluster.start()
        assert server.run_sql("SHOW fsync") == "on"
        server.run_sql("CREATE TABLE kept AS SELECT 1 AS n")
        cluster.stop(signal.SIGQUIT)
        assert cluster.start().run_sql("SELECT n FROM kept") == "1"
    finally:
        cluster.remove()
    assert not processes.accepts(server.port)
    assert not cluster.folder.exists()


def test_dies_with_an_owner_that_is_killed(postgres_server: postgres.Server) -> None:
    owner = subprocess.Popen(["sleep", "60"])
    command = [sys.executable, str(Path(postgres.__file__)), "--owner", str(owner.pid)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as keeper:
        assert keeper.stdout
        assert '"url"' in keeper.stdout.readline()
        owner.kill()
        owner.wait()
        assert keeper.wait(120) == 0


def test_dies_with_a_keeper_that_is_killed(postgres_server: postgres.Server) -> None:
    with subprocess.Popen(
        [sys.executable, str(Path(postgres.__file__))], stdout=subprocess.PIPE, text=True
    ) as keeper:
        assert keeper.stdout
        announced = json.loads(keeper.stdout.readline())
        keeper.kill()
    deadline = time.monotonic() + 120
    while processes.accepts(announced["port"]):
        assert time.monotonic() < deadline, "the server outlived its keeper"
        time.sleep(0.05)
    shutil.rmtree(announced["folder"])


def test_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda *_: iter(()))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(processes.Missing, match="apt-get install postgresql"):
        postgres.binaries()
