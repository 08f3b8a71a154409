"""Pages: a walk sees everything once, and a cursor from elsewhere is refused."""

import base64
import json

import httpx2
import pytest
from starlette.requests import Request

from kernel.errors import Problem
from kernel.web.paging import cursor_of, decode_cursor


def request(query: str = "", path: str = "/x") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [],
        }
    )


async def test_a_walk_is_stable_under_writes(client: httpx2.AsyncClient) -> None:
    for number in range(7):
        await client.post("/shop/notes", json={"id": f"n{number}", "text": "x"})
    seen: list[str] = []
    url: str | None = "/shop/notes?limit=3"
    while url:
        page = await client.get(url)
        assert (page.headers.get("link") is None) == (page.json()["next"] is None)
        if page.json()["next"]:
            assert page.headers["link"] == f'<{page.json()["next"]}>; rel="next"'
        seen += page.json()["items"]
        url = page.json()["next"]
        await client.post("/shop/notes", json={"id": f"a{len(seen)}", "text": "earlier"})
    assert seen == [f"n{number}" for number in range(7)]


def test_a_cursor_belongs_to_its_list() -> None:
    cursor = cursor_of(request("state=draft&limit=5"), ["2026", 7])
    assert decode_cursor(request("limit=9&state=draft&lang=es"), cursor, str, int) == ["2026", 7]
    for elsewhere in (request("state=published"), request("state=draft", "/y"), request()):
        with pytest.raises(Problem, match=r".*"):
            decode_cursor(elsewhere, cursor, str, int)
    for types in ((str,), (int, int), (str, int, int)):
        with pytest.raises(Problem):
            decode_cursor(request("state=draft"), cursor, *types)
    assert decode_cursor(request(), None, str) is None


@pytest.mark.parametrize("part", [10**30, -(2**63), "a\x00", "\ud800"])
def test_a_forged_place_that_no_database_holds_is_refused(part: object) -> None:
    forged = cursor_of(request(), [part])
    with pytest.raises(Problem) as refused:
        decode_cursor(request(), forged, type(part))
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "text", ["x", "%%%", "é", "", json.dumps(7), '"text"', "{}", "[]", "null", "[1,2]", "[" * 5000]
)
async def test_what_is_no_cursor_is_400(client: httpx2.AsyncClient, text: str) -> None:
    for cursor in (text[:1000], base64.urlsafe_b64encode(text.encode()).decode()[:1900]):
        assert (await client.get("/shop/notes", params={"cursor": cursor})).status_code == 400


def test_a_cursor_that_is_too_long_cannot_be_read() -> None:
    long = cursor_of(request(), ["a" * 4_000])
    with pytest.raises(Problem) as refused:
        decode_cursor(request(), long, str)
    assert refused.value.status == 400
