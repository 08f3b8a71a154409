"""Statements beside submissions: who makes which, what is left of them, what the public sees."""

from typing import Any

import httpx2
import pytest

from tests.services.reports.conftest import Desk, body


def recommendation(grounds: str, *to: str) -> dict[str, Any]:
    """A recommendation that is complete."""
    payload = {"addressed_to": list(to), "text": "t", "objectives": ["GO-1"], "grounds": [grounds]}
    return {**body("EXPERTS"), "kind": "recommendation", "payload": payload}


async def published(desk: Desk, who: str, sent: dict[str, Any]) -> str:
    answer = await desk.ask(who, "POST", "/submissions", sent)
    assert answer.status_code == 201, answer.text
    id_ = str(answer.json()["id"])
    await desk.publish(who, id_)
    return id_


async def recommended(desk: Desk, *to: str) -> str:
    """A public recommendation to CIM and the Summit, unless to others."""
    grounds = await desk.published("CIM")
    return await published(desk, "EXPERTS", recommendation(grounds, *(to or ("CIM", "SUMMIT"))))


async def assessed(desk: Desk) -> str:
    """A public assessment of a report of CIM."""
    report = await desk.published("CIM")
    payload = {"submission": report, "revision": 1, "status": "limited", "reasons": "r"}
    return await published(
        desk, "EXPERTS", {**body("EXPERTS"), "kind": "assessment", "payload": payload}
    )


async def says(desk: Desk, who: str | None, id_: str, role: str, **more: Any) -> httpx2.Response:
    sent = {"role": role, "language": "es", "text": "Lo tomamos en cuenta.", **more}
    return await desk.ask(who, "POST", f"/submissions/{id_}/statements", sent)


@pytest.mark.parametrize(
    ("who", "role", "status", "expected"),
    [
        ("CIM", "follow_up", "under_way", 201),
        ("SG", "follow_up", "implemented", 201),
        ("COL", "follow_up", "under_way", 403),
        (None, "follow_up", "under_way", 401),
        ("admin", "follow_up", "under_way", 403),
        ("CIM", "follow_up", None, 422),
        ("CIM", "follow_up", "done", 422),
        ("CIM", "reply", None, 422),
        ("CIM", "presentation", None, 422),
    ],
)
async def test_who_follows_up(
    desk: Desk, who: str | None, role: str, status: str | None, expected: int
) -> None:
    id_ = await recommended(desk)
    answer = await says(desk, who, id_, role, **({"status": status} if status else {}))
    assert answer.status_code == expected, answer.text


@pytest.mark.parametrize(("who", "expected"), [("CIM", 201), ("COL", 403), ("EXPERTS", 403)])
async def test_who_replies(desk: Desk, who: str, expected: int) -> None:
    answer = await says(desk, who, await assessed(desk), "reply")
    assert answer.status_code == expected, answer.text


async def test_a_statement_is_public_until_its_maker_withdraws_it(desk: Desk) -> None:
    id_ = await assessed(desk)
    before = (await desk.ask(None, "GET", f"/submissions/{id_}")).headers["etag"]
    made = (await says(desk, "CIM", id_, "reply")).json()
    path = f"/submissions/{id_}/statements"
    assert (await desk.ask(None, "GET", path)).json()["items"] == [made]
    assert (await desk.ask(None, "GET", f"{path}/{made['id']}")).json() == made
    assert (await desk.ask("COL", "DELETE", f"{path}/{made['id']}")).status_code == 403
    assert (await desk.ask("CIM", "DELETE", f"{path}/{made['id']}")).status_code == 200
    assert (await desk.ask("CIM", "DELETE", f"{path}/{made['id']}")).status_code == 409
    [left] = (await desk.ask(None, "GET", path)).json()["items"]
    assert (left["state"], left["text"], left["salt"]) == ("withdrawn", None, None)
    assert left["digest"] == made["digest"]
    assert (await desk.ask(None, "GET", f"{path}/{made['id']}")).status_code == 410
    after = (await desk.ask(None, "GET", f"/submissions/{id_}")).headers["etag"]
    assert before == after
    steps = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert [step["action"] for step in steps][-2:] == ["make_statement", "withdraw_statement"]


async def test_the_secretariat_withholds_with_a_reason(desk: Desk) -> None:
    id_ = await assessed(desk)
    made = (await says(desk, "CIM", id_, "reply")).json()
    path = f"/submissions/{id_}/statements/{made['id']}"
    assert (await desk.ask("CIM", "POST", f"{path}/withhold", {"comment": "c"})).status_code == 403
    refused = await desk.ask("SG", "POST", f"{path}/withhold", {"comment": " "})
    assert refused.json()["errors"][0]["code"] == "blank"
    assert (await desk.ask("SG", "POST", f"{path}/withhold", {"comment": "c"})).status_code == 200
    assert (await desk.ask(None, "GET", path)).status_code == 410


async def test_beside_what_is_hidden_only_the_maker_withdraws(desk: Desk) -> None:
    id_ = await assessed(desk)
    made = (await says(desk, "CIM", id_, "reply")).json()
    await desk.act("SG", id_, "withhold", "w")
    path = f"/submissions/{id_}/statements"
    assert (await desk.ask(None, "GET", path)).status_code == 410
    assert (await says(desk, "CIM", id_, "reply")).status_code in (404, 409)
    assert (await desk.ask("CIM", "DELETE", f"{path}/{made['id']}")).status_code == 200


async def test_an_answer_that_was_lost_can_be_had_again(desk: Desk) -> None:
    id_ = await assessed(desk)
    sent = {"role": "reply", "language": "es", "text": "Gracias"}
    path = f"/submissions/{id_}/statements"
    first = await desk.ask("CIM", "POST", path, sent, Idempotency_Key="k")
    again = await desk.ask("CIM", "POST", path, sent, Idempotency_Key="k")
    assert first.json() == again.json()
    assert len((await desk.ask(None, "GET", path)).json()["items"]) == 1
