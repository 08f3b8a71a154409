"""P1, the home page: figures that lead somewhere, and what stands while a service is silent."""

import httpx2
import pytest

from tests.services.portal.conftest import ANSWERS, PLACE, portal_over
from tests.services.portal.samples import Sample

ZERO = [
    {"indicator": name, "value": 0, "unit": "count"}
    for name in ("reports_published", "activities_reported", "activities_linked")
]
NOTHING = {
    **ANSWERS,
    "/indicators/programme": {**PLACE, "values": ZERO, "objectives": []},
    "/reports/submissions": {"items": [], "next": None},
}
PAGES = {
    "all": Sample("/"),
    "nothing published": Sample("/", answers=NOTHING),
    "figures silent": Sample("/", answers={**ANSWERS, "/indicators/programme": 503}),
}


async def test_the_answer_comes_first_and_every_figure_leads_on(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/?lang=es&year=2024")).text
    for code, indicator, number in (
        ("programme", "reports_published", "<b>1,234</b>"),
        ("programme", "activities_reported", "<b>31</b>"),
        ("programme", "organs_reporting", "<b>5</b>"),
        ("programme", "states_contributing", "<b>3</b>"),
        ("GO-1", "activities_reported", "1 de 4 actividades con informe"),
        ("GO-1", "states_contributing", "3 de 33 Estados participantes han informado (voluntario)"),
    ):
        assert f'<a href="/figures/{code}/{indicator}?lang=es&amp;year=2024">{number}' in text


async def test_the_map_shows_who_has_reported(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/?lang=es")).text
    assert 'aria-label="COL Colombia: Ha informado"' in text
    assert 'aria-label="VEN Venezuela: Sin informes en esta selección"' in text
    assert 'aria-label="NIC Nicaragua: No participa a esta fecha"' in text
    assert "Participación al 23 de noviembre de 2026: 33 Estados." in text


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


@pytest.mark.parametrize(
    ("silent", "rest"),
    [
        ("/indicators/programme", "Investigar"),
        ("/reports/submissions", "1 of 4 activities"),
    ],
)
async def test_a_silent_service_takes_away_only_its_own_part(silent: str, rest: str) -> None:
    async with portal_over({**ANSWERS, silent: 503}) as client:
        response = await client.get("/?lang=en")
    assert response.status_code == 200
    assert "These figures cannot be shown at the moment." in response.text
    assert rest in response.text
    assert "etag" not in response.headers


async def test_without_the_catalogue_there_is_no_page() -> None:
    async with portal_over({**ANSWERS, "/catalog/objectives": 503}) as client:
        assert (await client.get("/")).status_code == 503


async def test_three_requests_at_most_beside_what_all_pages_share() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(ANSWERS, asked) as client:
        await client.get("/?lang=es")
        asked.clear()
        await client.get("/?lang=es&year=2024")
    shared = ("/indicators/status", "/catalog/history")
    assert len([each for each in asked if each.url.path not in shared]) <= 3
