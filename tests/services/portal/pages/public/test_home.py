"""P1, the home page: figures that lead somewhere, and what stands while a service is silent."""

import httpx2
import pytest

from tests.services.portal.conftest import ANSWERS, portal_over
from tests.services.portal.samples import Sample

NOTHING = {
    **ANSWERS,
    "/indicators/objectives": {"edition": "2016-draft", "position": 0, "objectives": []},
    "/reports/submissions": {"items": [], "next": None},
}
PAGES = {
    "all": Sample("/"),
    "nothing published": Sample("/", answers=NOTHING),
    "figures silent": Sample("/", answers={**ANSWERS, "/indicators/objectives": 503}),
}


async def test_every_figure_leads_to_the_reports_behind_it(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/?lang=es&year=2024")).text
    door = '<a href="/figures/GO-1/activities_reported?lang=es&amp;year=2024">'
    assert door + "1 de 4 actividades con informe</a>" in text
    assert "3 de 33 Estados</a>" in text


@pytest.mark.parametrize(
    ("lang", "count"),
    [("es", "1,234 informes"), ("en", "1,234 reports"), ("fr", "1\u202f234 rapports")],
)
async def test_numbers_as_the_language_writes_them(
    page: httpx2.AsyncClient, lang: str, count: str
) -> None:
    assert count in (await page.get("/", params={"lang": lang})).text


async def test_what_services_say_is_text_not_markup(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/")).text
    assert "&lt;b&gt;Objetivo" in text
    assert "<b>Objetivo" not in text


async def test_a_silent_service_takes_away_only_its_own_part() -> None:
    for silent, rest in (
        ("/indicators/objectives", "Investigar"),
        ("/reports/submissions", "1 of 4 activities"),
    ):
        async with portal_over({**ANSWERS, silent: 503}) as client:
            response = await client.get("/?lang=en")
        assert response.status_code == 200
        assert "These figures cannot be shown at the moment." in response.text
        assert rest in response.text
        assert "etag" not in response.headers


async def test_without_the_catalogue_there_is_no_page() -> None:
    async with portal_over({**ANSWERS, "/catalog/objectives": 503}) as client:
        assert (await client.get("/")).status_code == 503


async def test_two_requests_at_most_beside_what_every_page_needs() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(ANSWERS, asked) as client:
        await client.get("/?lang=es")
        asked.clear()
        await client.get("/?lang=es&year=2024")
    own = [request for request in asked if request.url.path not in SHARED]
    assert len(own) <= 3


SHARED = ("/indicators/status", "/catalog/history")
