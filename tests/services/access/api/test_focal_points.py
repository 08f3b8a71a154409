"""Focal points over HTTP: for administrators and each actor's own keys; what they were stays."""

from datetime import timedelta
from typing import Any

import pytest

from kernel import clock
from tests.services.access.conftest import Desk
from tests.services.access.focal import PERSON, begin, begun


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


async def tag(desk: Desk, id_: str) -> str:
    answer = await desk.ask(desk.administrator, "GET", f"/focal-points/{id_}")
    return str(answer.headers["etag"])


async def patched(desk: Desk, id_: str, body: dict[str, Any], key: str | None = None) -> Any:
    given = key or desk.administrator
    path, match = f"/focal-points/{id_}", await tag(desk, id_)
    return await desk.ask(given, "PATCH", path, body, if_match=match)


async def test_an_actor_has_its_own_and_nobody_else_sees_them(desk: Desk) -> None:
    own, other = (await desk.issued())["key"], (await desk.issued(actor="COL"))["key"]
    person = await begin(desk, own)
    told = {name: person[name] for name in PERSON}
    assert told == PERSON
    assert (person["from"], person["to"], person["unsubscribed"]) == (day(0), None, [])
    path = f"/focal-points/{person['id']}"
    assert (await desk.ask(own, "GET", path)).json() == person
    for key, status in ((None, 401), (other, 404)):
        assert (await desk.ask(key, "GET", path)).status_code == status
        assert (await desk.ask(key, "GET", f"{path}/history")).status_code == status
        assert (await desk.ask(key, "PATCH", path, {"name": "x"})).status_code == status
        assert (await desk.ask(key, "DELETE", path)).status_code == status
    assert (await desk.ask(own, "GET", "/focal-points")).json()["items"] == [person]
    assert (await desk.ask(other, "GET", "/focal-points")).json()["items"] == []
    assert (await desk.ask(other, "GET", "/focal-points?actor=CIM")).status_code == 403
    assert (await begun(desk, other)).status_code == 403
    assert (await begun(desk, None)).status_code == 401


async def test_a_change_needs_the_version_and_leaves_the_one_before(desk: Desk) -> None:
    person = await begin(desk)
    path = f"/focal-points/{person['id']}"
    assert (await desk.ask(desk.administrator, "PATCH", path, {"name": "x"})).status_code == 428
    before = await tag(desk, person["id"])
    answer = await patched(desk, person["id"], {"email": "new@example.org"})
    assert (answer.status_code, answer.json()["email"]) == (200, "new@example.org")
    assert answer.headers["etag"] == await tag(desk, person["id"]) != before
    late = await desk.ask(desk.administrator, "PATCH", path, {"name": "x"}, if_match=before)
    assert late.status_code == 412
    steps = (await desk.ask(desk.administrator, "GET", f"{path}/history")).json()["items"]
    assert [(step["action"], step["stood"]["email"]) for step in steps] == [
        ("begin", "ana@example.org"),
        ("change", "new@example.org"),
    ]
    assert steps[0]["by_key"] == desk.administrator.split("_")[2]


async def test_handing_over_ends_one_and_begins_the_next(desk: Desk) -> None:
    first = await begin(desk, **{"from": day(-10)})
    second = await begin(desk, name="Luis", replaces=first["id"], **{"from": day(3)})
    listed = (await desk.ask(desk.administrator, "GET", "/focal-points")).json()["items"]
    assert [(each["name"], each["from"], each["to"]) for each in listed] == [
        ("Ana Gómez", day(-10), day(3)),
        ("Luis", day(3), None),
    ]
    for on, who in ((day(2), first["id"]), (day(3), second["id"])):
        path = f"/focal-points?actor=CIM&on={on}"
        items = (await desk.ask(desk.administrator, "GET", path)).json()["items"]
        assert [each["id"] for each in items] == [who]
    path = f"/focal-points/{first['id']}/history"
    steps = (await desk.ask(desk.administrator, "GET", path)).json()["items"]
    assert [step["action"] for step in steps] == ["begin", "hand_over"]
    wrong = await begun(desk, desk.administrator, actor="COL", replaces=first["id"])
    assert wrong.json()["errors"][0]["pointer"] == "/replaces"


async def test_one_that_ends_stays_with_its_last_day(desk: Desk) -> None:
    person = await begin(desk, **{"from": day(-1)})
    path = f"/focal-points/{person['id']}"
    match = await tag(desk, person["id"])
    answer = await desk.ask(desk.administrator, "DELETE", path, if_match=match)
    assert answer.status_code == 204
    assert (await desk.ask(desk.administrator, "GET", path)).json()["to"] == day(0)
    assert (await desk.ask(desk.administrator, "DELETE", path)).status_code == 428


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"email": "ana"}, "/email", "wrong_form"),
        ({"email": "Ana <ana@example.org>"}, "/email", "wrong_form"),
        ({"email": "ana@example.org, eva@example.org"}, "/email", "wrong_form"),
        ({"name": "Ana\nBcc: eva@example.org"}, "/name", "wrong_form"),
        ({"name": " "}, "/name", "blank"),
        ({"language": "de"}, "/language", "unknown_code"),
        ({"actor": "STATES"}, "/actor", "unknown_code"),
        ({"actor": "XYZ"}, "/actor", "unknown_code"),
        ({"from": "2026-02-30"}, "/from", "wrong_form"),
        ({"from": "2026-02-20", "to": "2026-02-20"}, "/to", "out_of_range"),
        ({"unsubscribed": ["everything"]}, "/unsubscribed/0", "unknown_code"),
        ({"replaces": "nobody"}, "/replaces", "unknown_code"),
    ],
)
async def test_what_cannot_be_is_refused(
    desk: Desk, changes: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await begun(desk, desk.administrator, **changes)
    assert answer.status_code == 422
    first = answer.json()["errors"][0]
    assert (first["pointer"], first["code"]) == (pointer, code)


async def test_pages_follow_one_another_and_a_post_can_be_repeated(desk: Desk) -> None:
    for number in range(3):
        await begin(desk, name=str(number))
    path, names = "/focal-points?limit=2", []
    while path:
        page = (await desk.ask(desk.administrator, "GET", path)).json()
        names += [each["name"] for each in page["items"]]
        path = (page["next"] or "").removeprefix("/access")
    assert names == ["0", "1", "2"]
    sent = ("POST", "/focal-points", PERSON)
    same = [
        (await desk.ask(desk.administrator, *sent, idempotency_key="k")).json()["id"]
        for _ in range(2)
    ]
    assert same[0] == same[1]


async def test_nothing_of_a_focal_point_stands_in_an_event(desk: Desk) -> None:
    await begin(desk)
    await desk.settled()
    records = await desk.log.read("access.v1", 0, 100, 0)
    assert all("ana@" not in str(stored.record) for stored in records)
