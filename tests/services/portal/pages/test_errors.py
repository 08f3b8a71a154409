"""What went wrong, as a page in four languages for readers and as a problem for programs."""

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kernel.web.limits import Rates
from services.portal import app as front
from services.portal.clients.http import Gone, Missing, Refused
from services.portal.pages import errors
from services.portal.views.render import LANGUAGES, translations
from tests.services.portal.conftest import ANSWERS, client_over, portal_over
from tests.services.portal.samples import Sample

PAGES = {
    "missing": Sample("/nowhere", 404),
    "unavailable": Sample("/", 503, {}),
    "refused": Sample("/?year=2999", 422, {**ANSWERS, "/indicators/programme": 422}),
}

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PROGRAMS = [
    "application/json",
    "application/problem+json",
    "application/json, text/html;q=0.5",
    "text/html;q=0.5, */*;q=0.1, application/json;q=0.9",
]
READERS = [BROWSER, "*/*", "", "text/html, application/json;q=0.5", "text/html, application/json"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("method", "address", "status", "words"),
    [("GET", "/nowhere", 404, "missing.title"), ("DELETE", "/", 405, "not_allowed.title")],
)
async def test_a_reader_gets_a_page(
    page: httpx2.AsyncClient, lang: str, method: str, address: str, status: int, words: str
) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": lang}
    response = await page.request(method, address, headers=headers)
    assert (response.status_code, response.headers["content-language"]) == (status, lang)
    assert translations(lang).gettext(words) in response.text
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("accept", PROGRAMS)
@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/static/nothing.css", 404, "not_found"),
        ("POST", "/nowhere", 404, "not_found"),
        ("POST", "/", 405, "method_not_allowed"),
    ],
)
async def test_a_program_gets_a_problem(
    page: httpx2.AsyncClient, accept: str, method: str, address: str, status: int, code: str
) -> None:
    response = await page.request(method, address, headers={"Accept": accept})
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"]


@pytest.mark.parametrize("accept", READERS)
async def test_who_does_not_ask_for_json_first_gets_the_page(
    page: httpx2.AsyncClient, accept: str
) -> None:
    response = await page.get("/nowhere", headers={"Accept": accept})
    assert response.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("address", ["/", "/healthz", "/static/portal.css"])
async def test_405_and_options_name_every_method(page: httpx2.AsyncClient, address: str) -> None:
    for method, status in (("PATCH", 405), ("OPTIONS", 204)):
        response = await page.request(method, address)
        assert (response.status_code, response.headers["allow"]) == (status, "GET, HEAD, OPTIONS")


async def test_what_was_withdrawn_or_withheld(page: httpx2.AsyncClient) -> None:
    withdrawn = {"code": "withdrawn", "reporter": "COL", "at": "2026-11-20T10:00:00.000000Z"}
    for problem, words in (
        (withdrawn, "Colombia retiró este informe el 20 de noviembre de 2026."),
        ({"code": "withheld"}, "Este informe no es público por ahora."),
    ):
        response = await answered(Gone(problem), "es")
        assert response.status_code == 410
        assert words in response.text


async def test_what_is_missing_and_what_cannot_be_asked_for() -> None:
    assert (await answered(Missing("/x"), "en")).status_code == 404
    refused = await answered(Refused("/x"), "en")
    assert refused.status_code == 422
    assert "Nothing in this selection." in refused.text


async def answered(error: Exception, lang: str, accept: str = "*/*") -> httpx2.Response:
    """How the portal answers for an error of a page."""
    async with client_over(ANSWERS) as services:
        app = front.build(front.Needs(client=services))

        async def failing(_request: Request) -> Response:
            raise error

        app.router.routes.append(Route("/failing", failing))
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://portal") as client:
            return await client.get("/failing?lang=" + lang, headers={"Accept": accept})


async def test_one_request_too_many_and_what_nobody_foresaw() -> None:
    """Told before any page is made: a page for who asks for one, a problem for programs."""
    async with portal_over(ANSWERS, rates=Rates(address=1)) as client:
        await client.get("/")
        for lang in LANGUAGES:
            headers = {"Accept": BROWSER, "X-Request-Id": "abc"}
            busy = await client.get(f"/objectives?lang={lang}", headers=headers)
            assert (busy.status_code, busy.headers["content-language"]) == (429, lang)
            assert busy.headers["content-security-policy"].startswith("default-src 'none'")
            assert busy.headers["ratelimit"].startswith('"address";r=0')
            assert translations(lang).gettext("busy.title") in busy.text
            assert f" {busy.headers['retry-after']} se" in busy.text
            assert "abc" in busy.text
        program = await client.get("/", headers={"Accept": "application/json"})
        assert (program.status_code, program.json()["code"]) == (429, "rate_limited")
    failed = await answered(RuntimeError("secret"), "pt", BROWSER)
    assert (failed.status_code, failed.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "Algo deu errado" in failed.text
    assert "secret" not in failed.text
    assert (await answered(RuntimeError("secret"), "pt")).json()["code"] == "internal"


def test_every_error_of_the_clients_has_a_page() -> None:
    assert {Missing, Gone, Refused} <= errors.EXCEPTION_HANDLERS.keys()


async def test_an_unavailable_service() -> None:
    async with portal_over({}) as client:
        response = await client.get("/?lang=en")
        problem = await client.get("/", headers={"Accept": "application/json"})
    assert response.status_code == 503
    assert response.headers["retry-after"] == "5"
    assert "Nothing is lost" in response.text
    assert (problem.status_code, problem.json()["code"]) == (503, "unavailable")
    assert problem.headers["retry-after"] == "5"
