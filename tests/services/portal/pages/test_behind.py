"""How many reports of each year, counted from one list or asked for year by year."""

import httpx2
from starlette.requests import Request

from services.portal.clients.site import Site
from services.portal.pages import behind
from services.portal.pages.page import Page
from tests.services.portal.conftest import PLACE, client_over, evidence

PATH = "/indicators/objectives/GO-1"
LONG = {"next": f"{PATH}/reports_published/evidence?cursor=c"}


class _App:
    def __init__(self, services: httpx2.AsyncClient) -> None:
        self.state = type("State", (), {"client": services, "site": Site(services)})


def page(services: httpx2.AsyncClient) -> Page:
    scope = {"type": "http", "method": "GET", "path": "/", "app": _App(services)}
    return Page(Request({**scope, "headers": [], "query_string": b""}), "en", {"year": "2024"})


async def test_one_list_tells_all() -> None:
    asked: list[httpx2.Request] = []
    answers = {f"{PATH}/reports_published/evidence": evidence("reports_published")}
    async with client_over(answers, asked) as services:
        assert await behind.by_year(page(services), "GO-1") == {2024: 1}
    assert [each.url.params["year"] for each in asked] == ["2024"]


async def test_a_list_that_is_not_whole_is_not_counted() -> None:
    answers = {
        f"{PATH}/reports_published/evidence": evidence("reports_published", **LONG),
        f"{PATH}/reports_published/years": {**PLACE, "items": [{"year": 2024, "value": 800}]},
    }
    async with client_over(answers) as services:
        assert await behind.by_year(page(services), "GO-1") == {2024: 800}


async def test_nothing_while_the_indicators_are_silent() -> None:
    async with client_over({}) as services:
        assert await behind.by_year(page(services), "GO-1") is None
