"""Assessments: the five words, the reasons, and that no evidence is no failure."""

import re
from typing import Any

import httpx2

from tests.services.portal.offices import cam, item, page, send

HERE = "/desk/cam/assessments"
MADE = item("m", kind="assessment", payload={"submission": "b", "status": "limited"})


def lists(request: httpx2.Request) -> Any:
    reports = [item("a", revision=2), item("b")]
    return page(*([MADE] if request.url.params["kind"] == "assessment" else reports))


def answers() -> dict[str, Any]:
    return {
        "GET /reports/submissions": lists,
        "GET /reports/submissions/a": item("a", revision=2),
        "POST /reports/submissions": {"id": "new"},
        "POST /reports/submissions/new/transitions": {},
    }


async def test_what_is_assessed_is_not_offered_again() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get(HERE)).text
    assert re.findall(rf'href="{HERE}/(\w)"', text) == ["a"]
    assert "Limited" in text


async def test_no_evidence_comes_first_and_is_no_failure() -> None:
    async with cam(**answers()) as (browser, _):
        text = (await browser.get(f"{HERE}/a")).text
    assert re.findall(r'name="status" value="(\w+)"', text)[0] == "no_evidence_available"
    assert "says nothing against a report" in text


async def test_it_is_filed_on_the_public_revision_and_sent() -> None:
    fields = {"status": "limited", "reasons": "Falta el interior.", "revision": "2", "title": "T"}
    async with cam(**answers()) as (browser, over):
        await send(browser, f"{HERE}/a", **fields)
    (_, body), step = over.written()
    assert body["reporter"] == "CAM"
    assert body["payload"] == {
        "submission": "a",
        "revision": 2,
        "status": "limited",
        "reasons": "Falta el interior.",
    }
    assert step == ("POST /reports/submissions/new/transitions", {"action": "submit"})


async def test_without_reasons_it_is_not_filed_and_the_choice_stays() -> None:
    async with cam(**answers()) as (browser, over):
        refused = await send(browser, f"{HERE}/a", status="limited", reasons=" ")
    assert refused.status_code == 422
    assert 'value="limited" checked' in refused.text
    assert over.written() == []
