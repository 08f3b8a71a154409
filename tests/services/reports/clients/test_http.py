"""GETs of the public interfaces."""

from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from services.reports.clients import http

PAGES: Mapping[str, Any] = {
    "/list": {"items": [{"n": 1}], "next": "/list?cursor=2"},
    "/list?cursor=2": {"items": [{"n": 2}], "next": None},
}


def client(status: int = 200) -> httpx2.AsyncClient:
    def answer(request: httpx2.Request) -> httpx2.Response:
        cursor = request.url.params.get("cursor")
        path = request.url.path + (f"?cursor={cursor}" if cursor else "")
        return httpx2.Response(status, json=PAGES.get(path, {}))

    return httpx2.AsyncClient(transport=httpx2.MockTransport(answer), base_url="http://test")


async def test_all_pages_are_read() -> None:
    assert await http.get_items(client(), "/list") == [{"n": 1}, {"n": 2}]


async def test_what_is_hidden_is_none() -> None:
    assert await http.get_public(client(410), "/list") is None
    with pytest.raises(http.SourceUnavailable):
        await http.get(client(410), "/list")


@pytest.mark.parametrize("status", [404, 422, 503])
async def test_every_other_answer_is_trouble(status: int) -> None:
    with pytest.raises(http.SourceUnavailable, match=str(status)):
        await http.get_public(client(status), "/list")
