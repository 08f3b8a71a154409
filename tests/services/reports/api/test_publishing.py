"""Publications that have to fit with others: codes are dense, and what is assessed is public."""

import asyncio
from typing import Any

from tests.services.reports.conftest import Desk, body


def further(reporter: str = "CIM", **payload: Any) -> dict[str, Any]:
    """A further activity that is complete."""
    return {
        **body(reporter),
        "kind": "further-activity",
        "title": "Curso",
        "payload": {"objectives": ["GO-1"], "summary": "Un curso", **payload},
    }


async def accepted(desk: Desk, who: str, sent: dict[str, Any]) -> str:
    """A submission that only needs to be published."""
    answer = await desk.ask(who, "POST", "/submissions", sent)
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    for key, action in ((who, "submit"), ("SG", "start_review"), ("SG", "accept")):
        answer = await desk.act(key, id_, action)
        assert answer.status_code == 200, answer.text
    return id_


async def test_codes_are_dense_also_when_many_are_published_at_once(desk: Desk) -> None:
    ids = [await accepted(desk, "CIM", further()) for _ in range(4)]
    other = await accepted(desk, "CAM", further("CAM", objectives=["SO-04"]))
    answers = await asyncio.gather(*(desk.act("SG", id_, "publish") for id_ in [*ids, other]))
    assert {answer.status_code for answer in answers} == {200}
    codes = [answer.json()["code"] for answer in answers]
    assert sorted(codes[:4]) == ["FA-CIM-1", "FA-CIM-2", "FA-CIM-3", "FA-CIM-4"]
    assert codes[4] == "FA-CAM-1"


async def test_a_code_is_kept_and_carried_by_the_event(desk: Desk) -> None:
    id_ = await accepted(desk, "CIM", further())
    assert (await desk.ask("CIM", "GET", f"/submissions/{id_}")).json()["code"] is None
    await desk.act("SG", id_, "publish")
    await desk.act("CIM", id_, "revise")
    for who, action in (
        ("CIM", "submit"),
        ("SG", "start_review"),
        ("SG", "accept"),
        ("SG", "publish"),
    ):
        assert (await desk.act(who, id_, action)).status_code == 200
    await desk.settled()
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["code"] == "FA-CIM-1"
    items = (await desk.ask("SG", "GET", "/ledger?limit=500")).json()["items"]
    published = [item["position"] for item in items if (item["type"] or "").endswith("_published")]
    for position in published:
        data = (await desk.ask(None, "GET", f"/ledger/{position}")).json()["data"]
        assert data["further-activity"]["code"] == "FA-CIM-1"


async def test_only_the_registrant_and_bodies_below_it_report_on_it(desk: Desk) -> None:
    on_it = {"activity": "FA-CIM-1"}
    answer = await desk.ask("CIM", "POST", "/submissions", body("CIM", **on_it))
    assert answer.json()["errors"][0]["code"] == "unknown_code"
    await desk.act("SG", await accepted(desk, "CIM", further()), "publish")
    for who, expected in (("CIM", 201), ("CIM-LAB", 201), ("CAM", 422), ("COL", 422), ("ILO", 422)):
        answer = await desk.ask(who, "POST", "/submissions", body(who, **on_it))
        assert answer.status_code == expected, answer.text


async def test_an_assessment_is_of_the_public_revision(desk: Desk) -> None:
    id_ = await desk.published("CIM")
    payload = {"submission": id_, "revision": 1, "status": "limited", "reasons": "r"}
    sent = {**body("EXPERTS"), "kind": "assessment", "payload": payload}
    assessment = await accepted(desk, "EXPERTS", sent)
    await desk.act("CIM", id_, "revise")
    await desk.publish("CIM", id_)
    answer = await desk.act("SG", assessment, "publish")
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["public_revision"]) == ("outdated", 2)
    again = {**sent, "payload": {**payload, "revision": 1}}
    refused = await desk.ask("EXPERTS", "POST", "/submissions", again)
    assert [error["code"] for error in refused.json()["errors"]] == ["outdated"]
