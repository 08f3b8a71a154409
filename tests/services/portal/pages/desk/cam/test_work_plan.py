"""The work plan: by addressee, what CAM plans, what was reported, who was heard."""

import re
from typing import Any

from tests.services.portal.offices import cam, page

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
HEARD["made_at"] = "2026-11-20T09:00:00.000000Z"


def answers(*plans: dict[str, Any]) -> dict[str, Any]:
    return {
        "GET /reports/cycles": page(*plans),
        "GET /reports/cycles/w/statements": page(HEARD, {**HEARD, "text": None}),
        "GET /catalog/activities": page(*ACTIVITIES),
        "GET /indicators/activities": {
            "edition": "2016-draft",
            "position": 9,
            "activities": [
                {"code": "ACT-28", "values": [{"indicator": "reports_published", "value": 2}]}
            ],
        },
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
    assert '<a href="/figures/ACT-28/reports_published?lang=en">2<' in text
    assert text.count('href="#heard"') == 1, "beside the activity that is planned"
    assert re.findall(r'<option value="(\w+)"', text) == ["w", "old"]


async def test_each_plan_has_its_own_consultation() -> None:
    closed = {**PLAN, "id": "old", "state": "closed", "year": 2025, "title": "Old plan"}
    told = {**answers(closed, PLAN), "GET /reports/cycles/old/statements": page()}
    async with cam(**told) as (browser, _):
        text = (await browser.get("/desk/cam/plan", params={"plan": "old"})).text
    assert "Consultation on: Old plan" in text
    assert "None recorded" in text


async def test_without_a_plan_the_activities_stand() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get("/desk/cam/plan")).text
    assert "No work plan is recorded." in text
    assert "ACT-12" in text
