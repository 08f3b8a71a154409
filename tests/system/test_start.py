"""Starting and stopping: what a person sees when it works, and the one line when it cannot."""

import json
import re
import socket
import sqlite3
import stat
from pathlib import Path

import httpx2

from tests.system.server import Server


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    server = Server(tmp_path / "var").start()
    key = server.data / "bootstrap.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    text = key.read_text().strip()
    assert text in server.log()
    address = re.search(rf"{server.base}/desk/sign-in/once/\w{{64}}\n", server.log())
    assert address, "beside the key stands an address that signs in"
    assert "one-time address" in httpx2.get(address[0].strip(), params={"lang": "en"}).text
    assert server.stop() == 0
    before = _rows(server.data)
    assert server.start().log().count(text) == 1, "the key is printed once"
    assert server.stop() == 0
    assert _rows(server.data) == before
    assert "Traceback" not in server.log()


def test_two_first_starts_at_once_make_one_key(tmp_path: Path) -> None:
    servers = [Server(tmp_path / "var"), Server(tmp_path / "var")]
    try:
        for server in servers:
            server.launch()
        assert all(server.wait_ready() for server in servers), servers[0].log()[-4000:]
        key = tmp_path / "var" / "bootstrap.key"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        who = {"Authorization": f"Bearer {key.read_text().strip()}"}
        for server in servers:
            answer = httpx2.get(f"{server.base}/access/keys", headers=who)
            assert [item["label"] for item in answer.json()["items"]] == ["bootstrap administrator"]
        assert servers[0].log().count("oasm_live_") == 1, "it is printed once"
        assert "Traceback" not in servers[0].log()
    finally:
        for server in servers:
            server.kill()


def test_every_line_of_a_server_that_is_sent_nonsense_is_json(tmp_path: Path) -> None:
    server = Server(tmp_path / "var", LOG_FORMAT="json")
    server.start()
    before = len(server.log())
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"nonsense\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400")
    assert server.stop() == 0
    lines = [json.loads(line) for line in server.log()[before:].splitlines()]
    assert [line["logger"] for line in lines if "Invalid HTTP request" in line["event"]] == [
        "uvicorn.error"
    ]


def _rows(data: Path) -> dict[str, int]:
    found = {}
    for service in ("catalog", "access", "reports", "aggregator", "eventlog"):
        connection = sqlite3.connect(data / f"{service}.db")
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found |= {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names
        }
        connection.close()
    return found


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = Server(tmp_path / "var")
        server.environment["PORT"] = str(other.getsockname()[1])
        done = server.command("embedded")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: cannot listen on 127.0.0.1:")
    assert len(done.stderr.splitlines()) == 1


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = Server(tmp_path / "file" / "var").command("embedded")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_port_that_is_none_is_one_line(tmp_path: Path) -> None:
    server = Server(tmp_path / "var")
    server.environment["PORT"] = "seventy"
    done = server.command("embedded")
    assert (done.returncode, done.stderr.startswith("Error: PORT:")) == (2, True)
