"""Good practices, by what can be asked of the interface and by what only the page knows."""

import json

import httpx2
import pytest

from tests.services.portal.conftest import portal_over, told
from tests.services.portal.published import PRACTICE, PUBLISHED, listed
from tests.services.portal.samples import Sample

SOME = {**PUBLISHED, "/reports/submissions": listed(PRACTICE)}
PAGES = {
    "some": Sample("/practices", answers=SOME),
    "none": Sample("/practices", answers={**PUBLISHED, "/reports/submissions": listed()}),
    "no such": Sample("/practices?phase=return", answers=SOME),
    "no table": Sample("/practices.csv?phase=return", 503, answers=SOME),
    "no lines": Sample("/practices.jsonl?phase=return", 503, answers=SOME),
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("phase=transit", 1),
        ("phase=return", 0),
        ("theme=research", 1),
        ("theme=health", 0),
    ],
)
async def test_themes_are_those_of_the_activities_it_names(query: str, found: int) -> None:
    async with portal_over(SOME) as client:
        text = (await client.get(f"/practices?lang=en&{query}")).text
    assert text.count("Una ventanilla.") == found
    assert ("Nothing in this selection" in text) is not bool(found)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("", "/reports/submissions.xlsx?lang=en&amp;kind=practice"),
        ("q=agua", "/reports/submissions.csv?lang=en&amp;kind=practice&amp;q=agua"),
        ("phase=transit", "/practices.csv?lang=en&amp;phase=transit"),
        ("q=agua&theme=research", "/practices.jsonl?lang=en&amp;q=agua&amp;theme=research"),
    ],
)
async def test_files_are_of_the_selection(query: str, address: str) -> None:
    async with portal_over(SOME) as client:
        text = (await client.get(f"/practices?lang=en&{query}")).text
    assert f'href="{address}"' in text
    assert ("/reports/submissions." in text) is not query.endswith(("transit", "research"))


OTHER = {**PRACTICE, "id": "o", "payload": {**PRACTICE["payload"], "phases": ["return"]}}
LINES = "".join(json.dumps(each) + "\n" for each in (PRACTICE, OTHER))
TABLE = 'id,title\r\np,"a, ""b"""\r\no,c\r\n'


def files(request: httpx2.Request) -> httpx2.Response:
    """Services that have the files of two practices."""
    known = {"/reports/submissions.jsonl": LINES, "/reports/submissions.csv": TABLE}
    if request.url.path in known:
        assert dict(request.url.params) == {"kind": "practice", "q": "agua", "lang": "en"}
        return httpx2.Response(200, text=known[request.url.path])
    return httpx2.Response(200, json=told(SOME, request))


async def test_a_file_holds_those_that_fit_as_the_interface_writes_them() -> None:
    async with portal_over(files) as client:
        table = await client.get("/practices.csv?lang=en&q=agua&phase=transit")
        lines = await client.get("/practices.jsonl?lang=en&q=agua&phase=return")
        none = await client.get("/practices.csv?lang=en&q=agua&theme=health")
    assert table.text == 'id,title\r\np,"a, ""b"""\r\n'
    assert table.headers["content-disposition"] == 'attachment; filename="practices-transit.csv"'
    assert [json.loads(line)["id"] for line in lines.text.splitlines()] == ["o"]
    assert none.text == "id,title\r\n"
