"""A GET, and the one error that every failure becomes."""

from typing import Any

import httpx2
import pytest

from services.portal.clients import http
from tests.services.portal.conftest import client_over


async def test_what_the_parser_makes_of_the_answer() -> None:
    async with client_over({"/a": {"n": 2}}) as services:
        assert await http.get(services, "/a", lambda answer: answer["n"] + 1, lang="es") == 3


@pytest.mark.parametrize("answer", [503, {}, {"n": "x"}, {"n": None}, []])
async def test_no_answer_and_one_that_cannot_be_read(answer: Any) -> None:
    async with client_over({"/a": answer}) as services:
        with pytest.raises(http.ServiceUnavailable, match="/a"):
            await http.get(services, "/a", lambda answer: int(answer["n"]))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, http.Missing),
        (410, http.Gone),
        (400, http.Refused),
        (422, http.Refused),
        (401, http.ServiceUnavailable),
        (429, http.ServiceUnavailable),
    ],
)
async def test_what_is_not_there_is_no_outage(status: int, error: type[Exception]) -> None:
    async with client_over({"/a": status}) as services:
        with pytest.raises(error):
            await http.get(services, "/a", dict)


async def test_a_part_is_none_where_its_service_is_silent() -> None:
    async with client_over({"/a": {"n": 2}, "/gone": 404}) as services:
        assert await http.part(http.get(services, "/a", dict)) == {"n": 2}
        assert await http.part(http.get(services, "/nothing", dict)) is None
        with pytest.raises(http.Missing):
            await http.part(http.get(services, "/gone", dict))


async def test_a_parameter_that_is_none_is_not_sent() -> None:
    asked: list[httpx2.Request] = []
    async with client_over({"/a": {}}, asked) as services:
        await http.get(services, "/a", dict, year=None, lang="es")
    assert dict(asked[0].url.params) == {"lang": "es"}


def test_the_cursor_of_a_link() -> None:
    assert http.cursor("/reports/submissions?limit=2&cursor=WyI%3D") == "WyI="
    assert http.cursor(None) is None


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
