"""The page on a year of the program, pasted as it stands into a shell beside a real server, and
what is true then.
"""

import subprocess
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from tests.system.server import ROOT, Server
from tests.system.test_readme import blocks


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx2.Client, str]]:
    """A client of the server after the year, and what the shell printed."""
    server = Server(tmp_path_factory.mktemp("year") / "var").start()
    try:
        script = "set -euo pipefail\n" + "\necho ==\n".join(blocks("docs/a-year.md"))
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=ROOT,
            env=server.environment,
            capture_output=True,
            text=True,
            timeout=1400,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        with httpx2.Client(base_url=server.base, timeout=60) as client:
            yield client, done.stdout
    finally:
        server.kill()


def dossier(client: httpx2.Client, type_: str, lang: str = "es") -> Any:
    [cycle] = client.get("/reports/cycles", params={"type": type_}).json()["items"]
    answer = client.get(f"/reports/cycles/{cycle['id']}/dossier", params={"lang": lang})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_ledger_verifies_and_anchors_the_dossier(year: tuple[httpx2.Client, str]) -> None:
    client, printed = year
    assert "The dossier is the one that the ledger anchors at position" in printed
    assert "Intact: " in printed
    status = client.get("/indicators/status").json()
    assert (status["parked"], status["lag_positions"]) == (0, 0)


def test_the_dossier_tells_the_year(year: tuple[httpx2.Client, str]) -> None:
    client, _ = year
    told = dossier(client, "annual_report")
    assert [organ["actor"] for organ in told["organs"]] == ["CIM"]
    assert {one["reporter"] for one in told["contributions"]} == {"CIM", "COL"}
    [joint] = [one for one in told["contributions"] if one["reporter"] == "COL"]
    assert joint["joint_reporters"] == ["MEX"]
    related = {one["kind"]: one for one in told["related"]}
    assert related["proposal"]["decision"]["decision"] == "adopted"
    assert [one["role"] for one in related["proposal"]["statements"]] == ["consultation"]
    assert [one["role"] for one in related["assessment"]["statements"]] == ["reply"]
    assert [one["status"] for one in related["recommendation"]["statements"]] == ["under_way"]
    assert "practice" in related
    balance = told["fund"]["balance"]["USD"]
    assert (balance["received"], balance["cash"]) == ("50000.00", "37499.50")
    assert told["edition"] == "2026"


def test_the_meetings_have_theirs(year: tuple[httpx2.Client, str]) -> None:
    client, _ = year
    meeting = dossier(client, "cidi_meeting", "pt")
    assert [one["kind"] for one in meeting["contributions"]] == ["practice"]
    assert [one["role"] for one in meeting["statements"]] == ["presentation"]
    experts = dossier(client, "expert_meeting", "fr")
    assert {"assessment", "recommendation"} <= {one["kind"] for one in experts["related"]}


def test_the_program_has_moved_on(year: tuple[httpx2.Client, str]) -> None:
    client, _ = year
    assert client.get("/catalog/activities/ACT-43").json()["title"] == "Abaratar las remesas"
    values = client.get("/indicators/objectives/SO-07").json()["values"]
    counted = {one["indicator"]: one["value"] for one in values}
    assert counted["recommendations_open"] == 1
    assert counted["assessed_distribution"] == {"substantial": 1}
    assert counted["fund_allocated"] == {"USD": "30000.00"}
    states = client.get("/reports/ratifications?instrument=ICRMW&state=COL").json()
    assert "party" in str(states)
