"""The brief: six figures on two days, what was published between them, and what CAM decides."""

import re
from datetime import date
from typing import Any

import httpx2

from services.portal.pages.desk.cam.brief import Counts, counts
from tests.services.portal.offices import cam, item, page

KINDS = {"COL": "state", "BRA": "state", "CIM": "organ"}


def published(day: str) -> dict[str, str]:
    return {"published_at": f"{day}T09:00:00.000000Z"}


REPORTS = [
    item("a", **published("2025-03-01")),
    item("b", reporter="CIM", confirmed=["BRA"], **published("2026-03-01")),
]
PRACTICE = item("p", kind="practice", **published("2026-03-02"))


def test_counts_are_those_of_the_day() -> None:
    items = [*REPORTS, PRACTICE]
    assert counts(items, KINDS, date(2025, 12, 31)) == Counts(1, 1, 0, 1, 0, 0)
    assert counts(items, KINDS, date(2026, 3, 2)) == Counts(2, 1, 1, 2, 1, 0)


def lists(request: httpx2.Request) -> Any:
    by_kind = {
        "implementation": REPORTS,
        "practice": [PRACTICE],
        "proposal": [item("q", kind="proposal", title="Propuesta abierta")],
    }
    return page(*by_kind.get(request.url.params["kind"], []))


COVERAGE = {"indicator": "activity_coverage", "value": 0.5, "numerator": 1, "denominator": 2}
ANSWERS: dict[str, Any] = {
    "GET /reports/submissions": lists,
    "GET /reports/cycles": page(),
    "GET /catalog/objectives": page({"code": "SO-07", "title": "Understanding"}),
    "GET /indicators/objectives": {
        "edition": "2016-draft",
        "position": 9,
        "as_of": None,
        "objectives": [{"code": "SO-07", "values": [COVERAGE]}],
    },
}


async def test_two_days_are_compared() -> None:
    days = {"since": "2026-01-01", "until": "2026-06-30"}
    async with cam(**ANSWERS) as (browser, _):
        text = (await browser.get("/desk/cam", params=days)).text
    assert "1 on 1 January 2026" in text
    assert re.findall(r'href="/submissions/(\w)"', text) == ["p", "b"]
    assert "1 of 2 linked activities have a report" in text
    assert "Propuesta abierta" in text


async def test_a_day_that_is_none_is_not_taken() -> None:
    async with cam(**ANSWERS) as (browser, _):
        answer = await browser.get("/desk/cam", params={"since": "soon", "until": ""})
    assert answer.status_code == 200
