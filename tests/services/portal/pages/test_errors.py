"""The pages for a missing address and an unavailable service."""

import httpx2

from tests.services.portal.conftest import portal_over


async def test_a_missing_page(page: httpx2.AsyncClient) -> None:
    response = await page.get("/nowhere?lang=pt")
    assert response.status_code == 404
    assert "Essa página não existe." in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


async def test_an_unavailable_service() -> None:
    async with portal_over({}) as client:
        response = await client.get("/?lang=en")
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert "Nothing is lost" in response.text
