"""A GET, and the one error that every failure becomes."""

from typing import Any

import httpx2
import pytest

from services.portal.clients import http
from tests.services.portal.conftest import client_over


async def test_what_the_parser_makes_of_the_answer() -> None:
    async with client_over({"/a": {"n": 2}}) as services:
        assert await http.get(services, "/a", lambda answer: answer["n"] + 1, lang="es") == 3


@pytest.mark.parametrize("answer", [None, {}, {"n": "x"}, {"n": None}, []])
async def test_no_answer_and_one_that_cannot_be_read(answer: Any) -> None:
    async with client_over({"/a": answer}) as services:
        with pytest.raises(http.ServiceUnavailable, match="/a"):
            await http.get(services, "/a", lambda answer: int(answer["n"]))


async def test_no_connection_and_no_json() -> None:
    def refuse(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    def text(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, text="<html>")

    for answer in (refuse, text):
        transport = httpx2.MockTransport(answer)
        async with httpx2.AsyncClient(transport=transport, base_url="http://services") as services:
            with pytest.raises(http.ServiceUnavailable):
                await http.get(services, "/a", dict)
