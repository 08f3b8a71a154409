"""What a page takes from its request, and the headers of its answer."""

import asyncio
import html
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx2
import pytest

from services.portal.clients.site import TRUSTED_SECONDS
from services.portal.pages import ROUTES
from tests.services.portal.conftest import ANSWERS, OPTIONAL, portal_over, told
from tests.services.portal.published import ID, PUBLISHED
from tests.services.portal.samples import Sample, samples
from tests.services.portal.spoken import languages_of

READ = (
    *("/programme", "/objectives", "/activities", "/activities/ACT-12", "/actors", "/actors/COL"),
    *("/submissions", f"/submissions/{ID}", "/figures", "/practices", "/instruments", "/fund"),
    *("/occasions", "/data", "/register", "/about", "/accessibility", "/search"),
)
# addresses of what is asked for as it is now, or says its entry itself
WITHOUT_A_PAST = re.compile(
    r"/desk|/\w+/docs|/reports/ledger/\d|/indicators/(?:stream|sdmx|definitions)"
)
# what pages ask as it is now: how the services stand, what the programs themselves say, and whether
# the register still adds up
ASKED_AS_IT_IS = {
    *("/indicators/status", "/catalog/history", "/indicators/definitions", "/reports/kinds"),
    "/indicators/verification",
}
# pages that have no earlier states: how this site can be used is told of the site that is used
TIMELESS = ("/accessibility",)
TREATIES = {"items": [{**OPTIONAL, "code": "ACT-23"}], "next": None}
PAGES = {"an earlier day": Sample("/?as_of=2026-11-01"), "an earlier entry": Sample("/?as_of=3")}


@pytest.mark.parametrize(
    ("query", "header", "lang"),
    [
        ("?lang=pt", "es", "pt"),
        ("?lang=de", "es", "es"),
        ("", "fr-CA, en;q=0.5", "fr"),
        ("", "de", "en"),
    ],
)
async def test_the_language(page: httpx2.AsyncClient, query: str, header: str, lang: str) -> None:
    response = await page.get(f"/{query}", headers={"Accept-Language": header})
    assert response.headers["content-language"] == lang
    assert f'<html lang="{lang}">' in response.text
    assert response.text.count('aria-current="true"') == 1


async def test_the_headers(page: httpx2.AsyncClient) -> None:
    headers = (await page.get("/")).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src "
        "'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["vary"] == "Accept-Language, Accept-Encoding"
    assert headers["cache-control"] == "no-cache"


async def test_no_foreign_host_and_nothing_inline(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/")).text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", text)


async def test_a_reader_who_has_the_page_gets_304(page: httpx2.AsyncClient) -> None:
    first = await page.get("/?lang=es")
    known = {"If-None-Match": first.headers["etag"]}
    again = await page.get("/?lang=es", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert (await page.get("/?lang=fr", headers=known)).status_code == 200


async def test_a_kept_page_is_not_made_again_until_the_position_moves() -> None:
    asked: list[httpx2.Request] = []
    answers = dict(ANSWERS)
    async with portal_over(answers, asked) as client:
        texts = {(await client.get("/?lang=es")).text for _ in range(3)}
        assert len(texts) == 1
        assert [each.url.path for each in asked].count("/indicators/programme") == 1
        answers["/indicators/status"] = {"position": 8, "last_event_at": None}
        await asyncio.sleep(TRUSTED_SECONDS)
        texts.add((await client.get("/?lang=es")).text)
    assert len(texts) == 2


async def test_language_and_moment_go_along_with_every_link(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/?lang=fr&as_of=2026-11-01&year=2024")).text
    links = [link for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text) if "/desk" not in link]
    today = [link for link in links if "as_of=2026-11-01" not in link]
    assert len(today) == 1, "back to today"
    assert all(re.search("lang=(fr|es|en|pt)", link) for link in links)
    languages = re.findall(r'<a href="([^"]*)" lang=', text)
    assert [link for link in languages if "year=2024" not in link] == []


@pytest.mark.parametrize("moment", ["2026-11-01", "3"])
@pytest.mark.parametrize("path", READ)
async def test_links_files_and_forms_of_every_page_keep_the_moment(path: str, moment: str) -> None:
    async with portal_over(PUBLISHED) as client:
        text = (await client.get(f"{path}?lang=fr&as_of={moment}")).text
    links = [html.unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', text)]
    now = [link for link in links if f"as_of={moment}" not in link]
    assert [link for link in now if not WITHOUT_A_PAST.match(link)] == [f"{path}?lang=fr"]
    forms = re.findall(r"<form.*?</form>", text, re.DOTALL)
    assert [form for form in forms if 'name="as_of"' not in form] == []


@pytest.mark.parametrize("path", READ)
async def test_a_page_without_a_past_says_so(path: str) -> None:
    async with portal_over(PUBLISHED) as client:
        then = (await client.get(f"{path}?lang=en&as_of=3")).text
        now = (await client.get(f"{path}?lang=en")).text
    assert ("it is as it stands today" in then) == (path in TIMELESS)
    assert ("This is the site as it stood at entry 3" in then) == (path not in TIMELESS)
    assert 'class="phase then"' not in now


@pytest.mark.parametrize("moment", ["2026-11-01", "3"])
@pytest.mark.parametrize("path", READ)
async def test_all_that_a_page_tells_is_asked_of_the_moment(path: str, moment: str) -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        await client.get(f"{path}?as_of={moment}&q=a")
    now = {each.url.path for each in asked if "as_of" not in each.url.params}
    assert now <= ASKED_AS_IT_IS


async def test_readers_of_the_past_drive_nothing_of_today_out() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(PUBLISHED, asked) as client:
        await client.get("/activities?lang=es")
        for entry in range(9):
            await client.get(f"/activities?lang=es&as_of={entry}")
        asked.clear()
        await client.get("/activities?lang=es&q=a")
        await client.get("/activities?lang=es&q=a&as_of=8")
    assert [each.url.path for each in asked].count("/catalog/contents") == 0


@pytest.mark.parametrize("path", READ)
async def test_a_moment_that_cannot_be_is_said_on_a_page(path: str) -> None:
    refusing = without_moments(PUBLISHED)
    async with portal_over(refusing) as client:
        answer = await client.get(f"{path}?lang=en&as_of=9999&q=a")
    assert answer.status_code == (200 if path in TIMELESS else 422)
    assert "<h1" in answer.text


def without_moments(answers: dict[str, Any]) -> Callable[[httpx2.Request], httpx2.Response]:
    """Services whose register is too short for what they are asked."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        late = "as_of" in request.url.params
        body = 422 if late else told(answers, request)
        if isinstance(body, int):
            return httpx2.Response(body, json={"code": "x", "detail": "x"})
        return httpx2.Response(200, json=body)

    return answer


@pytest.mark.parametrize(
    ("path", "interface"),
    [
        ("/instruments", "/reports/ratifications"),
        ("/activities/ACT-23", "/reports/activities/ACT-23/beside"),
        ("/actors/COL", "/reports/actors/COL/beside"),
    ],
)
@pytest.mark.parametrize(
    ("moment", "asked_for"),
    [
        ("3", {"as_of": "3"}),
        ("2026-11-01", {"as_of": "2026-11-01T23:59:59.999999Z", "on": "2026-11-01"}),
    ],
)
async def test_what_looks_at_a_day_is_asked_for_the_moment_too(
    path: str, interface: str, moment: str, asked_for: dict[str, str]
) -> None:
    asked: list[httpx2.Request] = []
    answers = {**PUBLISHED, "/catalog/activities": TREATIES}
    async with portal_over(answers, asked) as client:
        await client.get(f"{path}?as_of={moment}")
    sent = [each.url.params for each in asked if each.url.path == interface]
    treaties = {"treaties": "true"} if "/activities/" in path else {}
    assert [dict(each) for each in sent] == [asked_for | treaties]


async def test_an_entry_is_of_the_day_on_which_it_was_made() -> None:
    made = {"position": 3, "last_event_at": "2023-01-09T10:00:00.000000Z"}
    answers = {**PUBLISHED, "/indicators/status?as_of": made}
    async with portal_over(answers) as client:
        text = (await client.get("/actors/NIC?lang=en&as_of=3")).text
        now = (await client.get("/actors/NIC?lang=en")).text
    assert "Participating on 9 January 2023" in text
    assert "Not participating on this date" in now


@pytest.mark.parametrize("name", samples())
async def test_no_id_stands_twice(name: str) -> None:
    sample = samples()[name]
    async with portal_over(sample.services) as client:
        client.cookies.update(dict(sample.cookies or {}))
        ids = re.findall(r'\sid="([^"]*)"', (await client.get(sample.path)).text)
    assert [each for each, times in Counter(ids).items() if times > 1] == []


@pytest.mark.parametrize("name", samples())
async def test_every_picture_has_its_numbers_in_words_too(name: str) -> None:
    """As a table, a list, or the table of changes beside it."""
    sample = samples()[name]
    async with portal_over(sample.services) as client:
        client.cookies.update(dict(sample.cookies or {}))
        text = (await client.get(sample.path)).text
    pictures = re.findall(r'<figure class="picture".*?</figure>.{0,30}', text, re.DOTALL)
    drawn = [each for each in pictures if "<svg" in each]
    assert [each[:200] for each in drawn if "<details" not in each] == []


@pytest.mark.parametrize("name", samples())
async def test_what_a_reporter_wrote_is_in_its_own_language(name: str) -> None:
    sample = samples()[name]
    foreign = f"{sample.path}{'&' if '?' in sample.path else '?'}lang=fr"
    async with portal_over(sample.services) as client:
        client.cookies.update(dict(sample.cookies or {}))
        text = (await client.get(foreign)).text
    for words in ("Taller", "Se abrieron", "Poca evidencia", "Que se comparta", "Una ventanilla"):
        assert languages_of(text, words) <= {"es"}, words


async def test_a_printed_page_says_its_address(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/?lang=en&year=2024")).text
    assert 'data-address="http://portal/?lang=en&amp;year=2024"' in text


async def test_the_moment_is_asked_of_the_services_as_the_end_of_its_day() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(ANSWERS, asked) as client:
        await client.get("/?as_of=2026-11-01")
        await client.get("/?as_of=3")
        future = await client.get("/?as_of=2999-01-01&lang=en")
    moments = [
        each.url.params.get("as_of") for each in asked if each.url.path == "/indicators/programme"
    ]
    assert moments == ["2026-11-01T23:59:59.999999Z", "3", None]
    assert "as it stood" not in future.text.partition("<footer>")[0]


async def test_the_frame(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/?lang=es&year=2024")).text
    assert '<link rel="canonical" href="/?lang=es&amp;year=2024">' in text
    assert re.findall(r'hreflang="([\w-]+)" href', text) == ["es", "en", "pt", "fr", "x-default"]
    for landmark in ("<header", "<nav", "<aside", "<main", "<footer"):
        assert landmark in text
    assert text.count("<h1") == 1
    assert "19 de abril de 2016" in text
    assert "23 de noviembre de 2026, 10:00 UTC" in text


def test_pages_probes_and_files_are_collected_once_each() -> None:
    ways = [(route.path, method) for route in ROUTES for method in route.methods or ()]
    assert {"/", "/healthz", "/readyz", "/static/{name}"} <= {path for path, _ in ways}
    assert len(ways) == len(set(ways))


@pytest.mark.parametrize("path", ["/", "/nowhere"])
async def test_every_page_over_made_up_data_says_so(path: str, page: httpx2.AsyncClient) -> None:
    async with portal_over(ANSWERS, demonstration=True) as demonstration:
        shown = (await demonstration.get(f"{path}?lang=pt")).text
    assert "tudo o que se mostra aqui é fictício" in shown
    assert "fictício" not in (await page.get(f"{path}?lang=pt")).text


FILES = {
    "activities: all": "/catalog/activities?limit=500",
    "activity: of an organ": "/reports/submissions.xlsx?activity=ACT-12",
    "actors: all": "/catalog/actors?limit=500",
    "actors: organ": "/reports/submissions.csv?reporter=CIM",
    "figure: a number": "/figures/GO-1/reports_published.csv",
    "figures: all": "/indicators/definitions",
    "fund: entries": "/reports/fund/entries.csv",
    "instruments: all": "/reports/ratifications.csv",
    "objective: all": "/indicators/data.csv?objective=GO-1",
    "objectives: a selection": "/indicators/data.xlsx?year=2024&actor_kind=organ&axis=gender",
    "occasions: list": "/reports/cycles?limit=500",
    "practices: some": "/reports/submissions.csv?kind=practice",
    "submissions: list": "/reports/submissions.jsonl",
}


def asked(address: str) -> tuple[str, set[tuple[str, str]]]:
    path, _, query = address.partition("?")
    return path, {*parse_qsl(query)}


async def test_every_list_links_its_files_and_listens() -> None:
    known = samples()
    for name, address in FILES.items():
        async with portal_over(known[name].services) as client:
            text = (await client.get(known[name].path)).text
        links = map(asked, map(html.unescape, re.findall(r'href="([^"]+)"', text)))
        path, query = asked(address)
        assert any(to == path and query <= given for to, given in links), name
        assert text.count('role="status" data-live=') == text.count("/static/live.js") == 1, name


async def test_what_is_of_an_earlier_day_stays_as_it_is(page: httpx2.AsyncClient) -> None:
    text = (await page.get("/objectives?as_of=3")).text
    assert "data-live" not in text
    assert "live.js" not in text
    assert "/indicators/data.csv?as_of=3" in text


async def test_another_selection_begins_with_its_first_page() -> None:
    async with portal_over(PUBLISHED) as page:
        text = (await page.get("/submissions?cursor=abc&q=agua&as_of=3&lang=en")).text
    assert 'href="/submissions?lang=en&amp;q=agua"' in text, "as it stands today"
    assert 'name="cursor"' not in text, "on another day"
    assert 'href="/submissions?as_of=3&amp;lang=fr&amp;q=agua&amp;cursor=abc"' in text
