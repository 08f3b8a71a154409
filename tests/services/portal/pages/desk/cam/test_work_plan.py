"""The work plan: by addressee, what CAM plans, what was reported, who was heard."""

from typing import Any

from tests.services.portal.offices import cam, item, page

PLAN = {
    "id": "w",
    "title": "Plan de trabajo 2026",
    "year": 2026,
    "state": "open",
    "opens_on": None,
    "closes_on": None,
    "items": [{"n": 1, "title": "Compartir", "activities": ["ACT-28"], "when": "mayo"}],
}
ACTIVITIES = [
    {"code": "ACT-12", "title": "Study", "addressees": ["CIM"], "optional": False},
    {"code": "ACT-28", "title": "Assist", "addressees": ["STATES"], "optional": True},
]
HEARD = {"role": "consultation", "text": "Apoyamos", "language": "es", "actor": "COL"}


def answers(*plans: dict[str, Any]) -> dict[str, Any]:
    return {
        "GET /reports/cycles": page(*plans),
        "GET /reports/cycles/w/statements": page(HEARD, {**HEARD, "text": None}),
        "GET /catalog/activities": page(*ACTIVITIES),
        "GET /reports/submissions": page(item("a"), item("b")),
    }


async def test_what_is_planned_and_reported_stands_beside_each_activity() -> None:
    closed = {**PLAN, "id": "old", "state": "closed", "year": 2027, "title": "Old plan"}
    async with cam(**answers(closed, PLAN)) as (browser, _):
        text = (await browser.get("/desk/cam/plan")).text
    assert "Plan de trabajo 2026" in text
    assert text.index("Commission of Women") < text.index("ACT-12") < text.index("ACT-28")
    assert "Compartir (mayo)" in text
    assert "1 contribution to the consultation" in text
    assert "Optional: States may take it up" in text
    assert text.count('<td class="number">2</td>') == 1


async def test_without_a_plan_the_activities_stand() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get("/desk/cam/plan")).text
    assert "No work plan is recorded." in text
    assert "ACT-12" in text
