"""A correction on its way through the whole system: until it is published, no public answer of any
service changes, nor the home page, but the ledger's growth and the position.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.system.journey import Journey
from tests.system.process import application
from tools.components.postgres import Server as Postgres

BODY: dict[str, Any] = {
    "kind": "implementation",
    "reporter": "CIM",
    "joint_reporters": ["COL"],
    "language": "es",
    "title": "Informe",
    "payload": {"activity": "ACT-12", "year": 2020, "status": "planned"},
}
CHANGED = BODY | {
    "title": "Informe corregido",
    "joint_reporters": ["COL", "MEX"],
    "payload": {"activity": "ACT-13", "year": 2021, "status": "completed", "axes": ["gender"]},
}
CODES = {"objectives": "SO-07", "activities": "ACT-12", "actors": "CIM", "nodes": "ACT-12"}
STILL = (
    "/stream",
    "/ledger",
    "/readyz",
    "/healthz",
    "/metrics",
    "/status",
    "/verification",
    "/docs",
)
LISTS = (
    *("reporter=CIM", "reporter=MEX", "activity=ACT-12", "activity=ACT-13", "objective=SO-07"),
    *("year=2020", "year=2021", "state=draft", "state=published", "q=corregido", "q=informe"),
    "updated_after=2016-01-01T00:00:00Z",
)
#: Reads that tell the newest position of the ledger, as the indicators do.
OF_A_POSITION = tuple(
    f"/reports/{name}"
    for name in (
        *("fund", "agreements", "uptake", "ratifications", "submissions.", "files"),
        *("actors/", "activities/"),
    )
)
#: Packed files of the rows that data.csv has too.
PACKED = ("/indicators/data.parquet", "/indicators/data.xlsx")
#: What follows from a position: its number, its time, the digest of an answer that has both.
FOLLOWING = (
    (r'("position":|\b(?:posi\w+|entry) |as_of=)\d+', r"\1N"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)", "T"),
    (r"\d\d:\d\d UTC", "T"),
    (r",\d+,T", ",N,T"),
    (r"\b(2016-draft[/.])\d+", r"\1N"),
    (r"\b[0-9a-f]{64}\b", "D"),
    # of files, which tell their position too; they are read themselves, byte by byte
    (r'"size":(\d+|null),"position":(N|null),"recorded_at":("T"|null)', "S"),
)
FILTERS = ("year=2020", "year=2021", "actor=CIM", "actor=MEX", "actor_kind=state", "axis=gender")


def addresses(client: Any, id_: str) -> Iterator[str]:
    """Every public read of every service, the lists and the indicators with their filters."""
    for service in ("catalog", "reports", "indicators"):
        for path, item in client.get(f"/{service}/openapi.json").json()["paths"].items():
            if "get" not in item or path.endswith((*STILL, *PACKED)) or "/ledger/" in path:
                continue
            filled = path.replace("{id}", id_).replace("{indicator}", "reports_published")
            kind = path.split("/")[2]
            yield filled.replace("{code}", CODES.get(kind, "SO-07"))
    yield from (f"/reports/submissions?{wanted}" for wanted in LISTS)
    yield from (f"/reports/submissions/{id_}?revision={n}" for n in (1, 2))
    yield from (f"/indicators/objectives?{wanted}" for wanted in FILTERS)
    yield "/"


def seen(client: Any, id_: str) -> dict[str, Any]:
    """What the public is answered: status, ETag and body; of indicators and pages without the
    position that they are of.
    """
    answers = {}
    for address in addresses(client, id_):
        # packed or not depends on whether the answer is cached already
        answer = client.get(address, headers={"Accept-Encoding": "identity"})
        if address.startswith(("/reports", "/catalog")) and not address.startswith(OF_A_POSITION):
            answers[address] = (answer.status_code, answer.headers.get("etag"), answer.text)
        else:
            answers[address] = (answer.status_code, None, without_position(answer.text))
    return answers


def without_position(text: str) -> str:
    """An answer without the position it is of and what follows from it."""
    for pattern, instead in FOLLOWING:
        text = re.sub(pattern, instead, text)
    return text


def unpublished_steps(journey: Journey, id_: str) -> Iterator[str]:
    """Take a correction through every step that ends before a publication."""
    reporter, secretariat, named = journey.key("CIM"), journey.secretariat(), journey.key("MEX")
    path = f"/reports/submissions/{id_}"
    for key, action in (
        (reporter, "revise"),
        (reporter, "save"),
        (reporter, "submit"),
        (named, "confirm"),
        (secretariat, "comment"),
        (secretariat, "start_review"),
        (secretariat, "return"),
        (reporter, "submit"),
        (secretariat, "start_review"),
        (secretariat, "accept"),
        (secretariat, "return"),
        (reporter, "discard"),
    ):
        if action == "save":
            answer = journey.send("PUT", path, key, CHANGED, match="*")
        elif action == "confirm":
            answer = journey.send("PUT", f"{path}/confirmation", key, match="*")
        elif action == "comment":
            answer = journey.send("POST", f"{path}/comments", key, {"text": "¿Cuándo?"})
        else:
            answer = journey.act(id_, action, key, comment="por qué")
        assert answer.status_code in (200, 201), (action, answer.text)
        yield action


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_public_answer_changes(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    server: Postgres | None = (
        request.getfixturevalue("postgres_server") if database == "postgresql" else None
    )
    data = tmp_path / "data"
    with TestClient(application(data, server.create_database() if server else "")) as client:
        journey = Journey(client, (data / "bootstrap.key").read_text().strip())
        journey.published(BODY | {"joint_reporters": []})
        id_ = journey.published(BODY)
        confirmed = journey.send(
            "PUT", f"/reports/submissions/{id_}/confirmation", journey.key("COL"), match="*"
        )
        assert confirmed.status_code == 200
        journey.key("MEX")
        journey.caught_up()
        before, told = seen(client, id_), journey.ledger()
        for step in unpublished_steps(journey, id_):
            journey.caught_up()
            now, grown = seen(client, id_), journey.ledger()
            assert {path for path in now if now[path] != before[path]} == set(), step
            assert grown[: len(told)] == told
            assert {(item["type"], item["subject"]) for item in grown[len(told) :]} <= {
                (None, None)
            }
