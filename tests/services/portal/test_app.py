"""Probes."""

import httpx2

from services.portal import app as front
from tests.services.portal.conftest import client_over


async def test_ready_only_when_the_services_are(page: httpx2.AsyncClient) -> None:
    assert (await page.get("/readyz")).status_code == 200
    async with client_over({}) as services:
        transport = httpx2.ASGITransport(app=front.build(front.Needs(client=services)))
        async with httpx2.AsyncClient(transport=transport, base_url="http://portal") as client:
            assert (await client.get("/readyz")).status_code == 503
            assert (await client.get("/healthz")).status_code == 200
    assert front.workers(front.Needs(client=page)) == []
