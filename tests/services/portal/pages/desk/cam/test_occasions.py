"""Occasions: convened, or not."""

import pytest

from tests.services.portal.offices import cam, page, send

HERE = "/desk/cam/occasions"
CYCLE = {
    "id": "c",
    "type": "cidi_meeting",
    "year": 2027,
    "title": "Reunión",
    "state": "considered",
    "opens_on": "2027-03-01",
    "allowed": ["convene", "decline"],
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
        await send(browser, HERE, id="c", action=action, **told)
    path = "POST /reports/cycles/c/transitions"
    assert over.written() == [(path, {"action": action}), (path, {"action": action, **told})]
