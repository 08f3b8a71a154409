"""The page as a browser gets it: language, escaping, no foreign host, a plain word when a service
is silent.
"""

import re

import httpx2

from services.portal import app as front
from tests.services.portal.conftest import client_over


async def test_the_overview_in_the_language_asked_for(page: httpx2.AsyncClient) -> None:
    spanish = await page.get("/", headers={"Accept-Language": "es-CO, en;q=0.5"})
    assert spanish.headers["content-language"] == "es"
    assert '<html lang="es">' in spanish.text
    assert "1 de 4" in spanish.text
    assert "3 de 33" in spanish.text
    assert (await page.get("/?lang=fr")).headers["content-language"] == "fr"


async def test_what_services_say_is_text_not_markup(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/")).text
    assert "&lt;b&gt;Objetivo" in text
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text), "no foreign host"
    assert "script-src" not in (await page.get("/")).headers["content-security-policy"]


async def test_a_silent_service_and_a_missing_page() -> None:
    async with client_over({}) as services:
        transport = httpx2.ASGITransport(app=front.build(front.Needs(client=services)))
        async with httpx2.AsyncClient(transport=transport, base_url="http://portal") as client:
            assert (await client.get("/?lang=en")).status_code == 503
            assert "Nothing is lost" in (await client.get("/?lang=en")).text
            assert (await client.get("/nowhere?lang=pt")).status_code == 404
            assert (await client.get("/static/portal.css")).status_code == 200
            assert (await client.get("/static/..%2Fviews.py")).status_code == 404
