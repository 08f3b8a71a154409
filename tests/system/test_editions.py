"""A second edition made and adopted over HTTP: reports takes submissions under it, indicators go by
its links, earlier facts count on.
"""

import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.system.journey import Journey, judged
from tests.system.process import application
from tests.system.test_commands import BODY
from tools.components.postgres import Server as Postgres

SECONDS = 180
NONE = {lang: {"provenance": "missing"} for lang in ("en", "pt", "fr")}
WHY = {"es": {"text": "Los estudios sirven también a este objetivo."}, **NONE}
ACT_12 = {
    "title": {"es": {"text": "Estudiar la migración de las mujeres y de las niñas"}},
    "links": [{"objective": "SO-07"}, {"objective": "SO-08", "rationale": WHY}],
}
ACT_43 = {
    "code": "ACT-43",
    "kind": "activity",
    "number": 43,
    "section": "V.A",
    "addressees": ["CIM"],
    "strength": "promote",
    "replaces": ["ACT-13"],
    "title": {"es": {"text": "Difundir los estudios"}, **NONE},
    "summary": {"es": {"text": "Difundir los estudios hechos."}, **NONE},
    "links": [{"objective": "SO-07", "rationale": WHY}],
}


def report(activity: str) -> dict[str, Any]:
    return {
        **BODY,
        "reporter": "CIM",
        "payload": {"activity": activity, "year": 2024, "status": "completed"},
    }


def linked(client: Any, code: str) -> dict[str, Any]:
    """Of an objective: size of L(o), activities with a fact, facts."""
    values = {
        value["indicator"]: value["value"]
        for value in client.get(f"/indicators/objectives/{code}").json()["values"]
    }
    return {
        name: values[name]
        for name in ("activities_linked", "activities_reported", "reports_published")
    }


def moments(journey: Journey) -> tuple[str, str]:
    """The end of the ledger, as a position and as a time."""
    position = journey.caught_up()
    return str(position), str(journey.ledger()[-1]["time"])


def everything(client: Any, as_of: str) -> list[bytes]:
    """The bytes of what may be cited."""
    paths = ("objectives", "objectives/SO-07", "actors/CIM", "activities/ACT-13")
    paths += tuple(f"objectives/SO-01/{code}/evidence" for code in ("reports_published",))
    answers = [client.get(f"/indicators/{path}", params={"as_of": as_of}) for path in paths]
    assert [answer.status_code for answer in answers] == [200] * len(paths)
    return [answer.content for answer in answers]


def corrected(journey: Journey) -> None:
    """The record of an actor is corrected: COL is said to have left long ago."""
    editor = journey.key("SG", "programme:edit")
    left = [{"from": "1948-01-01", "to": "2000-01-01", "status": "withdrawn", "source": "x"}]
    address, body = "/catalog/actors/COL", {"memberships": left}
    answer = journey.send("PATCH", address, editor, body, match="*")
    assert answer.status_code == 200, answer.text


def goes_on(journey: Journey, pending: str, retired: str) -> None:
    """What was begun on ACT-13 before can be finished, is listed, and its page names ACT-43."""
    for action in ("submit", "start_review", "accept", "publish"):
        key = journey.key("CIM") if action == "submit" else journey.secretariat()
        assert journey.act(pending, action, key).status_code == 200
    listed = journey.client.get("/reports/submissions", params={"activity": "ACT-13"}).json()
    assert {item["id"] for item in listed["items"]} == {retired, pending}
    page = journey.client.get("/indicators/activities/ACT-13").json()
    assert (page["edition"], page["successors"]) == ("2016-draft", ["ACT-43"])


def amended(journey: Journey) -> None:
    """The next edition:

    ACT-12 amended and linked otherwise, ACT-13 retired, ACT-43 in its place.
    """
    editor, adopter = journey.key("SG", "programme:edit"), journey.key("CAM", "programme:adopt")
    known(journey, "/catalog/editions", editor, adopter)
    new = {"id": "2026", "from": "2016-draft", "title": {"es": {"text": "Edición de 2026"}}}
    for method, path, body, status in (
        ("POST", "", new, 201),
        ("PATCH", "/2026/nodes/ACT-12", ACT_12, 200),
        ("POST", "/2026/nodes", ACT_43, 201),
        ("DELETE", "/2026/nodes/ACT-13", None, 204),
    ):
        answer = journey.send(method, f"/catalog/editions{path}", editor, body, match="*")
        assert answer.status_code == status, answer.text
    tag = journey.send("GET", "/catalog/editions/2026", adopter).headers["etag"]
    answer = journey.send(
        "POST",
        "/catalog/editions/2026/publish",
        adopter,
        {"resolution": "AG/RES. 1 (LVI-O/26)", "date": "2026-06-05"},
        match=tag,
    )
    assert answer.status_code == 200, answer.text


def known(journey: Journey, path: str, *keys: str) -> None:
    deadline = time.monotonic() + SECONDS
    while any(journey.send("GET", path, key).status_code != 200 for key in keys):
        assert time.monotonic() < deadline, "a key is not known"


def followed(journey: Journey) -> None:
    """Wait until reports and indicators have taken the new edition in: a draft says under which
    edition it was begun.
    """
    deadline = time.monotonic() + SECONDS
    while (
        journey.client.get("/indicators/objectives").json()["edition"] != "2026"
        or begun(journey) != "2026"
    ):
        assert time.monotonic() < deadline, "the new edition did not arrive"


def begun(journey: Journey) -> str:
    answer = journey.send(
        "POST",
        "/reports/submissions",
        journey.key("CIM"),
        {**BODY, "reporter": "CIM", "payload": {"year": 2024}},
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["edition"])


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_second_edition(tmp_path: Path, database: str, request: pytest.FixtureRequest) -> None:
    server: Postgres | None = (
        request.getfixturevalue("postgres_server") if database == "postgresql" else None
    )
    data = tmp_path / "data"
    with TestClient(application(data, server.create_database() if server else "")) as client:
        journey = Journey(client, (data / "bootstrap.key").read_text().strip())
        first = journey.published(report("ACT-12"))
        retired = journey.published(report("ACT-13"))
        cited = {as_of: everything(client, as_of) for as_of in moments(journey)}
        assert len({*map(tuple, cited.values())}) == 2, "a position and its time are echoed"
        pending = journey.drafted(report("ACT-13"))
        before = {code: linked(client, code) for code in ("GO-2", "SO-01", "SO-07", "SO-08")}
        amended(journey)
        followed(journey)
        after = {code: linked(client, code) for code in before}
        assert {
            code: after[code]["activities_linked"] - before[code]["activities_linked"]
            for code in before
        } == {"GO-2": -1, "SO-01": -1, "SO-07": 1, "SO-08": 1}
        assert [after[code]["reports_published"] for code in before] == [0, 0, 2, 1], (
            "the facts of ACT-12 and of ACT-13, which ACT-43 replaces, were told before"
        )
        second = journey.published(report("ACT-43"))
        journey.caught_up()
        editions = {
            id_: client.get(f"/reports/submissions/{id_}").json()["edition"]
            for id_ in (first, second)
        }
        assert editions == {first: "2016-draft", second: "2026"}
        evidence = client.get("/indicators/objectives/SO-07/reports_published/evidence").json()
        assert {item["id"] for item in evidence["submissions"]} == {first, retired, second}
        refused = journey.send("POST", "/reports/submissions", journey.key("CIM"), report("ACT-13"))
        assert refused.json()["errors"][0]["pointer"] == "/payload/activity"
        assert "ACT-43" in refused.json()["errors"][0]["detail"]
        judged(journey)
        goes_on(journey, pending, retired)
        corrected(journey)
        assert journey.act(first, "withdraw", journey.key("CIM")).status_code == 200
        journey.caught_up()
        for as_of, then in cited.items():
            assert everything(client, as_of) == then, "what was cited stays what it was"
        diff = client.get("/catalog/editions/2016-draft/diff", params={"to": "2026"}).json()
        assert (diff["added"], diff["removed"]) == (["ACT-43"], ["ACT-13"])
        assert {"from": "ACT-13", "to": ["ACT-43"]} in diff["mapping"]
