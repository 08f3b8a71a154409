"""The catalogue as it stood: every read takes a position of the ledger, or an instant."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from contracts.reports import CatalogueNoted
from tests.databases import Databases
from tests.services.catalog.conftest import opened, programme

READS = (
    *("editions", "editions/2016-draft", "programme", "sections", "nodes/ACT-13"),
    *("objectives", "activities?q=otro", "links?activity=ACT-13", "defects", "mandates"),
    *("actors?kind=multilateral", "actors/COL", "codelists/axis", "history", "outdated"),
    *("nodes/ACT-13/history", "crosswalks/sdg?limit=500", "adoptions"),
)


@pytest.fixture
async def desk(sqlite_databases: Databases, files: Path) -> AsyncIterator[Any]:
    async with opened(sqlite_databases.url("catalog", programme), files) as made:
        yield made


async def told(desk: Any, place: str = "") -> list[Any]:
    answers = []
    for path in READS:
        mark = "&" if "?" in path else "?"
        address = f"/catalog/{path}" + (f"{mark}as_of={place}" if place else "")
        answer = await desk.client.get(address)
        assert answer.status_code == 200, (address, answer.text)
        answers.append(answer.json())
    return answers


async def test_every_read_answers_what_it_answered_then(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    first = await told(desk)
    await desk.tell(CatalogueNoted(catalog_position=1), "catalogue")
    node = "/catalog/editions/2016-draft/nodes/ACT-13"
    changes: list[tuple[str, dict[str, Any]]] = [
        (node, {"title": {"es": {"text": "Otro"}}}),
        ("/catalog/actors/COL", {"parent": None, "valid_to": "2026-01-01"}),
    ]
    for address, body in changes:
        answer = await desk.client.patch(address, json=body, headers=key)
        assert answer.status_code == 200, answer.text
    new = {"code": "OTRA", "kind": "multilateral", "role": "contributor", "names": {"es": "Otra"}}
    assert (await desk.client.post("/catalog/actors", json=new, headers=key)).status_code == 201
    confirmed = await desk.client.post(f"{node}/texts/fr/confirm", headers=key)
    assert confirmed.status_code == 200, confirmed.text
    second = await told(desk)
    await desk.tell(CatalogueNoted(catalog_position=2), "catalogue")
    draft = await desk.draft(key)
    answer = await desk.client.post(f"{draft}/publish", json={}, headers=adopter)
    assert answer.status_code == 200, answer.text
    third = await told(desk)
    await desk.tell(CatalogueNoted(catalog_position=3), "catalogue")
    assert first != second != third
    for position, then in enumerate((first, first, second, third)):
        for path, was, now in zip(READS, then, await told(desk, str(position)), strict=True):
            if (path, position) != ("history", 0):  # the program was loaded then
                assert now == was, (path, position)


async def test_what_is_no_moment_is_refused(desk: Any) -> None:
    for moment in ("1", "x", "99999999999999999999", "2999-01-01T00:00:00Z", "2026-01-01"):
        answer = await desk.client.get(f"/catalog/programme?as_of={moment}")
        assert answer.status_code == 422, moment
        assert answer.json()["errors"][0]["pointer"] == "/as_of"
    since = await desk.client.get("/catalog/objectives?as_of=2020-01-01T00:00:00Z&limit=1")
    assert since.status_code == 200
    assert "as_of=" in since.json()["next"]
