"""The home page as a browser gets it: language, escaping, figures, no foreign host."""

import re

import httpx2
import pytest

from services.portal.clients.http import ServiceUnavailable
from services.portal.pages.public import home
from tests.services.portal.conftest import ANSWERS, client_over


async def test_the_overview_in_the_language_asked_for(page: httpx2.AsyncClient) -> None:
    spanish = await page.get("/", headers={"Accept-Language": "es-CO, en;q=0.5"})
    assert spanish.headers["content-language"] == "es"
    assert '<html lang="es">' in spanish.text
    assert "1 de 4" in spanish.text
    assert "3 de 33" in spanish.text
    assert (await page.get("/?lang=fr")).headers["content-language"] == "fr"


@pytest.mark.parametrize(
    ("lang", "day", "count"),
    [
        ("es", "23 de noviembre de 2026", "1,234"),
        ("en", "23 November 2026", "1,234"),
        ("pt", "23 de novembro de 2026", "1.234"),
        ("fr", "23 novembre 2026", "1\u202f234"),
    ],
)
async def test_dates_and_numbers_as_the_language_writes_them(
    page: httpx2.AsyncClient, lang: str, day: str, count: str
) -> None:
    text = (await page.get("/", params={"lang": lang})).text
    assert day in text
    assert f'<td class="number">{count}</td>' in text


async def test_what_services_say_is_text_not_markup(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/")).text
    assert "&lt;b&gt;Objetivo" in text
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text), "no foreign host"
    assert "script-src" not in (await page.get("/")).headers["content-security-policy"]


async def test_the_last_link_names_the_keys(page: httpx2.AsyncClient) -> None:
    assert '<a href="/access/docs">/access</a> Claves</li>' in (await page.get("/?lang=es")).text


@pytest.mark.parametrize("missing", list(ANSWERS))
async def test_it_needs_both_services(missing: str) -> None:
    answers = {path: answer for path, answer in ANSWERS.items() if path != missing}
    async with client_over(answers) as services:
        with pytest.raises(ServiceUnavailable, match=missing):
            await home.load_overview(services, "es")


async def test_it_needs_the_edition_that_the_figures_are_about() -> None:
    answers = {**ANSWERS, "/catalog/editions": {"items": []}}
    async with client_over(answers) as services:
        with pytest.raises(ServiceUnavailable, match="2016-draft"):
            await home.load_overview(services, "es")
