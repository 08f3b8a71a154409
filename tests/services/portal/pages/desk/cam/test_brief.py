"""The brief: six figures on two days, what was published between them, and what CAM decides."""

import re
from typing import Any

import httpx2

from tests.services.portal.offices import cam, item, page


def published(day: str) -> dict[str, str]:
    return {"published_at": f"{day}T09:00:00.000000Z"}


CHANGED = [
    item("b", reporter="CIM", confirmed=["BRA"], **published("2026-03-01")),
    item("p", kind="practice", **published("2026-03-02")),
    item("later", **published("2026-07-01")),
    item("u", kind="uptake", **published("2026-03-03")),
]


def lists(request: httpx2.Request) -> Any:
    if request.url.params.get("kind") == "proposal":
        return page(item("q", kind="proposal", title="Propuesta abierta"))
    assert request.url.params["updated_after"] == "2026-01-01T23:59:59.999999Z"
    return page(*CHANGED)


def figures(request: httpx2.Request) -> Any:
    """One report by the first of the two days, four by the second."""
    first = request.url.params.get("as_of") == "2026-01-01T23:59:59.999999Z"
    activities = [
        {"indicator": "activities_reported", "value": 34},
        {"indicator": "activities_linked", "value": 42},
    ]
    states = {"indicator": "states_contributing", "value": 3, "numerator": 3, "denominator": 33}
    return {
        "edition": "2016-draft",
        "position": 9,
        "as_of": None,
        "values": [
            {"indicator": "reports_published", "value": 1 if first else 4},
            states,
            *activities,
        ],
        "objectives": [{"code": "SO-07", "values": [COVERAGE]}],
    }


COVERAGE = {"indicator": "activity_coverage", "value": 0.5, "numerator": 1, "denominator": 2}
ANSWERS: dict[str, Any] = {
    "GET /reports/submissions": lists,
    "GET /reports/cycles": page(),
    "GET /catalog/objectives": page({"code": "SO-07", "title": "Understanding"}),
    "GET /indicators/programme": figures,
}


async def test_two_days_are_compared() -> None:
    days = {"since": "2026-01-01", "until": "2026-06-30"}
    async with cam(**ANSWERS) as (browser, _):
        text = (await browser.get("/desk/cam", params=days)).text
    assert "1 January 2026: 1<" in text
    assert re.findall(r'href="/submissions/(\w+)"', text) == ["p", "b"]
    assert "<strong>4</strong> reports published" in text
    assert "<strong>3 of 33</strong> States" in text
    assert "<strong>34 of 42</strong> activities" in text
    for day in ("2026-01-01", "2026-06-30"):
        assert f'href="/figures/programme/reports_published?as_of={day}&amp;lang=en"' in text
    assert "1 of 2 linked activities have a report" in text
    assert "Propuesta abierta" in text


async def test_a_day_that_is_none_is_not_taken() -> None:
    async with cam(**ANSWERS) as (browser, _):
        answer = await browser.get("/desk/cam", params={"since": "2026-01-01", "until": "soon"})
    assert answer.status_code == 200
    assert 'href="/figures/programme/reports_published?lang=en"' in answer.text
