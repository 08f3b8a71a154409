"""The front door: three names, an OpenAPI document, readiness with a published edition, and events
that reach the log.
"""

import json
import re
from typing import Any

from contracts import topics
from contracts.access import KeyIssued
from contracts.catalog import ActorChanged, EditionPublished
from contracts.envelope import Envelope
from kernel import clock, run
from kernel.consumer import decode
from kernel.eventlog import Record
from services.catalog import app
from tests.services.documented import wrong_examples


def test_three_names() -> None:
    assert sorted(app.__all__) == ["Needs", "build", "workers"]


async def test_the_document_names_every_operation(desk: Any) -> None:
    document = (await desk.client.get("/catalog/openapi.json")).json()
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids)) == 36
    assert all(operation["summary"] and "422" in operation["responses"] for operation in operations)
    change = document["paths"]["/catalog/actors/{code}"]["patch"]
    assert {"200", "401", "403", "404", "409", "412", "413", "415", "428"} <= set(
        change["responses"]
    )
    assert "requestBody" in change


async def test_every_answer_has_an_example_that_fits_it(desk: Any) -> None:
    assert wrong_examples(desk.app) == []


async def test_every_reference_of_the_document_leads_somewhere(desk: Any) -> None:
    text = (await desk.client.get("/catalog/openapi.json")).text
    schemas = json.loads(text)["components"]["schemas"]
    assert {
        name for name in re.findall(r"#/components/schemas/([^\"]+)", text) if name not in schemas
    } == set()
    assert (await desk.client.get("/catalog/docs")).status_code == 200


async def test_ready_when_the_programme_is_loaded_and_a_key_at_hand(empty: Any) -> None:
    async def checks() -> dict[str, bool]:
        found = (await empty.client.get("/catalog/readyz")).json()["checks"]
        return {name: found[name]["ready"] for name in ("database", "log", "keys", "edition")}

    assert await checks() == {"database": True, "log": True, "keys": False, "edition": False}
    await empty.load()
    await empty.key("any")
    assert await checks() == {"database": True, "log": True, "keys": True, "edition": True}
    assert (await empty.client.get("/catalog/readyz")).status_code == 200


async def test_the_workers_tell_the_log(desk: Any) -> None:
    await run.settle(app.workers(desk.needs))
    stored = await desk.log.read(topics.CATALOG, 0, 100, 0)
    told = [decode(item.record).data for item in stored]
    assert [item.record.position for item in stored] == list(range(1, 49))
    assert sum(isinstance(data, ActorChanged) for data in told) == 47
    assert sum(isinstance(data, EditionPublished) for data in told) == 1


async def test_a_key_on_the_log_is_known_here(desk: Any) -> None:
    assert {worker.name for worker in app.workers(desk.needs)} == {
        "catalog relay",
        "catalog keys",
        "catalog proposals",
        "catalog idempotency records",
    }
    key = KeyIssued(key_id="k", hash="h", actor=None, scopes=[], expires_at=None, networks=[])
    told = Envelope(
        id="1",
        source="/access",
        type=key.type,
        subject="k",
        time=clock.stamp(),
        typeversion=key.version,
        position=1,
        recordedtime=clock.stamp(),
    )
    await desk.log.append(
        topics.ACCESS, [Record(topics.ACCESS, 1, "k", told.headers(), key.model_dump_json())]
    )
    assert not await desk.app.state.health.keyring.any()
    await run.settle(app.workers(desk.needs))
    assert await desk.app.state.health.keyring.any()
