"""Occasions: convened, or not."""

import pytest

from tests.services.portal.offices import cam, page, send
from tests.services.portal.signed_in import fields, problem, tagged

HERE = "/desk/cam/occasions"
CYCLE = {
    "id": "c",
    "type": "cidi_meeting",
    "year": 2027,
    "title": "Reunión",
    "state": "considered",
    "opens_on": "2027-03-01",
    "allowed": ["convene", "decline"],
    "etag": '"c.3"',
}
CLOSED = {**CYCLE, "id": "d", "title": "Anterior", "state": "closed", "allowed": []}


@pytest.mark.parametrize("action", ["convene", "decline"])
async def test_what_is_considered_is_decided_on(action: str) -> None:
    answers = {
        "GET /reports/cycles": page(CYCLE, CLOSED),
        "POST /reports/cycles/c/transitions": CYCLE,
    }
    async with cam(**answers) as (browser, over):
        text = (await browser.get(HERE)).text
        assert "Date of the meeting: 1 March 2027" in text
        assert text.count('name="id"') == 1
        await send(browser, HERE, id="c", action=action, decided_on="", document=" ")
        told = {"decided_on": "2026-11-20", "document": "CIDI/CAM/doc.4/26"}
        read = fields(text)["etag"]
        await send(browser, HERE, id="c", etag=read, action=action, **told)
    assert over.sent[-1].headers["if-match"] == '"c.3"'
    path = "POST /reports/cycles/c/transitions"
    assert over.written() == [(path, {"action": action}), (path, {"action": action, **told})]


async def test_words_for_what_is_decided_by_now_are_shown_all_the_same() -> None:
    decided = {**CYCLE, "state": "convened", "allowed": []}
    answers = {
        "GET /reports/cycles": page(decided),
        "GET /reports/cycles/c": tagged('"c.4"', **decided),
        "POST /reports/cycles/c/transitions": problem(409, "not_now"),
    }
    async with cam(**answers) as (browser, _):
        kept = await send(browser, HERE, id="c", action="convene", document="doc.4/26")
    assert kept.status_code == 409
    assert '<li class="typed">doc.4/26</li>' in kept.text


@pytest.mark.parametrize(
    ("status", "words"), [(422, "It cannot be so."), (412, "Somebody changed")]
)
async def test_a_decision_that_is_refused_stands_in_its_form(status: int, words: str) -> None:
    answers = {
        "GET /reports/cycles": page({**CYCLE, "etag": '"c.4"'}),
        "GET /reports/cycles/c": tagged('"c.4"', **CYCLE),
        "POST /reports/cycles/c/transitions": problem(status, "no"),
    }
    told = {"id": "c", "action": "convene", "decided_on": "2026-11-20", "document": "doc.4/26"}
    async with cam(**answers) as (browser, _):
        refused = await send(browser, HERE, etag='"c.3"', **told)
    assert refused.status_code == status
    assert words in refused.text
    assert fields(refused.text)["etag"] == '"c.4"'
    for typed in ('value="2026-11-20"', 'value="doc.4/26"'):
        assert typed in refused.text
