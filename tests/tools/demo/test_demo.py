"""The demonstration, small, filled and served as `make demo` does it."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from services.reports.domain.kinds import KINDS
from tests import demonstration
from tests.system.journey import check_chain
from tests.system.server import Server

STATES = {"draft", "submitted", "under_review", "accepted", "returned", "published", "withdrawn"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = demonstration.copy_to(tmp_path_factory.mktemp("demo") / "data")
    server = Server(folder, LOG_LEVEL="ERROR").start()
    yield server
    server.stop()


@pytest.fixture
def client(served: Server) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=served.base, timeout=60) as client:
        yield client


def every(client: httpx2.Client, url: str | None, key: str = "") -> list[dict[str, object]]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    items = []
    while url:
        page = client.get(url, headers=headers).json()
        items += page["items"]
        url = page["next"]
    return items


def keys_of(served: Server) -> dict[str, str]:
    lines = (served.data / "keys.txt").read_text().splitlines()
    return dict(line.split(": ") for line in lines)


def test_every_page_says_that_it_is_made_up(client: httpx2.Client) -> None:
    for path in ("/", "/nowhere"):
        assert "made up" in client.get(path, params={"lang": "en"}).text


def test_all_kinds_are_public_and_every_state_of_a_life_is_there(
    served: Server, client: httpx2.Client
) -> None:
    assert {item["kind"] for item in every(client, "/reports/submissions?limit=500")} == set(KINDS)
    seen: set[object] = set()
    for key in keys_of(served).values():
        seen |= {item["state"] for item in every(client, "/reports/submissions?limit=500", key)}
    assert seen >= STATES - {"draft", "withdrawn"}


def test_what_others_say_and_decide_is_there(client: httpx2.Client) -> None:
    types = {item["type"] for item in every(client, "/reports/ledger?limit=500") if item["type"]}
    for said in ("statement_made", "proposal_decided", "contribution_made", "cycle_changed"):
        assert f"reports.{said}" in types
    cycles = {cycle["state"] for cycle in every(client, "/reports/cycles")}
    assert cycles >= {"considered", "open"}


def test_the_fund_moves_from_the_pledge_to_the_disbursement(client: httpx2.Client) -> None:
    for sums in client.get("/reports/fund").json()["balance"].values():
        for name in ("pledged", "received", "allocated", "disbursed"):
            assert float(sums[name]) > 0, name


def test_its_history_lies_in_the_past_and_its_ledger_is_whole(client: httpx2.Client) -> None:
    ledger = every(client, "/reports/ledger?limit=500")
    check_chain(ledger)
    days = {str(item["time"])[:7] for item in ledger}
    assert len(days) > 5  # months


def test_the_figures_add_up(served: Server) -> None:
    verified = served.command("aggregator", "verify")
    assert verified.returncode == 0, verified.stdout


def test_its_keys_open_the_desks_and_nobody_else_reads_them(
    served: Server, client: httpx2.Client
) -> None:
    assert (served.data / "keys.txt").stat().st_mode & 0o077 == 0
    actors = {
        client.get("/access/me", headers={"Authorization": f"Bearer {key}"}).json()["actor"]
        for key in keys_of(served).values()
    }
    assert actors == {"COL", "CIM", "SG", "CAM", "EXPERTS"}


def test_it_is_filled_once(served: Server) -> None:
    again = demonstration.demo(served.data)
    assert (again.returncode, again.stdout) == (0, "")


def test_a_folder_with_other_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "reports.db").write_bytes(b"real")
    refused = demonstration.demo(tmp_path)
    assert refused.returncode == 2
    assert "holds other data" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["reports.db"]


def test_one_that_was_broken_off_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "demonstration").touch()
    (tmp_path / "reports.db").write_bytes(b"half")
    from tools.demo.__main__ import begun

    assert not begun(tmp_path)
    assert not tmp_path.exists()
