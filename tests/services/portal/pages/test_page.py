"""What a page takes from its request, and the headers of its answer."""

import httpx2
import pytest

from services.portal.pages import ROUTES
from tests.services.portal.conftest import ANSWERS, portal_over


@pytest.mark.parametrize(
    ("query", "header", "lang"),
    [
        ("?lang=pt", "es", "pt"),
        ("?lang=de", "es", "es"),
        ("", "fr-CA, en;q=0.5", "fr"),
        ("", "de", "en"),
    ],
)
async def test_the_language(page: httpx2.AsyncClient, query: str, header: str, lang: str) -> None:
    response = await page.get(f"/{query}", headers={"Accept-Language": header})
    assert response.headers["content-language"] == lang
    assert f'<html lang="{lang}">' in response.text
    assert response.text.count('aria-current="true"') == 1


async def test_the_headers(page: httpx2.AsyncClient) -> None:
    headers = (await page.get("/")).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["vary"] == "Accept-Language"
    assert headers["cache-control"] == "no-cache"


def test_pages_probes_and_files_are_collected_once_each() -> None:
    ways = [(route.path, method) for route in ROUTES for method in route.methods or ()]
    assert {"/", "/healthz", "/readyz", "/static/{name}"} <= {path for path, _ in ways}
    assert len(ways) == len(set(ways))


@pytest.mark.parametrize("path", ["/", "/nowhere"])
async def test_every_page_over_made_up_data_says_so(path: str, page: httpx2.AsyncClient) -> None:
    async with portal_over(ANSWERS, demonstration=True) as demonstration:
        shown = (await demonstration.get(f"{path}?lang=pt")).text
    assert "tudo o que se mostra aqui é fictício" in shown
    assert "fictício" not in (await page.get(f"{path}?lang=pt")).text
