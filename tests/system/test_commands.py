"""The command line beside a running server, and the offline verifier of an exported ledger."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from kernel import chain
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
# of an event that everybody may read; `type`, `id` and the rest are tried below
FORGERIES = {
    "subject": "019ad000-0000-7000-8000-000000000000",
    "revision": 2,
    "time": "2020-01-01T00:00:00.000000Z",
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
            == "Intact: 6 events.\n"
        )
        assert server.command("keys", "issue", "--actor", "NOBODY").returncode == 2
    finally:
        journey.client.close()
        server.kill()
    items = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert commands.broken_at(items) is None
    assert [item["position"] for item in items if "data" in item] == [1, 3, 6], "what is public"
    for position in range(6):
        readable = "data" in items[position]
        if readable:
            forged = copy.deepcopy(items)
            forged[position]["data"]["reporter"] = "SG"
            assert commands.broken_at(forged) == position + 1
        for name, value in FORGERIES.items():
            if not readable and name != "time":
                continue  # beside no data there is nothing that says otherwise
            forged = copy.deepcopy(items)
            forged[position][name] = value
            # the data of the first event, the note of the catalogue, name neither of the two
            named = position > 0 or name == "time"
            assert commands.broken_at(forged) == (position + 1 if named else None), name
        assert commands.broken_at(items[:position] + items[position + 1 :]) == (
            position + 1 if position < 5 else None
        )


def test_a_rebuild_needs_the_indicators_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("AGGREGATOR_LOOK_SECONDS", "0")
    for name in ("CATALOG", "ACCESS", "REPORTS"):
        monkeypatch.setenv(f"{name}_DATABASE_URL", nowhere)
    assert commands.rebuild() == {"position": 0, "equal": True, "differences": []}


def test_wrong_use_is_one_line(server: Server, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    for arguments in (
        ("ledger", "verify", str(tmp_path / "none")),
        ("ledger", "verify", str(tmp_path / "empty")),
        ("ledger", "export", str(tmp_path / "none" / "ledger.jsonl")),
        ("ledger", "export", str(tmp_path)),
        ("programme", "import-text", str(tmp_path / "none"), "--lang", "fr"),
        ("portal",),
        ("backup", str(tmp_path / "none" / "kept")),
        ("restore", str(tmp_path / "empty")),
        ("restore", str(tmp_path / "none")),
        ("refill", "nothing.v1"),
        ("keys", "revoke", "nobody"),
        ("keys", "rotate", "nobody"),
    ):
        done = server.command(*arguments)
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("Error: ")
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("data", "subject", "broken"),
    [
        ({"cycle": "c", "submission": "s"}, "c", None),
        ({"cycle": "c", "submission": "s"}, "s", 1),
        ({"cycle": None, "submission": "s"}, "s", None),
        ({"cycle": None, "submission": "s"}, "c", 1),
        ({"cycle": "c"}, "s", 1),
    ],
)
def test_what_is_about_a_cycle_has_the_cycle_as_its_subject(
    data: dict[str, Any], subject: str, broken: int | None
) -> None:
    item = _first_event(data)
    assert commands.broken_at([{**item, "subject": subject}]) == broken


@pytest.mark.parametrize("item", [{}, [], "x", 1, None])
def test_what_is_no_event_breaks_the_ledger(item: Any) -> None:
    assert commands.broken_at([item]) == 1


@pytest.mark.parametrize("change", [{"hash": None}, {"salt": 1}, {"id": None}, {"digest": "x"}])
def test_a_member_of_another_type_breaks_the_ledger(change: dict[str, Any]) -> None:
    item = _first_event()
    assert commands.broken_at([item]) is None
    assert commands.broken_at([{**item, **change}]) == 1


@pytest.mark.parametrize(
    "name", ["position", "previous_hash", "id", "type", "time", "digest", "hash"]
)
def test_a_member_that_is_missing_breaks_the_ledger(name: str) -> None:
    item = _first_event()
    del item[name]
    assert commands.broken_at([item]) == 1


def _first_event(data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The only event of a ledger, as `ledger export` writes it."""
    data = data or {"n": 1}
    time = "2026-11-28T12:00:00.000000Z"
    item = {"position": 1, "previous_hash": chain.GENESIS, "id": "a", "salt": "s", "type": "t"}
    digest = chain.digest(chain.canonical(data), "a", "s", "t")
    return {
        **item,
        "data": data,
        "time": time,
        "digest": digest,
        "hash": chain.link(chain.GENESIS, 1, time, digest),
    }


def test_acts_are_loaded_beside_a_running_server(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "acts.csv"
    header = "state,signed,bound_on,action,verification"
    file.write_text(f"{header}\nCOL,,1995-05-24,accession,recalled\n")
    server.start()
    journey = Journey.at(server.base, server.data)
    try:
        loaded = server.command("ratifications", "load", str(file))
        assert (loaded.returncode, loaded.stdout) == (0, "1 filed, 0 passed over, 0 refused.\n")
        again = server.command("ratifications", "load", str(file))
        assert (again.returncode, again.stdout) == (0, "0 filed, 1 passed over, 0 refused.\n")
        address = "/reports/ratifications?state=COL&instrument=ICRMW"
        [row] = journey.client.get(address).json()["items"]
        assert (row["status"], row["date"], row["verified"]) == ("party", "1995-05-24", False)
        file.write_text(file.read_text().replace("COL", "XXX"))
        refused = server.command("ratifications", "load", str(file))
        assert (refused.returncode, refused.stdout.splitlines()[0]) == (
            1,
            "line 2: XXX is not a state.",
        )
        file.write_text("another table\n")
        assert server.command("ratifications", "load", str(file)).returncode == 2
        assert server.command("ratifications", "load", str(tmp_path / "none")).returncode == 2
    finally:
        journey.client.close()
        server.kill()
