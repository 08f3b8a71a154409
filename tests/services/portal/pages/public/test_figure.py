"""P12, one figure: its value, its past, and the reports that add up to it."""

import csv
from typing import Any

import httpx2
import pytest

from tests.services.portal.conftest import ANSWERS, BEHIND, PLACE, evidence, portal_over
from tests.services.portal.samples import Sample

PATH = "/indicators/objectives/GO-1"
CHANGES = [
    {"position": 3, "time": "2026-11-20T10:00:00.000000Z", "value": 1},
    {"position": 5, "time": "2026-11-22T10:00:00.000000Z", "value": 2},
]
HIDDEN = {
    "id": "b",
    "revision": 1,
    "position": 5,
    "contribution": 1,
    "reporters": None,
    "activity": None,
    "year": None,
    "not_public": True,
}
WHOLE: dict[str, Any] = {
    **ANSWERS,
    "/indicators/status": {
        **ANSWERS["/indicators/status"],
        "verified": {"at": "2026-11-23T04:00:00.000000Z", "position": 7, "equal": True},
    },
    f"{PATH}/reports_published/evidence": evidence(
        "reports_published", 2, submissions=[BEHIND, HIDDEN]
    ),
    f"{PATH}/reports_published/history": {**PLACE, "items": CHANGES, "next": None},
}


def with_figure(indicator: str, value: Any, contribution: Any, **more: Any) -> dict[str, Any]:
    """The services, with one figure more of the objective."""
    rows = [{**BEHIND, "contribution": contribution}]
    items = [{"position": 3, "time": "2026-11-20T10:00:00.000000Z", "value": value}]
    return {
        **WHOLE,
        f"{PATH}/{indicator}/evidence": evidence(indicator, value, submissions=rows, **more),
        f"{PATH}/{indicator}/history": {**PLACE, "items": items, "next": "/x?cursor=c"},
    }


MONEY = with_figure("resources_reported", {"USD": "1500.50"}, {"USD": "1500.50"}, unit="money")
AXES = with_figure("axis_share", {"gender": 0.5}, {"gender": 1}, divisor=2, unit="ratio")
STATUSES = with_figure("status_distribution", {"under_way": 3}, {"under_way": 3})
NOTHING = {
    **WHOLE,
    f"{PATH}/reports_published/evidence": evidence("reports_published", None, submissions=[]),
    f"{PATH}/reports_published/history": {**PLACE, "items": [], "next": None},
}
ENDS = [
    {"position": position, "time": f"{year}-03-20T10:00:00.000000Z", "value": position}
    for position, year in ((3, 2023), (4, 2024), (5, 2025), (6, 2026))
]
LONG = {
    **WHOLE,
    f"{PATH}/reports_published/history": {
        **PLACE,
        "items": ENDS,
        "years": ENDS,
        "next": "/x?cursor=c",
    },
}
SILENT = {**WHOLE, f"{PATH}/reports_published/history": 503}
PAGES = {
    "a number": Sample("/figures/GO-1/reports_published", answers=WHOLE),
    "under filters": Sample(
        "/figures/GO-1/reports_published?year=2024&axis=gender&actor_kind=organ", answers=WHOLE
    ),
    "nothing": Sample("/figures/GO-1/reports_published", answers=NOTHING),
    "money": Sample("/figures/GO-1/resources_reported", answers=MONEY),
    "axes": Sample("/figures/GO-1/axis_share", answers=AXES),
    "statuses": Sample("/figures/GO-1/status_distribution", answers=STATUSES),
    "a long past": Sample("/figures/GO-1/reports_published", answers=LONG),
    "history silent": Sample("/figures/GO-1/reports_published", answers=SILENT),
    "missing": Sample("/figures/GO-1/beauty", 404, {**WHOLE, f"{PATH}/beauty/evidence": 404}),
    "a file": Sample("/figures/GO-1/beauty.csv", 404, {**WHOLE, f"{PATH}/beauty/evidence": 404}),
}


async def shown(answers: dict[str, Any], indicator: str = "reports_published") -> str:
    async with portal_over(answers) as client:
        response = await client.get(f"/figures/GO-1/{indicator}?lang=en&year=2024")
    assert response.status_code == 200
    return response.text


async def test_figure_reports_register_lead_on() -> None:
    text = await shown(WHOLE)
    assert "<b>2</b>" in text
    assert f'<a href="/submissions/{BEHIND["id"]}?lang=en">Investigar</a>' in text
    assert "Not public at present" in text
    assert '<a href="/register?lang=en&amp;entry=3">3</a>' in text
    assert "was equal" not in text
    assert "recomputed from the register on 23 November 2026, 04:00 UTC, up to entry 7" in text
    assert "/figures/GO-1/reports_published?as_of=7&amp;lang=en&amp;year=2024" in text


async def test_a_long_past_is_drawn_by_the_year_and_not_as_one_leap() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(LONG, asked) as client:
        text = (await client.get("/figures/GO-1/reports_published?lang=en&year=2024")).text
        again = (await client.get("/figures/GO-1/reports_published?lang=fr&year=2024")).text
    sent = [each.url.params for each in asked if each.url.path.endswith("d/history")]
    assert [each["years"] for each in sent] == ["true", "true"]
    assert all(each["year"] == "2024" for each in sent)
    assert "as_of" not in str([each.url for each in asked if "/objectives/" in each.url.path])
    assert text.count('class="dot"') == 5, "the first, the end of each year, and now"
    assert "Its value at the end of each year" in text
    assert "à la fin de chaque année" in again


async def test_a_page_of_changes_may_hold_none_and_lead_on() -> None:
    path = f"{PATH}/reports_published/history"
    text = await shown({**LONG, path: {**LONG[path], "items": []}})
    assert text.count('class="dot"') == 4, "the end of each year, and now"


async def test_a_value_has_its_date_in_words_and_in_its_citation() -> None:
    text = await shown(WHOLE)
    assert text.count("As of entry 7 of the public register, 23 November 2026") == 2


async def test_its_past_is_drawn_and_told() -> None:
    text = await shown(WHOLE)
    assert '<svg viewBox="0 0 640 150"' in text
    assert text.count('<a href="/register?lang=en&amp;entry=5"') == 3, "step, change and report"
    assert "20 November 2026" in text


@pytest.mark.parametrize(
    ("answers", "indicator", "words"),
    [
        (MONEY, "resources_reported", "USD\u00a01,500.50"),
        (AXES, "axis_share", "Género: 1 of 2"),
        (STATUSES, "status_distribution", "En curso: 3"),
    ],
)
async def test_a_value_of_parts_is_said_part_by_part(
    answers: dict[str, Any], indicator: str, words: str
) -> None:
    text = await shown(answers, indicator)
    assert f"<b>{words}</b>" in text
    assert "<svg viewBox" not in text


async def test_a_figure_says_how_to_cite_it() -> None:
    async with portal_over(WHOLE) as client:
        text = (await client.get("/figures/GO-1/reports_published?lang=en&year=2024")).text
    query = "as_of=7&amp;lang=en&amp;year=2024"
    assert f'href="/indicators/objectives/GO-1/reports_published/citation?{query}"' in text
    assert "Organization of American States. <cite>" in text


async def test_an_index_has_no_page() -> None:
    answers = {**WHOLE, f"{PATH}/implementation_index/evidence": evidence("x", 0.5)}
    async with portal_over(answers) as client:
        assert (await client.get("/figures/GO-1/implementation_index")).status_code == 404


async def test_the_file_has_every_report_of_every_page() -> None:
    rows = {
        None: evidence("x", 2, next=f"{PATH}/reports_published/evidence?cursor=c"),
        "c": evidence("x", 2, submissions=[HIDDEN]),
    }

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith("evidence"):
            return httpx2.Response(200, json=rows[request.url.params.get("cursor")])
        return httpx2.Response(200, json=WHOLE[request.url.path])

    async with portal_over(answer) as client:
        response = await client.get("/figures/GO-1/reports_published.csv?lang=en")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="GO-1-reports_published-7.csv"' in response.headers["content-disposition"]
    read = [*csv.DictReader(response.text.splitlines())]
    assert [row["id"] for row in read] == [BEHIND["id"], "b"]
    assert sum(int(row["contribution"]) for row in read) == 2
