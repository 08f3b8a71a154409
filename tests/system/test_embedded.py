"""The whole system in one process, on SQLite and on PostgreSQL: same journey, same bytes."""

import json
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.system.journey import Journey, check_chain, judged
from tests.system.process import application
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


def test_both_databases_answer_the_same_bytes(tmp_path: Path, postgres_server: Postgres) -> None:
    assert _journey(tmp_path / "sqlite", "") == _journey(
        tmp_path / "postgresql", postgres_server.create_database()
    )
