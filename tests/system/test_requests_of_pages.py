"""How many requests to the interfaces stand behind a page, over real services: of today and of an
earlier moment, by a portal that has just started (cold) and by one that knows the catalogue.

The looks at how the services stand, which all pages of a moment ask together, are apart.
"""

import asyncio
import itertools
import math
import re
import time
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager
from html import unescape

import httpx2
import pytest

from contracts.codes import LANGUAGES
from services.portal import app as front
from tests import demonstration
from tests.browser.places import DESKS, PUBLIC, Place
from tests.system.server import Server

MOST = 3
LOOKS = {"/indicators/status", "/catalog/history"}
#: What a portal reads once in each language while it runs, however many pages ask for it.
ONCE = {"/reports/kinds", "/indicators/definitions"}
PAGES = (
    *(place.path for place in PUBLIC if not place.door and "as_of" not in place.path),
    *("/activities/ACT-24", "/activities/ACT-28", "/actors/SG", "/search", "/register?entry=3"),
    *(f"/register?hash={'0' * 64}", f"/register?entry=3&hash={'0' * 64}"),
    *("/figures/programme/reports_published", "/figures/CIM/reports_published"),
    *("/?year=2026", "/objectives/SO-01?year=2026", "/practices?phase=transit"),
)
PUBLIC_PAGES = [page for page in PAGES if not page.startswith(("/desk", "/nowhere"))]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = demonstration.copy_to(tmp_path_factory.mktemp("requests") / "data")
    plenty = dict.fromkeys(("RATE_READS", "RATE_WRITES", "RATE_ADDRESS"), "1000000")
    server = Server(folder, LOG_LEVEL="ERROR", **plenty).start()
    await_dossiers(server)
    yield server
    server.stop()


def await_dossiers(site: Server) -> None:
    """Until all are made: after each of these entries the occasions are read anew."""
    with httpx2.Client(base_url=site.base) as client:
        for _ in range(300):
            closed = client.get("/reports/cycles?state=closed&limit=500").json()["items"]
            dossiers = [one for each in closed for one in each["dossiers"]]
            counted = client.get("/indicators/status").json()["position"]
            if len(dossiers) == len(LANGUAGES) * len(closed) and all(
                counted >= (one["position"] or math.inf) for one in dossiers
            ):
                return
            time.sleep(0.2)
    raise AssertionError("dossiers are missing")


@asynccontextmanager
async def portal(site: Server, asked: list[str]) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser at a portal that has just started; `asked`: takes down what the portal asks for."""

    async def noted(request: httpx2.Request) -> None:
        asked.append(request.url.path)

    hooks = {"request": [noted]}
    async with httpx2.AsyncClient(base_url=site.base, timeout=60, event_hooks=hooks) as services:
        transport = httpx2.ASGITransport(app=front.build(front.Needs(client=services)))
        async with httpx2.AsyncClient(transport=transport, base_url="https://portal") as browser:
            yield browser


async def sign_in(browser: httpx2.AsyncClient, key: str) -> None:
    """Begin a session at a desk."""
    form = (await browser.get("/desk/sign-in")).text
    token = re.search(r'name="token" value="([^"]*)"', form)
    assert token
    typed = {"token": token[1], "key": key, "next": "/desk"}
    assert (await browser.post("/desk/sign-in", data=typed)).status_code == 303


async def address_of(browser: httpx2.AsyncClient, place: Place) -> str | None:
    """Where a page of a desk is; None where the demonstration has nothing to show there."""
    if not place.door:
        return place.path
    listed = (await browser.get(place.path)).text
    link = re.search(f'href="({place.door})["?]', listed)
    return unescape(link[1]) + place.beyond if link else None


async def behind(browser: httpx2.AsyncClient, asked: list[str], path: str) -> list[str]:
    """What is asked for one page, without the looks."""
    asked.clear()
    answer = await browser.get(path)
    assert answer.status_code == 200, (path, answer.text[-500:])
    return [each for each in asked if each not in LOOKS]


async def pages(site: Server) -> list[str]:
    """Every public page, with a report, a practice and an occasion of the demonstration."""
    async with httpx2.AsyncClient(base_url=site.base, timeout=60) as client:
        listed = "/reports/submissions?limit=1&kind="
        kinds = ("implementation", "practice", "assessment")
        reports = [(await client.get(listed + kind)).json()["items"][0] for kind in kinds]
        occasions = (await client.get("/reports/cycles")).json()["items"]
    own = [f"/submissions/{each['id']}" for each in reports]
    return [*PUBLIC_PAGES, *own, *(f"/occasions/{each['id']}" for each in occasions[:3])]


def many(found: dict[str, list[str]], but: Collection[str] = ()) -> dict[str, list[str]]:
    """The pages that ask for more than they may; `but`: what is not counted."""
    counted = {page: [each for each in paths if each not in but] for page, paths in found.items()}
    return {page: paths for page, paths in counted.items() if len(paths) > MOST}


def address(page: str, moment: str | None, *more: str) -> str:
    """The address of a page of a moment."""
    asked = [*([f"as_of={moment}"] if moment else []), *more, "lang=es"]
    return f"{page}{'&' if '?' in page else '?'}{'&'.join(asked)}"


async def latest(site: Server) -> str:
    """The last entry, asked for as an earlier moment."""
    async with httpx2.AsyncClient(base_url=site.base, timeout=60) as client:
        return str((await client.get("/indicators/status")).json()["position"])


@pytest.mark.parametrize("then", [False, True], ids=["today", "an earlier moment"])
async def test_a_page_of_a_portal_that_knows_the_catalogue(site: Server, then: bool) -> None:
    moment, asked, found = await latest(site) if then else None, list[str](), {}
    async with portal(site, asked) as browser:
        for page in await pages(site):
            await behind(browser, asked, address(page, moment))
            found[page] = await behind(browser, asked, address(page, moment, "again=1"))
    assert len(found) > 40
    assert many(found) == {}


@pytest.mark.parametrize("then", [False, True], ids=["today", "an earlier moment"])
async def test_a_page_of_a_portal_that_has_just_started(site: Server, then: bool) -> None:
    moment, found = await latest(site) if then else None, {}
    for page in await pages(site):
        asked = list[str]()
        async with portal(site, asked) as browser:
            found[page] = await behind(browser, asked, address(page, moment))
    assert many(found, ONCE) == {}


class Register:
    """A register that moves: a report is withheld, and shown again."""

    def __init__(self, site: Server, reviewer: str) -> None:
        self._site, self._headers = site, {"Authorization": f"Bearer {reviewer}"}
        self._report, self._steps = "", itertools.cycle(("withhold", "release"))

    async def move(self) -> None:
        """Until figures are counted up to the new entry."""
        base, headers = self._site.base, self._headers
        async with httpx2.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
            before = (await client.get("/indicators/status")).json()["position"]
            await self._step(client)
            for _ in range(300):
                if (await client.get("/indicators/status")).json()["position"] > before:
                    return
                await asyncio.sleep(0.02)
        raise AssertionError("figures stand still")

    async def _step(self, client: httpx2.AsyncClient) -> None:
        if not self._report:
            listed = "/reports/submissions?limit=1&kind=implementation"
            self._report = (await client.get(listed)).json()["items"][0]["id"]
        path = f"/reports/submissions/{self._report}"
        tag = {"If-Match": (await client.get(path)).headers["etag"]}
        step = {"action": next(self._steps), "comment": "Se aclara."}
        answer = await client.post(f"{path}/transitions", json=step, headers=tag)
        assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("moved", [False, True], ids=["of a register", "after it moved"])
async def test_a_page_of_a_desk(site: Server, moved: bool) -> None:
    asked, found = list[str](), {}
    keys = dict(line.split(": ") for line in (site.data / "keys.txt").read_text().splitlines())
    keys["the administrator"] = (site.data / "bootstrap.key").read_text().strip()
    register = Register(site, keys["the Secretariat"])
    for who, places in DESKS.items():
        async with portal(site, asked) as browser:
            await sign_in(browser, keys[who])
            for place in places:
                if path := await address_of(browser, place):
                    await browser.get(path)  # what it names things by is known then
                    if moved:
                        await register.move()
                    asked.clear()
                    await browser.get(path)
                    found[place.name] = [each for each in asked if each not in LOOKS]
    assert len(found) > 30
    assert many(found) == {}
