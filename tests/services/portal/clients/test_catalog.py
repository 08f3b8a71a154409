"""Objectives and editions as the portal reads them."""

import httpx2

from services.portal.clients import catalog
from tests.services.portal.conftest import ANSWERS, client_over


async def test_objectives_and_editions() -> None:
    async with client_over(ANSWERS) as services:
        assert await catalog.list_objectives(services, "es") == [
            catalog.Objective("GO-1", "<b>Objetivo</b>")
        ]
        assert await catalog.list_editions(services, "es") == [
            catalog.Edition("2016-draft", "Programa", draft=True)
        ]


async def test_they_are_asked_for_in_the_language_and_whole() -> None:
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(200, json={"items": []})

    transport = httpx2.MockTransport(answer)
    async with httpx2.AsyncClient(transport=transport, base_url="http://services") as services:
        await catalog.list_objectives(services, "pt")
    assert dict(requests[0].url.params) == {"limit": "500", "lang": "pt"}


async def test_indirect_links_are_counted() -> None:
    strengths = {"ACT-08": "indirect", "ACT-22": "indirect", "ACT-30": "direct"}
    item = {"code": "SO-06", "title": "t", "link_strengths": strengths}
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, json={"items": [item]}))
    async with httpx2.AsyncClient(transport=transport, base_url="http://services") as services:
        assert [each.indirect for each in await catalog.list_objectives(services, "pt")] == [2]
