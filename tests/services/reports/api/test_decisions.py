"""The decision of the Committee on a proposal: who takes it, when, what it closes, who sees it."""

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from services.reports import app as front
from services.reports.settings import Settings
from tests.services.reports.conftest import Desk, body
from tests.services.reports.occasions import occasion

PAYLOAD = {
    "change": "add",
    "node_kind": "activity",
    "addressees": ["STATES"],
    "objectives": ["GO-1"],
    "texts": {"es": {"title": "Remesas", "summary": "Abaratarlas."}},
    "reason": "El costo pesa.",
}
COMMITTEE = ("reports:write", "programme:adopt")
ADOPTED = {"decision": "adopted", "reason": "Sirve."}


@pytest.fixture(name="desk")
async def with_the_committee(desk: Desk) -> Desk:
    """Keys of the Committee: `second` was rotated from `drafter`."""
    await desk.key("committee", "CAM", *COMMITTEE)
    await desk.key("drafter", "CAM", *COMMITTEE)
    await desk.key("second", "CAM", *COMMITTEE, line="drafter")
    await desk.key("elsewhere", "COL", *COMMITTEE)
    await desk.key("nobody", None, "programme:adopt")
    await desk.settled()
    return desk


def proposal(reporter: str = "COL", **payload: Any) -> dict[str, Any]:
    return {**body(reporter), "kind": "proposal", "payload": {**PAYLOAD, **payload}}


async def proposed(desk: Desk, who: str = "COL", reporter: str = "COL") -> str:
    """A public proposal, drafted with a key."""
    if "committee" not in desk.secrets:
        await desk.key("committee", "CAM", *COMMITTEE)
        await desk.settled()
    answer = await desk.ask(who, "POST", "/submissions", proposal(reporter))
    assert answer.status_code == 201, answer.text
    await desk.publish(who, answer.json()["id"])
    return str(answer.json()["id"])


async def decide(
    desk: Desk, id_: str, decision: str, who: str | None = "committee", **more: Any
) -> httpx2.Response:
    sent = {"decision": decision, "reason": "Sirve.", **more}
    return await desk.ask(who, "PUT", f"/submissions/{id_}/decision", sent, If_Match="*")


async def corrected(desk: Desk, id_: str) -> None:
    """Another revision is published."""
    assert (await desk.act("COL", id_, "revise")).status_code == 200
    await desk.publish("COL", id_)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("committee", 200),
        ("drafter", 200),
        (None, 401),
        ("revoked", 401),
        ("CAM", 403),
        ("COL", 403),
        ("SG", 403),
        ("elsewhere", 403),
        ("nobody", 403),
        ("admin", 403),
    ],
)
async def test_who_decides(desk: Desk, who: str | None, status: int) -> None:
    answer = await decide(desk, await proposed(desk), "adopted", who)
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(("who", "status"), [("drafter", 403), ("second", 403), ("committee", 200)])
async def test_the_key_that_drafted_it_does_not_decide(desk: Desk, who: str, status: int) -> None:
    id_ = await proposed(desk, "drafter", "CAM")
    answer = await decide(desk, id_, "adopted", who)
    assert answer.status_code == status, answer.text
    if status == 403:
        assert answer.json()["code"] == "own_report"


async def test_without_four_eyes_the_history_marks_it(desk: Desk) -> None:
    id_ = await proposed(desk, "drafter", "CAM")
    desk.app = front.build(replace(desk.needs, settings=Settings(four_eyes=False)))
    transport = httpx2.ASGITransport(app=desk.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as desk.client:
        assert (await decide(desk, id_, "adopted", "second")).status_code == 200
        steps = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"]
    assert steps[-1]["own_report"] is True


async def test_everybody_sees_the_decision(desk: Desk) -> None:
    id_, meeting = await proposed(desk), await occasion(desk)
    before = await desk.ask(None, "GET", f"/submissions/{id_}")
    answer = await desk.ask(
        "committee",
        "PUT",
        f"/submissions/{id_}/decision",
        {**ADOPTED, "meeting": meeting},
        If_Match=before.headers["etag"],
    )
    assert answer.status_code == 200, answer.text
    after = await desk.ask(None, "GET", f"/submissions/{id_}")
    assert before.json()["decision"] is None
    decision = after.json()["decision"]
    at = decision.pop("decided_at")
    assert decision == {**ADOPTED, "revision": 1, "meeting": meeting, "actor": "CAM"}
    assert after.json()["updated_at"] == at > before.json()["updated_at"]
    assert after.headers["etag"] == answer.headers["etag"] != before.headers["etag"]
    listed = (await desk.ask(None, "GET", "/submissions")).json()["items"]
    assert listed[0]["decision"]["decision"] == "adopted"
    await desk.settled()
    last = (await desk.ask(None, "GET", f"/submissions/{id_}/history")).json()["items"][-1]
    told = {name: last[name] for name in ("action", "actor", "decision", "comment", "to_state")}
    assert told == {
        "action": "decide",
        "actor": "CAM",
        "decision": "adopted",
        "comment": "Sirve.",
        "to_state": "published",
    }
    entries = (await desk.ask(None, "GET", "/ledger")).json()["items"]
    assert (entries[-1]["type"], entries[-1]["subject"]) == ("reports.proposal_decided", id_)
    then = f"/submissions/{id_}?as_of={last['position'] - 1}"
    assert (await desk.ask(None, "GET", then)).json()["decision"] is None
    now = f"/submissions/{id_}?as_of={last['position']}"
    assert (await desk.ask(None, "GET", now)).json()["decision"] == after.json()["decision"]


async def test_the_etag_is_needed(desk: Desk) -> None:
    id_ = await proposed(desk)
    path = f"/submissions/{id_}/decision"
    assert (await desk.ask("committee", "PUT", path, ADOPTED)).status_code == 428
    stale = (await desk.ask("committee", "GET", f"/submissions/{id_}")).headers["etag"]
    assert (await decide(desk, id_, "deferred")).status_code == 200
    answer = await desk.ask("committee", "PUT", path, ADOPTED, If_Match=stale)
    assert answer.status_code == 412


@pytest.mark.parametrize("decision", ["adopted", "declined"])
async def test_a_final_decision_closes_it(desk: Desk, decision: str) -> None:
    id_ = await proposed(desk)
    assert (await decide(desk, id_, "deferred")).status_code == 200
    assert (await decide(desk, id_, decision)).status_code == 200
    for again in ("adopted", "declined", "deferred"):
        answer = await decide(desk, id_, again)
        assert (answer.status_code, answer.json()["code"]) == (409, "decided")
    for action in ("revise", "withdraw"):
        answer = await desk.act("COL", id_, action)
        assert (answer.status_code, answer.json()["code"]) == (409, "decided")
    assert (await desk.ask("COL", "GET", f"/submissions/{id_}")).json()["allowed"] == []
    assert (await desk.act("SG", id_, "withhold", "w")).status_code == 200
    assert (await desk.act("COL", id_, "withdraw")).json()["code"] == "decided"
    assert (await decide(desk, id_, decision)).json()["code"] == "decided"
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).status_code == 410
    assert (await desk.ask(None, "GET", f"/submissions/{id_}/history")).status_code == 410
    assert (await desk.act("SG", id_, "release")).status_code == 200
    seen = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["decision"]
    assert seen["decision"] == decision


async def test_a_correction_under_way_is_not_published_any_more(desk: Desk) -> None:
    id_ = await proposed(desk)
    for who, action in (
        ("COL", "revise"),
        ("COL", "submit"),
        ("SG", "start_review"),
        ("SG", "accept"),
    ):
        assert (await desk.act(who, id_, action)).status_code == 200
    assert (await decide(desk, id_, "adopted")).json()["decision"]["revision"] == 1
    answer = await desk.act("SG", id_, "publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "decided")
    assert (await desk.act("SG", id_, "return", "c")).status_code == 200
    assert (await desk.act("COL", id_, "discard")).json()["allowed"] == []


async def test_another_revision_clears_a_deferral(desk: Desk) -> None:
    id_ = await proposed(desk)
    assert (await decide(desk, id_, "deferred")).status_code == 200
    assert (await desk.act("SG", id_, "withhold", "w")).status_code == 200
    assert (await desk.act("SG", id_, "release")).json()["decision"]["decision"] == "deferred"
    await corrected(desk, id_)
    assert (await desk.ask(None, "GET", f"/submissions/{id_}")).json()["decision"] is None
    earlier = (await desk.ask(None, "GET", f"/submissions/{id_}?revision=1")).json()
    assert earlier["decision"] is None
    assert (await decide(desk, id_, "adopted")).json()["decision"]["revision"] == 2
    earlier = (await desk.ask(None, "GET", f"/submissions/{id_}?revision=1")).json()
    assert earlier["decision"] is None


async def test_only_what_is_public_is_decided_on(desk: Desk) -> None:
    draft = (await desk.ask("COL", "POST", "/submissions", proposal())).json()["id"]
    assert (await decide(desk, draft, "adopted")).status_code == 404
    id_ = await proposed(desk)
    await desk.act("SG", id_, "withhold", "w")
    assert (await decide(desk, id_, "adopted")).json()["code"] == "not_public"
    await desk.act("COL", id_, "withdraw")
    assert (await decide(desk, id_, "adopted")).status_code == 409
    report = await desk.published("CIM")
    assert (await decide(desk, report, "adopted")).json()["code"] == "not_here"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"decision": "adopted"},
        {"decision": "adopted", "reason": " "},
        {"decision": "maybe", "reason": "r"},
        {**ADOPTED, "meeting": ""},
        {**ADOPTED, "meeting": "m-1"},
        {**ADOPTED, "more": 1},
    ],
)
async def test_a_decision_says_why(desk: Desk, sent: dict[str, Any]) -> None:
    id_ = await proposed(desk)
    path = f"/submissions/{id_}/decision"
    answer = await desk.ask("committee", "PUT", path, sent, If_Match="*")
    assert answer.status_code == 422, answer.text


async def test_consultation_ends_with_a_final_decision(desk: Desk) -> None:
    id_ = await proposed(desk)
    said = {"role": "consultation", "language": "es", "text": "Apoyamos."}
    path = f"/submissions/{id_}/statements"
    assert (await desk.ask("MEX", "POST", path, said)).status_code == 201
    await decide(desk, id_, "deferred")
    made = await desk.ask("MEX", "POST", path, said)
    assert made.status_code == 201
    await decide(desk, id_, "declined")
    answer = await desk.ask("MEX", "POST", path, said)
    assert (answer.status_code, answer.json()["code"]) == (409, "decided")
    assert (await desk.ask("MEX", "DELETE", f"{path}/{made.json()['id']}")).status_code == 200
