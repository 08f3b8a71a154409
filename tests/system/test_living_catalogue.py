"""The living catalogue, from end to end: a state proposes, others are consulted, the Committee
adopts, an editor takes the change into a draft, the draft is published, and reports and indicators
know the new code.
"""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.system.journey import Journey
from tests.system.process import application
from tests.system.server import until
from tests.system.test_commands import BODY
from tests.system.test_editions import known
from tools.components.postgres import Server as Postgres

TEXTS = {"es": {"title": "Abaratar las remesas", "summary": "Acordar costos menores."}}
PROPOSAL = {
    **BODY,
    "kind": "proposal",
    "reporter": "COL",
    "payload": {
        "change": "add",
        "node_kind": "activity",
        "addressees": ["STATES"],
        "objectives": ["SO-07"],
        "texts": TEXTS,
        "reason": "El costo pesa sobre las familias.",
    },
}
REPORT = {
    **BODY,
    "reporter": "MEX",
    "payload": {"activity": "ACT-43", "year": 2024, "status": "under_way"},
}


def consulted(journey: Journey, proposal: str) -> None:
    said = {"role": "consultation", "language": "es", "text": "La apoyamos."}
    path = f"/reports/submissions/{proposal}/statements"
    assert journey.send("POST", path, journey.key("MEX"), said).status_code == 201


def adopted(journey: Journey, proposal: str) -> None:
    committee = journey.key("CAM", "programme:adopt")
    path = f"/reports/submissions/{proposal}/decision"
    body = {"decision": "adopted", "reason": "Sirve a las familias."}
    answer = journey.send("PUT", path, committee, body, match="*")
    assert answer.status_code == 200, answer.text
    until(lambda: pending(journey) == [proposal], "the catalogue does not know the adoption")


def pending(journey: Journey) -> list[str]:
    listed = journey.client.get("/catalog/adoptions?pending=true").json()["items"]
    return [adoption["proposal"] for adoption in listed]


def taken_in(journey: Journey, proposal: str) -> dict[str, Any]:
    """The adoption, in a draft edition."""
    editor = journey.key("SG", "programme:edit")
    known(journey, "/catalog/editions", editor, journey.key("CAM", "programme:adopt"))
    answer = journey.send("POST", "/catalog/editions", editor, {"id": "2026", "from": "2016-draft"})
    assert answer.status_code == 201, answer.text
    path = "/catalog/editions/2026/adoptions"
    answer = journey.send("POST", path, editor, {"proposal": proposal})
    assert answer.status_code == 201, answer.text
    assert journey.send("POST", path, editor, {"proposal": proposal}).status_code == 409
    assert pending(journey) == [proposal], "a draft is told to editors alone"
    taken: dict[str, Any] = answer.json()
    return taken


def published(journey: Journey) -> None:
    adopter = journey.key("CAM", "programme:adopt")
    path = "/catalog/editions/2026/publish"
    answer = journey.send("POST", path, adopter, {}, match="*")
    assert answer.status_code == 200, answer.text
    until(lambda: _followed(journey), "the new edition did not arrive")


def _followed(journey: Journey) -> bool:
    """Whether reports and indicators have taken the edition in."""
    reports = journey.client.get("/reports/submissions?activity=ACT-43").status_code == 200
    return reports and journey.client.get("/indicators/objectives").json()["edition"] == "2026"


def reported(journey: Journey) -> int:
    """How many facts SO-07 has."""
    values = journey.client.get("/indicators/objectives/SO-07").json()["values"]
    [value] = [each["value"] for each in values if each["indicator"] == "reports_published"]
    return int(value)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_proposal_becomes_part_of_the_program(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    server: Postgres | None = (
        request.getfixturevalue("postgres_server") if database == "postgresql" else None
    )
    data = tmp_path / "data"
    with TestClient(application(data, server.create_database() if server else "")) as client:
        journey = Journey(client, (data / "bootstrap.key").read_text().strip())
        proposal = journey.published(PROPOSAL)
        consulted(journey, proposal)
        adopted(journey, proposal)
        assert taken_in(journey, proposal)["node"] == "ACT-43"
        published(journey)
        node = client.get("/catalog/activities/ACT-43?lang=fr").json()
        assert (node["title"], node["origin"]) == (TEXTS["es"]["title"], {"proposal": proposal})
        assert pending(journey) == []
        diff = client.get("/catalog/editions/2016-draft/diff?to=2026").json()
        assert diff["adoptions"] == [{"proposal": proposal, "change": "add", "node": "ACT-43"}]
        before = reported(journey)
        journey.published(REPORT)
        journey.caught_up()
        assert reported(journey) == before + 1
        assert client.get("/indicators/activities/ACT-43").status_code == 200
        history = client.get(f"/reports/submissions/{proposal}/history").json()["items"]
        steps = [step["action"] for step in history]
        assert steps == ["submit", "publish", "make_statement", "decide"]
        closed = journey.act(proposal, "withdraw", journey.key("COL"))
        assert (closed.status_code, closed.json()["code"]) == (409, "decided")
