"""Proposals: what changes is marked, and CAM decides with a reason."""

from typing import Any

import pytest

from tests.services.portal.offices import cam, item, page, send
from tests.services.portal.signed_in import problem
from tests.services.portal.spoken import languages_of

HERE = "/desk/cam/proposals"
TEXT = {"en": {"title": "Support return", "summary": "Help those who return."}}
PAYLOAD = {"change": "amend", "node": "ACT-33", "texts": TEXT, "reason": "Es más claro."}
OPEN = item("p", kind="proposal", payload=PAYLOAD)
DECIDED = {
    "decision": "adopted",
    "reason": "Sí",
    "decided_at": "2026-11-02T09:00:00.000000Z",
    "revision": 1,
}


def answers(proposal: dict[str, Any] = OPEN) -> dict[str, Any]:
    return {
        "GET /reports/submissions": page(item("d", kind="proposal", decision=DECIDED), proposal),
        "GET /reports/submissions/p": proposal,
        "GET /reports/submissions/p/statements": page(
            {"role": "consultation", "text": "Apoyamos.", "language": "es", "actor": "COL"}
        ),
        "GET /catalog/nodes/ACT-33": {"title": "Promote return", "summary": "Help."},
        "PUT /reports/submissions/p/decision": {},
    }


async def test_those_without_a_decision_come_first() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get(HERE)).text
    assert text.index(f"{HERE}/p") < text.index(f"{HERE}/d")


async def test_what_it_changes_is_marked_and_who_was_heard_is_read() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get(f"{HERE}/p")).text
    assert "<del>Promote </del><ins>Support </ins>return" in text
    assert "Apoyamos." in text
    assert "Es más claro." in text


async def test_texts_in_another_language_are_compared_in_that() -> None:
    async with cam(**answers()) as (browser, over):
        text = (await browser.get(f"{HERE}/p", params={"lang": "fr"})).text
    assert languages_of(text, "Support ") == {"en"}
    (node,) = [each for each in over.sent if each.url.path == "/catalog/nodes/ACT-33"]
    assert node.url.params["lang"] == "en"


@pytest.mark.parametrize("decision", ["adopted", "declined", "deferred"])
async def test_cam_decides_with_a_reason(decision: str) -> None:
    async with cam(**answers()) as (browser, over):
        await send(browser, f"{HERE}/p", decision=decision, reason="Se vio.", etag='"2"')
    body = {"decision": decision, "reason": "Se vio."}
    assert over.written() == [("PUT /reports/submissions/p/decision", body)]
    assert over.sent[-1].headers["if-match"] == '"2"'


async def test_without_a_reason_nothing_is_decided() -> None:
    async with cam(**answers()) as (browser, over):
        refused = await send(browser, f"{HERE}/p", decision="adopted", reason="")
    assert refused.status_code == 422
    assert "Please give the reason." in refused.text
    assert over.written() == []


@pytest.mark.parametrize("decided", [True, False])
async def test_a_reason_that_meets_another_decision_is_not_lost(decided: bool) -> None:
    told = answers({**OPEN, "decision": DECIDED if decided else None})
    told["PUT /reports/submissions/p/decision"] = problem(412, "stale")
    async with cam(**told) as (browser, _):
        kept = await send(browser, f"{HERE}/p", decision="declined", reason="Se vio.", etag='"2"')
    assert kept.status_code == 412
    assert ('<li class="typed">Se vio.</li>' in kept.text) is decided
    assert ("\nSe vio.</textarea>" in kept.text) is not decided


async def test_experts_read_a_proposal_and_decide_nothing() -> None:
    async with cam(["assess:write"], **answers()) as (browser, _):
        text = (await browser.get(f"{HERE}/p")).text
    assert "not change it" in text
    assert 'name="reason"' not in text


async def test_a_final_decision_is_shown_and_not_asked_again() -> None:
    async with cam(**answers({**OPEN, "decision": DECIDED})) as (browser, _):
        text = (await browser.get(f"{HERE}/p")).text
    assert "Adopted" in text
    assert 'name="reason"' not in text
