"""The whole system in one process, on SQLite and on PostgreSQL: same journey, same bytes."""

import json
from pathlib import Path
from typing import Any

import httpx2
from starlette.testclient import TestClient

from kernel.web.limits import PORTAL_HEADER
from system.embedded import Embedded
from system.resources import Settings
from tests.system.journey import Journey, check_chain, judged
from tests.system.process import application
from tests.system.server import Server
from tests.system.test_commands import BODY
from tools.components.postgres import Server as Postgres


def _journey(data: Path, database_url: str) -> list[Any]:
    with TestClient(application(data, database_url)) as client:
        journey = Journey(client, (data / "bootstrap.key").read_text().strip())
        for number, reporter in enumerate(("CIM", "COL", "MEX")):
            payload = {
                "activity": "ACT-12",
                "year": 2020 + number,
                "status": "completed",
                "axes": ["gender"],
                "execution": "bilateral",
            }
            money = {
                "resources": [{"currency": "USD", "amount": "10.05"}],
                "beneficiaries": [{"sex": "female", "age_group": "adult", "count": 9}],
            }
            id_ = journey.published({**BODY, "reporter": reporter, "payload": payload | money})
        journey.act(id_, "withdraw", journey.key("MEX"))
        end = journey.caught_up()
        check_chain(journey.ledger())
        judged(journey)
        pages = [
            client.get("/indicators/objectives", params={"as_of": str(position)}).content
            for position in range(1, end + 1)
        ]
        assert client.get("/").status_code == 200
        assert client.get("/catalog/activities/ACT-12", params={"lang": "es"}).json()[
            "objectives"
        ] == ["GO-2", "SO-07"]
        return [*pages, json.dumps([item["type"] for item in journey.ledger()])]


def test_pages_answer_when_the_address_of_this_machine_has_used_up_its_requests(
    tmp_path: Path,
) -> None:
    server = Server(tmp_path / "var", RATE_ADDRESS="30").start()
    try:
        with httpx2.Client(base_url=server.base) as client:
            statuses = [client.get("/catalog/objectives").status_code for _ in range(40)]
            assert statuses[-1] == 429
            guessed = {PORTAL_HEADER: "0" * 32}
            assert client.get("/catalog/objectives", headers=guessed).status_code == 429
            pages = [client.get("/").status_code for _ in range(40)]
        assert set(pages[:30]) == {200}
        assert set(pages) == {200, 429}, "a page that is refused says so, it is no fault of ours"
    finally:
        server.kill()


def test_a_later_start_prints_an_address_to_a_terminal_alone(tmp_path: Path) -> None:
    lines: list[str] = []
    for at_terminal in (False, False, True):
        settings = Settings(data_dir=tmp_path)
        with TestClient(Embedded(settings, lines.append, at_terminal=at_terminal)):
            pass
    assert "".join(lines).count("/desk/sign-in/once/") == 2


def test_both_databases_answer_the_same_bytes(tmp_path: Path, postgres_server: Postgres) -> None:
    assert _journey(tmp_path / "sqlite", "") == _journey(
        tmp_path / "postgresql", postgres_server.create_database()
    )
