"""Actors over HTTP: kinds, days, registration, change, and the event that tells of it."""

import json
import unicodedata
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
    assert await count(desk) == 47
    assert [await count(desk, kind=kind) for kind in ("state", "organ", "group")] == [35, 9, 3]
    assert await count(desk, kind="organ", on="2011-12-31") == 8
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
    shapes.RegisteredActor.model_validate(answer.json())
    assert (answer.json()["name"], answer.json()["texts"]["name"]["lang"]) == (
        "Organización de prueba",
        "es",
    )
    read = await desk.client.get("/catalog/actors/OIM?lang=pt")
    assert {**read.json(), "similar": []} == answer.json()
    assert read.headers["etag"] == answer.headers["etag"]
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
        ({"kind": "state", "code": "COLO"}, "/code", "unknown_code"),
        ({"kind": "state", "code": "XQZ"}, "/code", "unknown_code"),
        ({"kind": "state", "code": "YUG"}, "/code", "unknown_code"),
        ({"kind": "state", "code": "ZAR"}, "/code", "unknown_code"),
        ({"kind": "state", "code": "CO"}, "/code", "unknown_code"),
        ({"acronyms": None}, "/acronyms", "required"),
        ({"memberships": None}, "/memberships", "required"),
        ({"names": {}}, "/names", None),
        ({"names": {"de": "x"}}, "/names/de/[key]", None),
        ({"names": {"en": " "}}, "/names/en", "blank"),
        ({"names": {"en": "\u200b"}}, "/names/en", "blank"),
        ({"names": {"en": "x\u202ey"}}, "/names/en", "unreadable_character"),
        ({"acronyms": {"en": "\u2800"}}, "/acronyms/en", "blank"),
        ({"source": "\x7f"}, "/source", "unreadable_character"),
        ({"parent": "NOBODY"}, "/parent", "unknown_code"),
        ({"parent": "STATES"}, "/parent", "not_a_body"),
        ({"parent": "OIM"}, "/parent", "unknown_code"),
        ({"succeeded_by": "NOBODY"}, "/succeeded_by", "unknown_code"),
        ({"succeeded_by": "OTHERS"}, "/succeeded_by", "not_a_body"),
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
    assert await count(desk) == 47


async def test_nobody_belongs_to_itself(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    answer = await desk.client.patch("/catalog/actors/CIDI", json={"parent": "CAM"}, headers=key)
    assert answer.json()["errors"][0]["code"] == "cycle"


UNIT = {
    "code": "UMIG",
    "kind": "organ",
    "parent": "SG",
    "names": {"es": "Unidad de Migración y Género", "en": "Unit for Migration"},
    "acronyms": {"es": "UMG"},
}


@pytest.mark.parametrize(
    ("names", "acronyms", "found"),
    [
        ({"es": "UNIDAD de  Migracion y Genero"}, {}, ["UMIG"]),
        ({"es": unicodedata.normalize("NFD", "Unidad de Migración y Género")}, {}, ["UMIG"]),
        ({"pt": "Unidade", "fr": "unidad de migración y género "}, {}, ["UMIG"]),
        ({"pt": "Unidade"}, {"pt": "umg"}, ["UMIG"]),
        ({"fr": "Commission interaméricaine des droits de l’homme"}, {}, ["CIDH"]),
        ({"es": "Unidad de Migración"}, {"es": "UM"}, []),
    ],
)
async def test_a_name_that_stands_already_is_said(
    desk: Any, names: dict[str, str], acronyms: dict[str, str], found: list[str]
) -> None:
    key = await desk.key("editor", "programme:edit")
    first = await desk.client.post("/catalog/actors", json=UNIT, headers=key)
    assert (first.status_code, first.json()["similar"]) == (201, [])
    again = {**UNIT, "code": "UMIG3", "names": names, "acronyms": acronyms}
    answer = await desk.client.post("/catalog/actors", json=again, headers=key)
    assert (answer.status_code, answer.json()["similar"]) == (201, found), answer.text
    assert "similar" not in await desk.get("/actors/UMIG3")


async def test_who_came_before_and_who_after_stand_on_both_profiles(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    for code in ("UMIG", "UMIG2"):
        new = {**UNIT, "code": code}
        assert (await desk.client.post("/catalog/actors", json=new, headers=key)).status_code == 201
    end = {"valid_to": "2020-01-01", "succeeded_by": "UMIG2"}
    ended = await desk.client.patch("/catalog/actors/UMIG", json=end, headers=key)
    assert (ended.status_code, ended.json()["succeeded_by"]) == (200, "UMIG2")
    told = json.loads((await desk.rows(tables.kernel.outbox))[-1]["payload"])
    assert (told["code"], told["succeeded_by"]) == ("UMIG", "UMIG2")
    old, new = await desk.get("/actors/UMIG"), await desk.get("/actors/UMIG2")
    assert (old["succeeded_by"], old["predecessors"]) == ("UMIG2", [])
    assert (new["succeeded_by"], new["predecessors"]) == (None, ["UMIG"])
    listed = (await desk.get("/actors", params={"kind": "organ", "limit": 500}))["items"]
    assert old in listed
    assert new in listed
    assert "UMIG" not in [
        item["code"]
        for item in (await desk.get("/actors", params={"on": "2020-01-01", "limit": 500}))["items"]
    ]
    tag = (await desk.client.get("/catalog/actors/UMIG2?lang=fr")).headers["etag"]
    renamed = await desk.client.patch(
        "/catalog/actors/UMIG2",
        json={"names": {"en": "Department"}},
        headers={**key, "If-Match": tag},
    )
    assert (renamed.status_code, renamed.json()["predecessors"]) == (200, ["UMIG"])
    around = {"succeeded_by": "UMIG"}
    answer = await desk.client.patch("/catalog/actors/UMIG2", json=around, headers=key)
    assert answer.json()["errors"][0] == {
        "pointer": "/succeeded_by",
        "code": "cycle",
        "detail": "An actor cannot succeed itself.",
    }


async def test_a_unit_of_the_secretariat_supports_the_committee(desk: Any) -> None:
    key = {**await desk.key("editor", "programme:edit"), "If-Match": "*"}
    unit = {**UNIT, "supports": "CAM", "valid_from": "2015-01-01"}
    made = await desk.client.post("/catalog/actors", json=unit, headers=key)
    assert (made.status_code, made.json()["supports"]) == (201, "CAM"), made.text
    told = json.loads((await desk.rows(tables.kernel.outbox))[-1]["payload"])
    assert (told["code"], told["parent"], told["supports"]) == ("UMIG", "SG", "CAM")
    assert (await desk.get("/actors/CAM"))["supports"] is None
    there = {"on": "2014-12-31", "limit": 500}
    assert "UMIG" not in [one["code"] for one in (await desk.get("/actors", params=there))["items"]]
    for wrong, code in (
        ({"parent": "CIDI"}, "not_of_the_secretariat"),
        ({"supports": "NOBODY"}, "unknown_code"),
        ({"supports": "STATES"}, "not_a_body"),
    ):
        answer = await desk.client.patch("/catalog/actors/UMIG", json=wrong, headers=key)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)


async def test_the_meeting_of_experts_is_an_actor(desk: Any) -> None:
    experts = await desk.get("/actors/EXPERTS")
    assert (experts["kind"], experts["parent"], experts["role"]) == ("organ", "CIDI", "meeting")
    assert set(experts["names"]) == {"en", "es", "pt", "fr"}


async def test_a_state_is_told_with_its_region(desk: Any) -> None:
    rows = await desk.rows(tables.kernel.outbox)
    told = [json.loads(row["payload"]) for row in rows if row["aggregateid"] in ("COL", "CIM")]
    assert {each["code"]: each["region"] for each in told} == {
        "COL": (await desk.get("/actors/COL"))["region"],
        "CIM": None,
    }


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
