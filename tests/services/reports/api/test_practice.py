"""A practice from draft to published, confirmed, corrected, listed, and as it was.

The kind has no route of its own: what is tried here is that every route serves it.
"""

import json
from typing import Any

import pytest

from services.reports import tables
from tests.services.reports.conftest import Desk, practice


async def test_a_practice_is_published_and_confirmed(desk: Desk) -> None:
    id_ = await desk.draft(**practice(joint_reporters=["COL"]))
    for step in ("submit", "start_review"):
        answer = await desk.act("CIM" if step == "submit" else "SG", id_, step)
        assert answer.status_code == 200, answer.text
    path = f"/submissions/{id_}/confirmation"
    assert (await desk.ask("COL", "PUT", path, If_Match="*")).json()["confirmed"] == ["COL"]
    for step in ("accept", "publish"):
        assert (await desk.act("SG", id_, step)).status_code == 200
    public = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    assert (public["kind"], public["state"], public["confirmed"]) == (
        "practice",
        "published",
        ["COL"],
    )
    assert public["payload"] == practice()["payload"]


async def test_its_event_carries_where_it_counts_and_no_text(desk: Desk) -> None:
    await desk.published(**practice())
    outbox = tables.kernel.outbox
    async with desk.db.read() as connection:
        rows = await connection.execute(outbox.select().order_by(outbox.c.n.desc()))
        published = json.loads(rows.mappings().first()["payload"])  # type: ignore[index]
    assert published["implementation"] is None
    assert published["practice"] == {
        "year": 2022,
        "activities": ["ACT-12", "ACT-06"],
        "objectives": ["GO-1"],
        "partner_kinds": ["academia"],
        "axes": ["gender"],
        "phases": [],
    }


async def test_lists_find_it_by_all_that_it_names(desk: Desk) -> None:
    wide = await desk.published(**practice())
    narrow = await desk.published(
        **practice(activities=["ACT-06"], objectives=None, year=2020, context="Otro contexto")
    )
    report = await desk.published()
    for query, expected in (
        ("kind=practice", [narrow, wide]),
        ("kind=implementation", [report]),
        ("activity=ACT-12", [report, wide]),
        ("activity=ACT-06", [narrow, wide]),
        ("activity=ACT-22", []),
        ("objective=GO-1", [report, wide]),
        ("objective=SO-04", [narrow, wide]),
        ("objective=GO-1&activity=ACT-06", [wide]),
        ("year=2020", [narrow]),
        ("year=2022&kind=practice", [wide]),
        ("q=otro+contexto", [narrow]),
    ):
        items = (await desk.ask(None, "GET", f"/submissions?{query}")).json()["items"]
        assert [item["id"] for item in items] == expected, query
    unknown = await desk.ask(None, "GET", "/submissions?kind=poem")
    assert [(error["pointer"], error["code"]) for error in unknown.json()["errors"]] == [
        ("/kind", "unknown_code")
    ]


async def test_a_correction_is_a_revision_and_the_past_stays(desk: Desk) -> None:
    id_ = await desk.published(**practice())
    await desk.settled()
    before = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    await desk.act("CIM", id_, "revise")
    changed = practice(results="Mejor", activities=["ACT-06"])
    path = f"/submissions/{id_}"
    assert (await desk.ask("CIM", "PUT", path, changed, If_Match="*")).status_code == 200
    own = await desk.ask("CIM", "GET", "/submissions?activity=ACT-06")
    assert [item["id"] for item in own.json()["items"]] == [id_]
    await desk.publish("CIM", id_)
    await desk.settled()
    was = (await desk.ask(None, "GET", f"{path}?as_of={before}")).json()
    assert was["payload"] == practice()["payload"]
    assert (await desk.ask(None, "GET", path)).json()["payload"]["results"] == "Mejor"
    revisions = (await desk.ask(None, "GET", f"{path}/revisions")).json()["items"]
    assert [revision["payload"]["activities"] for revision in revisions] == [
        ["ACT-12", "ACT-06"],
        ["ACT-06"],
    ]
    assert (await desk.ask(None, "GET", "/submissions?activity=ACT-12")).json()["items"] == []


async def test_what_it_lacks_is_named_when_it_is_submitted(desk: Desk) -> None:
    id_ = await desk.draft(**practice(context=" ", year=None, activities=[], objectives=None))
    answer = await desk.act("CIM", id_, "submit")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/payload/context", "blank"),
        ("/payload/year", "required"),
        ("/payload/activities", "required"),
    ]


@pytest.mark.parametrize(
    ("payload", "pointer", "code"),
    [
        ({"activities": ["ACT-99"]}, "/payload/activities/0", "unknown_code"),
        ({"activities": ["ACT-12", "ACT-12"]}, "/payload/activities/1", "repeated"),
        ({"objectives": ["SO-99"]}, "/payload/objectives/0", "unknown_code"),
        ({"objectives": ["GO-1", "GO-1"]}, "/payload/objectives/1", "repeated"),
        ({"year": 2015}, "/payload/year", "out_of_range"),
        ({"year": 3000}, "/payload/year", "out_of_range"),
        ({"year": "2020"}, "/payload/year", "wrong_type"),
        ({"context": "x" * 20_001}, "/payload/context", "too_long"),
        ({"status": "planned"}, "/payload/status", "unknown_field"),
    ],
)
async def test_what_is_wrong_is_said_by_pointer_and_code(
    desk: Desk, payload: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await desk.ask("CIM", "POST", "/submissions", practice(**payload))
    assert answer.status_code == 422, answer.text
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        (pointer, code)
    ]


async def test_similar_practices_share_an_activity_and_a_year(desk: Desk) -> None:
    first = await desk.draft(**practice())
    await desk.draft()
    for payload, expected in (
        ({"activities": ["ACT-06", "ACT-22"]}, [first]),
        ({"activities": ["ACT-23"]}, []),
        ({"activities": ["ACT-06", "ACT-12"], "year": 2021}, []),
    ):
        answer = await desk.ask("CIM", "POST", "/submissions", practice(**payload))
        assert answer.json()["similar"] == expected, payload


async def test_a_submission_stays_what_it_is(desk: Desk) -> None:
    id_ = await desk.draft()
    answer = await desk.ask("CIM", "PUT", f"/submissions/{id_}", practice(), If_Match="*")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/kind", "frozen")
    ]


async def test_a_practice_is_no_groups(desk: Desk) -> None:
    await desk.key("STATES", "STATES", "reports:write")
    await desk.settled()
    answer = await desk.ask("STATES", "POST", "/submissions", practice(reporter="STATES"))
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/reporter"]
