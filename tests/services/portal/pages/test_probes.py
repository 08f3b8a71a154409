"""Probes."""

import httpx2

from tests.services.portal.conftest import portal_over


async def test_ready_only_when_the_services_are(page: httpx2.AsyncClient) -> None:
    assert (await page.get("/readyz")).status_code == 200
    async with portal_over({}) as client:
        response = await client.get("/readyz")
        assert response.status_code == 503
        assert response.json()["checks"]["services"]["ready"] is False
        assert (await client.get("/healthz")).status_code == 200
