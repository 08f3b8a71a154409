"""The files of good practices, and those rows of them that are wanted."""

import httpx2
import pytest

from services.portal.clients import practices
from services.portal.clients.http import Refused, ServiceUnavailable


def services(answer: httpx2.Response) -> httpx2.AsyncClient:
    transport = httpx2.MockTransport(lambda _: answer)
    return httpx2.AsyncClient(transport=transport, base_url="http://services")


async def test_lines_and_rows() -> None:
    text = '{"id": "p", "title": "a\u2028b"}\n{"id": "o", "title": "c"}\n'
    async with services(httpx2.Response(200, text=text)) as client:
        lines = await practices.get_lines(client, q="x")
    assert [(each["id"], line[-1]) for each, line in lines] == [("p", "\n"), ("o", "\n")]
    assert practices.rows_of('id,t\r\np,"1\r\n2"\r\no,3\r\n', {"p"}) == 'id,t\r\np,"1\r\n2"\r\n'


@pytest.mark.parametrize(("status", "error"), [(422, Refused), (503, ServiceUnavailable)])
async def test_what_cannot_be_had(status: int, error: type[Exception]) -> None:
    async with services(httpx2.Response(status, json={})) as client:
        with pytest.raises(error):
            await practices.get_table(client)
