"""The brief: six figures on two days, what was published between them, and what CAM decides."""

import re
from typing import Any

import httpx2
import pytest

from kernel import clock
from tests.services.portal.offices import cam, item, page


def published(day: str) -> dict[str, str]:
    return {"published_at": f"{day}T09:00:00.000000Z"}


CHANGED = [
    item("u", kind="uptake", **published("2026-03-03")),
    item("p", kind="practice", **published("2026-03-02")),
    item("b", reporter="CIM", confirmed=["BRA"], **published("2026-03-01")),
]
OPEN = item("q", kind="proposal", title="Propuesta abierta")


def brief(request: httpx2.Request) -> Any:
    """As reports answers it: from the last meeting until today, where nothing is chosen."""
    days = {"since": "2026-01-01", "until": clock.today().isoformat(), **request.url.params}
    return {**days, "published": CHANGED, "undecided": [OPEN]}


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
    "GET /reports/brief": brief,
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


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"since": "2026-01-01", "until": "soon"}, ("2026-01-01", None)),
        ({"since": "2026-01-01", "until": "2025-01-01"}, ("2026-01-01", "2026-01-01")),
        ({"since": "2026-01-01", "until": "2999-01-01"}, ("2026-01-01", None)),
        ({"since": "2999-01-01"}, (None, None)),
        ({"since": "soon", "until": "2026-01-01"}, ()),
        ({}, ()),
    ],
)
async def test_days_that_cannot_be_are_not_asked_for(given: Any, asked: Any) -> None:
    async with cam(**ANSWERS) as (browser, services):
        answer = await browser.get("/desk/cam", params=given)
    assert answer.status_code == 200
    [sent] = [one.url.params for one in services.sent if one.url.path == "/reports/brief"]
    today = clock.today().isoformat()
    days = [sent[name] for name in ("since", "until") if name in sent]
    assert days == [day or today for day in asked]
