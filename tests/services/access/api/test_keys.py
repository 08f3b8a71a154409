"""Keys over HTTP: who may do what, and what is said when something is wrong."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel import clock
from tests.services.access.conftest import Desk
from tests.services.access.focal import PERSON, begin

BODY = {"actor": "CIM", "scopes": ["reports:write"], "label": "x"}
CALLERS = ("admin", "other", "own", "nobody", "revoked", "expired", "checksum", "elsewhere")


def outcomes(**valid: int) -> dict[str, int]:
    """Caller → status: those with a valid key as named, 401 for the others."""
    return dict.fromkeys(CALLERS, 401) | valid


#: Operation → what each caller is answered; "own" is the key that the operation is about.
MATRIX: dict[str, dict[str, int]] = {
    "POST /keys": outcomes(admin=201, other=403, own=403),
    "GET /keys": outcomes(admin=200, other=403, own=403),
    "GET /keys/{id}": outcomes(admin=200, other=403, own=200),
    "POST /keys/{id}/rotate": outcomes(admin=201, other=403, own=201),
    "DELETE /keys/{id}": outcomes(admin=204, other=403, own=204),
    "GET /me": outcomes(admin=200, other=200, own=200),
    "GET /audit": outcomes(admin=200, other=403, own=403),
    "POST /focal-points": outcomes(admin=201, other=403, own=201),
    "GET /focal-points": outcomes(admin=200, other=200, own=200),
    "GET /focal-points/{id}": outcomes(admin=200, other=404, own=200),
    "PATCH /focal-points/{id}": outcomes(admin=200, other=404, own=200),
    "DELETE /focal-points/{id}": outcomes(admin=204, other=404, own=204),
    "GET /focal-points/{id}/history": outcomes(admin=200, other=404, own=200),
    "GET /notices": outcomes(admin=200, other=403, own=403),
}
BODIES = {
    "POST /keys": BODY,
    "POST /focal-points": PERSON,
    "PATCH /focal-points/{id}": {"role": "x"},
}


async def test_every_operation_has_declared_outcomes(desk: Desk) -> None:
    declared = (await desk.ask(None, "GET", "/openapi.json")).json()["paths"]
    assert {
        f"{method.upper()} {path.removeprefix('/access')}"
        for path, item in declared.items()
        for method in item
    } == set(MATRIX)


async def keys(desk: Desk) -> dict[str, str]:
    """The key of each caller but "own" and "nobody"."""
    expired = await desk.issued(expires_at=clock.stamp(clock.now() + timedelta(seconds=0.4)))
    revoked, elsewhere = await desk.issued(), await desk.issued(networks=["10.0.0.0/8"])
    await desk.ask(desk.administrator, "DELETE", f"/keys/{revoked['id']}")
    other = await desk.issued(actor="COL")
    while clock.stamp() < expired["expires_at"]:
        await desk.settled()
    return {
        "admin": desk.administrator,
        "other": other["key"],
        "revoked": revoked["key"],
        "expired": expired["key"],
        "checksum": other["key"][:-1] + ("0" if other["key"][-1] != "0" else "1"),
        "elsewhere": elsewhere["key"],
    }


@pytest.mark.parametrize("operation", MATRIX, ids=lambda name: name.replace("/", " "))
async def test_an_operation_for_every_caller(desk: Desk, operation: str) -> None:
    method, path = operation.split()
    others, answered = await keys(desk), {}
    for who in CALLERS:
        own = await desk.issued()
        key = {**others, "own": own["key"]}.get(who)
        about = await begin(desk) if "/focal-points/" in path else own
        sent, match = BODIES.get(operation), {"if_match": "*"} if about is not own else {}
        answer = await desk.ask(key, method, path.replace("{id}", about["id"]), sent, **match)
        answered[who] = answer.status_code
    assert answered == MATRIX[operation]


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"actor": "NOBODY"}, "/actor", "unknown_code"),
        ({"actor": "STATES"}, "/actor", "unknown_code"),
        ({"scopes": ["everything"]}, "/scopes/0", "unknown_code"),
        ({"scopes": []}, "/scopes", "too_few"),
        ({"scopes": ["reports:write"] * 2}, "/scopes/1", "repeated"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at", "out_of_range"),
        ({"expires_at": "9999-01-01T00:00:00Z"}, "/expires_at", "out_of_range"),
        ({"expires_at": ""}, "/expires_at", "out_of_range"),
        ({"expires_at": "tomorrow"}, "/expires_at", "out_of_range"),
        ({"networks": ["here"]}, "/networks/0", "wrong_form"),
        ({"colour": 1}, "/colour", "unknown_field"),
    ],
)
async def test_what_is_wrong_is_said(
    desk: Desk, change: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await desk.ask(desk.administrator, "POST", "/keys", BODY | change)
    assert answer.status_code == 422
    assert (pointer, code) in [
        (error["pointer"], error["code"]) for error in answer.json()["errors"]
    ]


async def test_a_rotation_leaves_both_valid_for_a_while(desk: Desk) -> None:
    old = await desk.issued()
    new = (
        await desk.ask(old["key"], "POST", f"/keys/{old['id']}/rotate", {"overlap_hours": 1})
    ).json()
    assert (new["actor"], new["scopes"]) == (old["actor"], old["scopes"])
    assert new["replaces"]["expires_at"] < clock.stamp(clock.now() + timedelta(hours=1, seconds=1))
    for key in (old["key"], new["key"]):
        assert (await desk.ask(key, "GET", "/me")).status_code == 200
    ended = (
        await desk.ask(new["key"], "POST", f"/keys/{new['id']}/rotate", {"overlap_hours": 0})
    ).json()
    assert (await desk.ask(new["key"], "GET", "/me")).status_code == 401
    assert (await desk.ask(ended["key"], "GET", "/me")).status_code == 200


async def test_a_lost_answer_can_be_had_again_without_the_key_being_stored(desk: Desk) -> None:
    first, second = [
        await desk.ask(desk.administrator, "POST", "/keys", BODY, Idempotency_Key="k") for _ in "12"
    ]
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    secret = first.json()["key"].split("_")[3].encode()
    async with desk.db.read() as connection:
        for table in desk_tables():
            rows = (await connection.execute(table.select())).all()
            assert secret not in repr(rows).encode(), table.name
    url = desk.db.url.removeprefix("sqlite+aiosqlite:///")
    if url != desk.db.url:
        files = [Path(url + end) for end in ("", "-wal")]
        assert all(secret not in file.read_bytes() for file in files if file.exists())


async def test_an_idempotency_key_belongs_to_one_body(desk: Desk) -> None:
    await desk.ask(desk.administrator, "POST", "/keys", BODY, Idempotency_Key="k")
    answer = await desk.ask(
        desk.administrator, "POST", "/keys", BODY | {"label": "y"}, Idempotency_Key="k"
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


async def test_a_revocation_can_be_said_twice_but_not_of_nothing(desk: Desk) -> None:
    key = await desk.issued()
    for _ in "12":
        assert (
            await desk.ask(desk.administrator, "DELETE", f"/keys/{key['id']}")
        ).status_code == 204
    assert (await desk.ask(desk.administrator, "GET", f"/keys/{key['id']}")).json()[
        "state"
    ] == "revoked"
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/rotate")):
        for id_, status in (("nobody", 404), ("%00", 404)):
            assert (
                await desk.ask(desk.administrator, method, f"/keys/{id_}{path}")
            ).status_code == status, (method, id_)


async def test_a_revoked_key_has_no_successor(desk: Desk) -> None:
    key = await desk.issued()
    await desk.ask(desk.administrator, "DELETE", f"/keys/{key['id']}")
    answer = await desk.ask(
        desk.administrator, "POST", f"/keys/{key['id']}/rotate", {"overlap_hours": 1}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "not_active")


async def test_a_replayed_rotation_is_the_same_key(desk: Desk) -> None:
    old = await desk.issued()
    first, second = [
        await desk.ask(
            desk.administrator,
            "POST",
            f"/keys/{old['id']}/rotate",
            {"overlap_hours": 0},
            Idempotency_Key="r",
        )
        for _ in "12"
    ]
    assert first.status_code == 201
    assert second.json() == first.json()


@pytest.mark.parametrize("overlap", [-1, 169, "1"])
async def test_an_overlap_has_bounds(desk: Desk, overlap: Any) -> None:
    old = await desk.issued()
    answer = await desk.ask(
        desk.administrator, "POST", f"/keys/{old['id']}/rotate", {"overlap_hours": overlap}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/overlap_hours"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("actor=NOBODY", 422),
        ("actor=%00", 422),
        ("actor=STATES", 200),
        ("state=asleep", 422),
        ("color=1", 422),
        ("cursor=x", 400),
    ],
)
async def test_filters_are_known_or_refused(desk: Desk, query: str, status: int) -> None:
    assert (await desk.ask(desk.administrator, "GET", f"/keys?{query}")).status_code == status


async def test_a_key_works_from_its_networks(desk: Desk) -> None:
    key = await desk.issued(networks=["10.0.0.0/8", "127.0.0.0/8"])
    assert (await desk.ask(key["key"], "GET", "/me")).status_code == 200


async def test_no_log_line_holds_a_secret(
    desk: Desk, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    key = await desk.issued()
    new = (
        await desk.ask(key["key"], "POST", f"/keys/{key['id']}/rotate", Idempotency_Key="r")
    ).json()
    await desk.ask(new["key"][:-1], "GET", "/me")
    await desk.ask(new["key"], "GET", f"/keys?cursor={'x' * 10}")
    await desk.settled()
    said = "".join((*capfd.readouterr(), caplog.text))
    for text in (key["key"], new["key"], desk.administrator):
        assert text.split("_")[3] not in said


def desk_tables() -> list[Any]:
    from services.access import tables

    return list(tables.metadata.tables.values())


async def test_a_successor_does_not_outlive_what_it_replaces(desk: Desk) -> None:
    soon = clock.stamp(clock.now() + timedelta(minutes=2))
    old = await desk.issued(expires_at=soon)
    path = f"/keys/{old['id']}/rotate"
    new = (await desk.ask(old["key"], "POST", path)).json()
    assert new["expires_at"] == soon
    later = clock.stamp(clock.now() + timedelta(days=30))
    refused = await desk.ask(new["key"], "POST", f"/keys/{new['id']}/rotate", {"expires_at": later})
    assert refused.status_code == 403
    path = f"/keys/{new['id']}/rotate"
    longer = await desk.ask(desk.administrator, "POST", path, {"expires_at": later})
    assert longer.json()["expires_at"] == later
    wrong = await desk.ask(desk.administrator, "POST", path, {"expires_at": "tomorrow"})
    assert wrong.status_code == 422


async def test_a_revocation_reaches_everything_that_was_made_from_the_key(desk: Desk) -> None:
    first = await desk.issued()
    second = (await desk.ask(first["key"], "POST", f"/keys/{first['id']}/rotate")).json()
    third = (await desk.ask(second["key"], "POST", f"/keys/{second['id']}/rotate")).json()
    other = await desk.issued()
    await desk.ask(desk.administrator, "DELETE", f"/keys/{second['id']}")
    statuses = [
        (await desk.ask(key["key"], "GET", "/me")).status_code for key in (first, second, third)
    ]
    assert statuses == [200, 401, 401]
    await desk.ask(desk.administrator, "DELETE", f"/keys/{first['id']}")
    assert (await desk.ask(first["key"], "GET", "/me")).status_code == 401
    assert (await desk.ask(other["key"], "GET", "/me")).status_code == 200
