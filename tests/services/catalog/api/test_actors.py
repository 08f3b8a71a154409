"""Actors over HTTP: kinds, days, registration, change, and the event that tells of it."""

import json
from typing import Any

import pytest

from services.catalog import tables
from services.catalog.schemas import answers as shapes

NEW = {
    "code": "OIM",
    "kind": "multilateral",
    "role": "contributor",
    "valid_from": "1951-12-05",
    "source": "made up",
    "names": {"es": "Organización de prueba", "fr": "Organisation d’essai"},
    "acronyms": {"es": "OIM", "en": "IOM"},
}


async def count(desk: Any, **filters: str) -> int:
    return len((await desk.get("/actors", params={"limit": 500, **filters}))["items"])


@pytest.mark.parametrize(
    ("on", "states"),
    [
        ("2016-04-19", 34),
        ("2016-12-31", 34),
        ("2023-11-18", 34),
        ("2023-11-19", 33),
        ("2023-12-31", 33),
        ("1961-12-31", 21),
        ("1900-01-01", 0),
    ],
)
async def test_states_count_while_they_participate(desk: Any, on: str, states: int) -> None:
    assert await count(desk, kind="state", on=on) == states


async def test_kinds_and_days(desk: Any) -> None:
    assert await count(desk) == 46
    assert [await count(desk, kind=kind) for kind in ("state", "organ", "group")] == [35, 8, 3]
    assert await count(desk, kind="organ", on="2011-12-31") == 7
    assert (await desk.get("/actors/CUB", params={"on": "2016-04-19"}))["on"] == {
        "day": "2016-04-19",
        "valid": False,
    }
    venezuela = await desk.get("/actors/VEN", params={"lang": "fr"})
    assert venezuela["memberships"][0]["status"] == "disputed"
    assert "contestée" in venezuela["memberships"][0]["note"]


async def test_a_new_actor_is_there_and_told(desk: Any) -> None:
    key = await desk.key("editor", "programme:edit")
    answer = await desk.client.post("/catalog/actors?lang=pt", json=NEW, headers=key)
    assert (answer.status_code, answer.headers["location"]) == (201, "/catalog/actors/OIM")
    shapes.Actor.model_validate(answer.json())
    assert (answer.json()["name"], answer.json()["texts"]["name"]["lang"]) == (
        "Organización de prueba",
        "es",
    )
    read = await desk.client.get("/catalog/actors/OIM?lang=pt")
    assert (read.json(), read.headers["etag"]) == (answer.json(), answer.headers["etag"])
    event = (await desk.rows(tables.kernel.outbox))[-1]
    assert (event["type"], event["aggregateid"], json.loads(event["payload"])["valid_from"]) == (
        "catalog.actor_changed",
        "OIM",
        "1951-12-05",
    )
    assert (await desk.client.post("/catalog/actors", json=NEW, headers=key)).status_code == 409
    assert (await desk.get("/actors", params={"kind": "multilateral"}))["items"][0]["code"] == "OIM"


async def test_an_actor_changes_under_its_tag(desk: Any) -> None:
    key = await desk.key("editor", "programme:edit")
    created = await desk.client.post("/catalog/actors", json=NEW, headers=key)
    tag = created.headers["etag"]
    assert (
        await desk.client.patch("/catalog/actors/OIM", json={"valid_to": "2030-01-01"}, headers=key)
    ).status_code == 428
    changed = await desk.client.patch(
        "/catalog/actors/OIM",
        json={"valid_to": "2030-01-01", "parent": "SG"},
        headers={**key, "If-Match": tag},
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["valid_to"], changed.json()["parent"], changed.json()["names"]) == (
        "2030-01-01",
        "SG",
        NEW["names"],
    )
    assert changed.headers["etag"] != tag
    assert (
        await desk.client.patch("/catalog/actors/OIM", json={}, headers={**key, "If-Match": tag})
    ).status_code == 412
    assert await count(desk, kind="multilateral", on="2030-01-01") == 0
    fields = {item["field"] for item in (await desk.get("/history"))["items"][:2]}
    assert fields == {"valid_to", "parent"}


async def test_a_state_gets_a_new_period(desk: Any) -> None:
    key = await desk.key("editor", "programme:edit")
    held = (await desk.get("/actors/NIC"))["memberships"][0]
    periods = [
        {**held, "note": {"en": "as before"}},
        {"from": "2030-01-01", "status": "member", "source": "made up"},
    ]
    answer = await desk.client.patch(
        "/catalog/actors/NIC", json={"memberships": periods}, headers={**key, "If-Match": "*"}
    )
    assert answer.status_code == 200, answer.text
    told = json.loads((await desk.rows(tables.kernel.outbox))[-1]["payload"])["memberships"]
    assert told[1] == {"from_day": "2030-01-01", "to_day": None, "status": "member"}
    assert await count(desk, kind="state", on="2030-01-01") == 34


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"kind": "group"}, "/kind", "unknown_code"),
        ({"code": "oim"}, "/code", None),
        ({"code": "A" * 21}, "/code", None),
        ({"names": {}}, "/names", None),
        ({"names": {"de": "x"}}, "/names/de/[key]", None),
        ({"names": {"en": " "}}, "/names/en", None),
        ({"parent": "NOBODY"}, "/parent", "unknown_code"),
        ({"parent": "STATES"}, "/parent", "not_a_body"),
        ({"parent": "OIM"}, "/parent", "unknown_code"),
        ({"role": "king"}, "/role", "unknown_code"),
        ({"valid_to": "1951-12-05"}, "/valid_to", "out_of_order"),
        ({"valid_from": "2016-02-30"}, "/valid_from", None),
        ({"valid_from": "0000-01-01"}, "/valid_from", None),
        ({"memberships": []}, "/memberships", "not_a_state"),
        ({"colour": 1}, "/colour", "unknown_field"),
    ],
)
async def test_what_no_actor_can_be(
    desk: Any, change: dict[str, Any], pointer: str, code: str | None
) -> None:
    key = await desk.key("editor", "programme:edit")
    answer = await desk.client.post("/catalog/actors", json={**NEW, **change}, headers=key)
    assert answer.status_code == 422, answer.text
    error = answer.json()["errors"][0]
    assert error["pointer"].startswith(pointer.partition("/[")[0])
    assert code in (None, error["code"])
    assert await count(desk) == 46


async def test_nobody_belongs_to_itself(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    answer = await desk.client.patch("/catalog/actors/CIDI", json={"parent": "CAM"}, headers=key)
    assert answer.json()["errors"][0]["code"] == "cycle"


async def test_who_may_write(desk: Any) -> None:
    assert (await desk.client.post("/catalog/actors", json=NEW)).status_code == 401
    reader = await desk.key("reader", "reports:write")
    assert (await desk.client.post("/catalog/actors", json=NEW, headers=reader)).status_code == 403
    assert (
        await desk.client.patch("/catalog/actors/NOBODY", json={}, headers=reader)
    ).status_code == 404
    assert (
        await desk.client.patch("/catalog/actors/COL", json={}, headers=reader)
    ).status_code == 403
    assert (
        await desk.client.patch(
            "/catalog/actors/COL", json={}, headers={"Authorization": "Bearer x"}
        )
    ).status_code == 401


async def test_a_lost_answer_can_be_had_again(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "Idempotency-Key": "k"}
    first, second = [
        await desk.client.post("/catalog/actors", json=NEW, headers=key) for _ in range(2)
    ]
    assert (first.status_code, first.content, first.headers["etag"]) == (
        second.status_code,
        second.content,
        second.headers["etag"],
    )
