"""A focal point's first page: what waits, in its order; what is published; nothing that counts what
has not been reported.
"""

import re
from typing import Any

import httpx2
import pytest

from tests.services.portal.conftest import ANSWERS, contents
from tests.services.portal.signed_in import at_the_desk, services
from tests.services.portal.spoken import languages_of


def item(id_: str, state: str, reporter: str = "CIM", **payload: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "state": state,
        "reporter": reporter,
        "title": f"T-{id_}",
        "language": "es",
        "payload": payload,
    }


def lists(request: httpx2.Request) -> Any:
    waiting = [
        item("d", "draft", activity="ACT-12"),
        item("c", "submitted", "COL"),
        item("r", "returned", year=2024),
    ]
    mine = request.url.params.get("waiting") == "me"
    return {"items": waiting if mine else [item("p", "published", year=2023)], "next": None}


async def test_what_somebody_waits_for_comes_first() -> None:
    async with at_the_desk(services(**{"GET /reports/submissions": lists})) as page:
        text = (await page.get("/desk")).text
    links = re.findall(r'href="(/desk/(?:reports|confirm)/\w)"', text)
    assert languages_of(text, "T-d") == {"es"}
    assert links == ["/desk/reports/r", "/desk/confirm/c", "/desk/reports/d", "/desk/reports/p"]


async def test_who_asks_for_a_confirmation_is_called_by_name() -> None:
    known = {"GET /reports/submissions": lists, "GET /catalog/contents": contents(ANSWERS)}
    async with at_the_desk(services(**known)) as page:
        named = (await page.get("/desk")).text
    assert '<span class="quiet">Colombia</span>' in named
    async with at_the_desk(services(**{"GET /reports/submissions": lists})) as page:
        assert '<span class="quiet">COL</span>' in (await page.get("/desk")).text


async def test_what_is_published_shows_its_year_and_how_far_it_is() -> None:
    reported = {"items": [item("p", "published", year=2023, status="under_way")], "next": None}
    known = {"codes": [{"code": "under_way", "label": "Under way"}]}
    answers = {"GET /catalog/codelists/self_reported_status": known}
    async with at_the_desk(services(**answers, **{"GET /reports/submissions": reported})) as page:
        yours = (await page.get("/desk")).text.rpartition("<h2>")[2]
    assert "2023" in yours
    assert re.search(r"<svg.*?</svg> Under way", yours, re.DOTALL)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Nothing waits for you."),
        ("es", "No hay nada que requiera su atención."),
        ("pt", "Nada requer sua atenção."),
        ("fr", "Rien ne requiert votre attention."),
    ],
)
async def test_an_empty_desk_says_what_can_be_done(lang: str, words: str) -> None:
    async with at_the_desk(services()) as page:
        text = (await page.get("/desk", params={"lang": lang})).text
    assert words in text
    assert 'href="/desk/new"' in text
