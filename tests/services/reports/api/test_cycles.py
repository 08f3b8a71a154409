"""Cycles over HTTP: who does what, the table whatever is tried, what ledger and history tell."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.reports.conftest import Desk, body
from tests.services.reports.occasions import WAY, committee, cycle, occasion, step

ITEM = {"n": 1, "title": "Tema", "activities": ["ACT-12"], "lead": "CIM", "status": "planned"}
STARTS = {
    "convene": ("COMMITTEE", ("considered",), "convened"),
    "decline": ("COMMITTEE", ("considered", "convened"), "not_convened"),
    "open": ("SG", ("convened",), "open"),
    "close": ("SG", ("open",), "closed"),
}
STEPS = st.tuples(st.sampled_from(list(STARTS)), st.sampled_from(("COMMITTEE", "SG", "CIM")))


def expected(state: str, action: str, who: str) -> tuple[int, str]:
    """The status of a step, and the state after it."""
    whose, starts, ends = STARTS[action]
    if who != whose:
        return 403, state
    return (200, ends) if state in starts else (409, state)


def test_no_sequence_leaves_the_table(desk: Desk, event_loop_of: asyncio.AbstractEventLoop) -> None:
    event_loop_of.run_until_complete(committee(desk))

    @settings(
        max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(STEPS, max_size=8), st.sampled_from(list(WAY)))
    def check(steps: list[tuple[str, str]], state: str) -> None:
        event_loop_of.run_until_complete(_sequence(desk, state, steps))

    check()


async def _sequence(desk: Desk, state: str, steps: list[tuple[str, str]]) -> None:
    id_ = await occasion(desk, state=state)
    for action, who in steps:
        status, state = expected(state, action, who)
        answer = await step(desk, who, id_, action)
        assert answer.status_code == status, (action, who, answer.text)
        shown = (await desk.ask(who, "GET", f"/cycles/{id_}")).json()
        assert shown["state"] == state
        actions = [one for one in STARTS if expected(state, one, who)[0] == 200]
        assert shown["allowed"] == actions
        if status != 200:
            assert "allowed" in answer.json() or answer.json()["code"] == "closed"


@pytest.mark.parametrize(
    ("who", "create", "change", "convene", "open_"),
    [
        (None, 401, 401, 401, 401),
        ("revoked", 401, 401, 401, 401),
        ("SG", 201, 200, 403, 409),
        ("COMMITTEE", 403, 403, 200, 403),
        ("CIM", 403, 403, 403, 403),
        ("CAM", 403, 403, 403, 403),
        ("admin", 403, 403, 403, 403),
        ("reviewer", 403, 403, 403, 403),
        ("voiceless", 403, 403, 403, 403),
        ("adopter", 403, 403, 403, 403),
    ],
)
async def test_who_may(
    desk: Desk, who: str | None, create: int, change: int, convene: int, open_: int
) -> None:
    await desk.key("voiceless", None, "reports:publish", "programme:adopt")
    await desk.key("adopter", "CIDI", "programme:adopt")
    id_ = await occasion(desk)
    answer = await desk.ask(who, "POST", "/cycles", cycle())
    assert answer.status_code == create
    title = {"title": "Otro"}
    answer = await desk.ask(who, "PATCH", f"/cycles/{id_}", title, If_Match="*")
    assert answer.status_code == change
    assert (await step(desk, who, id_, "open")).status_code == open_
    assert (await step(desk, who, id_, "convene")).status_code == convene
    missing = await step(desk, who, "none", "convene")
    assert missing.status_code == (401 if create == 401 else 404)


async def test_a_cycle_is_as_it_was_made_and_everybody_reads_it(desk: Desk) -> None:
    sent = cycle("work_plan", opens_on="2022-02-01", place="Washington", items=[ITEM])
    made = await desk.ask("SG", "POST", "/cycles", sent)
    assert made.status_code == 201
    data = made.json()
    assert made.headers["location"] == f"/reports/cycles/{data['id']}"
    assert {name: data[name] for name in sent} == sent | {"items": [{**ITEM, "when": None}]}
    assert (data["state"], data["position"], data["dossiers"]) == ("considered", None, [])
    await desk.settled()
    read = await desk.ask(None, "GET", f"/cycles/{data['id']}")
    assert read.json()["position"] > 0
    unchanged = await desk.ask(
        None, "GET", f"/cycles/{data['id']}", If_None_Match=read.headers["etag"]
    )
    assert unchanged.status_code == 304
    assert (await desk.ask(None, "GET", "/cycles/none")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"type": "congress"}, "/type", None),
        ({"year": 1999}, "/year", None),
        ({"title": " "}, "/title", "blank"),
        ({"opens_on": "2022-13-01"}, "/opens_on", "wrong_form"),
        ({"opens_on": "2022-02-02", "closes_on": "2022-02-01"}, "/closes_on", "end_before_begin"),
        ({"type": "expert_meeting", "summit": None}, "/summit", "required"),
        ({"items": [{**ITEM, "activities": ["X"]}]}, "/items/0/activities/0", "unknown_code"),
        ({"items": [{**ITEM, "status": "late"}]}, "/items/0/status", None),
        ({"state": "open"}, "/state", "unknown_field"),
    ],
)
async def test_what_is_refused(
    desk: Desk, changes: dict[str, Any], pointer: str, code: str | None
) -> None:
    answer = await desk.ask("SG", "POST", "/cycles", cycle() | changes)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert code in (None, error["code"])


async def test_changes_need_the_version_and_stand_in_the_history(desk: Desk) -> None:
    id_ = await occasion(desk)
    path = f"/cycles/{id_}"
    etag = (await desk.ask("SG", "GET", path)).headers["etag"]
    assert (await desk.ask("SG", "PATCH", path, {"title": "b"})).status_code == 428
    changed = await desk.ask("SG", "PATCH", path, {"title": "b", "items": [ITEM]}, If_Match=etag)
    assert (changed.status_code, changed.json()["title"]) == (200, "b")
    assert (await step(desk, "COMMITTEE", id_, "convene", etag)).status_code == 412
    same = await desk.ask("SG", "PATCH", path, {"title": "b"}, If_Match=changed.headers["etag"])
    assert same.status_code == 200
    bare = {"items": [{"n": 2, "title": "Otro"}], "place": None}
    same = await desk.ask("SG", "PATCH", path, bare, If_Match=same.headers["etag"])
    assert same.json()["items"][0]["status"] == "planned", "what an item leaves out has its default"
    for wrong in ({"title": None}, {"items": None}, {"year": 2020}, {"type": "work_plan"}):
        assert (await desk.ask("SG", "PATCH", path, wrong, If_Match="*")).status_code == 422
    assert (await step(desk, "COMMITTEE", id_, "convene", same.headers["etag"])).status_code == 200
    await desk.settled()
    steps = (await desk.ask(None, "GET", f"{path}/history")).json()["items"]
    assert [one["action"] for one in steps] == ["create", "change", "change", "convene"]
    assert [one["data"]["title"] for one in steps] == ["Reunión anual", "b", "b", "b"]
    assert [one["actor"] for one in steps] == ["SG", "SG", "SG", "CAM"]


async def test_a_decision_has_its_date_and_document(desk: Desk) -> None:
    path = f"/cycles/{await occasion(desk)}"
    told = {"decided_on": "2026-01-20", "document": "CIDI/CAM/doc.4/26"}

    async def take(who: str, action: str, **more: str) -> int:
        body = {"action": action, **more}
        return (await desk.ask(who, "POST", f"{path}/transitions", body, If_Match="*")).status_code

    assert await take("COMMITTEE", "convene", decided_on="2999-01-01") == 422
    assert await take("COMMITTEE", "convene", **told) == 200
    assert await take("SG", "open", document="x") == 422, "no decision of the Committee"
    assert await take("SG", "open") == 200
    await desk.settled()
    steps = (await desk.ask(None, "GET", f"{path}/history")).json()["items"]
    data = [{name: one["data"][name] for name in told} for one in steps]
    assert data[1:] == [told, dict.fromkeys(told)]


async def test_the_ledger_tells_everybody_the_whole_cycle_at_every_write(desk: Desk) -> None:
    id_ = await occasion(desk, "work_plan", "closed", items=[ITEM])
    await desk.settled()
    items = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    mine = [item for item in items if item["subject"] == id_]
    assert [item["type"] for item in mine] == ["reports.cycle_changed"] * 4
    shown = (await desk.ask(None, "GET", f"/cycles/{id_}")).json()
    assert shown["position"] == mine[-1]["position"]
    entry = (await desk.ask(None, "GET", f"/ledger/{mine[-1]['position']}")).json()
    whole = entry["data"]
    assert (whole["cycle"], whole["action"], whole["actor"]) == (id_, "close", "SG")
    same = ("type", "year", "title", "state", "opens_on", "place", "summit", "items")
    assert {name: whole[name] for name in same} == {name: shown[name] for name in same}


async def test_what_is_closed_is_final(desk: Desk) -> None:
    id_ = await occasion(desk, state="closed")
    changed = await desk.ask("SG", "PATCH", f"/cycles/{id_}", {"title": "b"}, If_Match="*")
    closed = await step(desk, "SG", id_, "close")
    for answer in (changed, closed):
        assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    stale = await desk.ask("SG", "PATCH", f"/cycles/{id_}", {"title": "b"}, If_Match='"1"')
    assert stale.status_code == 412


async def test_lists_filter_and_page_by_year(desk: Desk) -> None:
    first = await occasion(desk, year=2020)
    second = await occasion(desk, "work_plan", "convened", year=2024)
    third = await occasion(desk, year=2022)
    page = (await desk.ask(None, "GET", "/cycles?limit=2")).json()
    assert [one["id"] for one in page["items"]] == [second, third]
    rest = (await desk.ask(None, "GET", page["next"].removeprefix("/reports"))).json()
    assert [one["id"] for one in rest["items"]] == [first]
    queries = {"type=work_plan": second, "year=2020": first, "state=convened": second}
    for query, found in queries.items():
        [one] = (await desk.ask(None, "GET", f"/cycles?{query}")).json()["items"]
        assert one["id"] == found
    for wrong in ("type=x", "year=x", "state=late"):
        assert (await desk.ask(None, "GET", f"/cycles?{wrong}")).status_code == 422


async def test_an_answer_that_was_lost_can_be_had_again(desk: Desk) -> None:
    first = await desk.ask("SG", "POST", "/cycles", cycle(), Idempotency_Key="k")
    again = await desk.ask("SG", "POST", "/cycles", cycle(), Idempotency_Key="k")
    assert first.json() == again.json()
    other = await desk.ask("SG", "POST", "/cycles", cycle(title="b"), Idempotency_Key="k")
    assert other.status_code == 422
    await committee(desk)
    id_ = first.json()["id"]
    path, etag = f"/cycles/{id_}/transitions", first.headers["etag"]
    sent = {"action": "convene"}
    once, twice = [
        await desk.ask("COMMITTEE", "POST", path, sent, If_Match=etag, Idempotency_Key="c")
        for _ in range(2)
    ]
    assert once.status_code == twice.status_code == 200
    assert once.json() == twice.json()


MEETINGS = {
    "recommendation": ("EXPERTS", {"expert_meeting"}),
    "assessment": ("EXPERTS", {"expert_meeting"}),
    "proposal": ("COL", {"expert_meeting", "cidi_meeting"}),
}


@pytest.mark.parametrize("kind", MEETINGS)
async def test_a_meeting_that_is_named_is_a_cycle_of_its_type(desk: Desk, kind: str) -> None:
    who, types = MEETINGS[kind]
    ids = {type_: await occasion(desk, type_) for type_ in ("expert_meeting", "cidi_meeting")}
    for type_, id_ in {**ids, "none": "018f3c1e-0000-7000-8000-000000000001"}.items():
        sent = {**body(who), "kind": kind, "payload": {"meeting": id_}}
        answer = await desk.ask(who, "POST", "/submissions", sent)
        if type_ in types:
            assert answer.status_code == 201, answer.text
            continue
        assert answer.status_code == 422
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
            ("/payload/meeting", "unknown_code")
        ]


@pytest.mark.parametrize("who", [None, "SG", "COMMITTEE", "CIM"])
async def test_a_list_tells_the_etag_of_each(desk: Desk, who: str | None) -> None:
    ids = [await occasion(desk, state=state) for state in ("considered", "closed")]
    await desk.settled()
    items = (await desk.ask(who, "GET", "/cycles")).json()["items"]
    told = {one["id"]: one.pop("etag") for one in items}
    for one in items:
        own = await desk.ask(who, "GET", f"/cycles/{one['id']}")
        assert (told[one["id"]], one) == (own.headers["etag"], own.json())
    assert set(told) == set(ids)
    assert (await step(desk, "COMMITTEE", ids[0], "convene", told[ids[0]])).status_code == 200
    assert (await step(desk, "COMMITTEE", ids[0], "decline", told[ids[0]])).status_code == 412
    then = (await desk.ask(who, "GET", "/cycles?as_of=2")).json()["items"]
    assert ["etag" in one for one in then] == [False]
