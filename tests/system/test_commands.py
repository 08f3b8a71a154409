"""The command line beside a running server, and the offline verifier of an exported ledger."""

import copy
import json
from pathlib import Path

import pytest

from system import commands
from tests.system.journey import Journey
from tests.system.server import Server

BODY = {
    "kind": "implementation",
    "reporter": "CIM",
    "language": "es",
    "title": "t",
    "payload": {"activity": "ACT-12", "year": 2020, "status": "planned"},
}


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "var")


def test_beside_a_running_server(server: Server, tmp_path: Path) -> None:
    server.start()
    journey = Journey.at(server.base, server.data)
    try:
        journey.published(BODY)
        issued = server.command("keys", "issue", "--actor", "COL", "--scope", "reports:write")
        key = json.loads(issued.stdout)
        who = {"Authorization": f"Bearer {key['key']}"}
        assert journey.client.get("/reports/submissions", headers=who).status_code == 200, (
            "its effect shows when the command ends"
        )
        assert server.command("keys", "revoke", key["id"]).returncode == 0
        assert journey.client.get("/reports/submissions", headers=who).status_code in (200, 401)
        assert server.command("aggregator", "rebuild").returncode == 0
        assert server.command("aggregator", "verify").returncode == 0
        assert server.command("ledger", "export", str(tmp_path / "ledger.jsonl")).returncode == 0
        assert (
            server.command("ledger", "verify", str(tmp_path / "ledger.jsonl")).stdout
            == "Intact: 5 events.\n"
        )
        assert server.command("keys", "issue", "--actor", "NOBODY").returncode == 2
    finally:
        journey.client.close()
        server.kill()
    items = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert commands.broken_at(items) is None
    for position in range(5):
        forged = copy.deepcopy(items)
        forged[position]["data"]["reporter"] = "SG"
        assert commands.broken_at(forged) == position + 1
        assert commands.broken_at(items[:position] + items[position + 1 :]) == (
            position + 1 if position < 4 else None
        )


def test_wrong_use_is_one_line(server: Server, tmp_path: Path) -> None:
    for arguments in (
        ("ledger", "verify", str(tmp_path / "none")),
        ("programme", "import-text", str(tmp_path / "none"), "--lang", "fr"),
        ("portal",),
    ):
        done = server.command(*arguments)
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("Error: ")
