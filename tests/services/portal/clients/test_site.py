"""What every page needs is read once, and again when the catalogue has changed."""

import asyncio

import httpx2
import pytest

from kernel.errors import Unavailable
from services.portal.clients.site import MOST_CATALOGUES, TRUSTED_SECONDS, Site
from tests.services.portal.conftest import FRAME, client_over


async def test_the_catalogue_is_kept_until_it_has_changed() -> None:
    asked: list[httpx2.Request] = []
    answers = dict(FRAME)
    async with client_over(answers, asked) as services:
        site = Site(services)
        first = await site.catalogue("es")
        assert await site.catalogue("es") is first
        assert await site.catalogue("fr") is not first
        answers["/catalog/history"] = {"items": [{"at": "2026-12-01"}], "next": None}
        await asyncio.sleep(TRUSTED_SECONDS)
        assert await site.catalogue("es") is not first


async def test_of_many_editions_those_used_last_are_kept() -> None:
    answers = dict(FRAME)
    async with client_over(answers) as services:
        site = Site(services)
        first, second = await site.catalogue("es"), await site.catalogue("en")
        for n in range(MOST_CATALOGUES - 1):
            await site.catalogue("fr", f"edition-{n}")
            assert await site.catalogue("es") is first
        assert await site.catalogue("en") is not second


async def test_while_the_catalog_is_silent_the_last_known_one_is_used() -> None:
    answers = dict(FRAME)
    async with client_over(answers) as services:
        site = Site(services)
        known = await site.catalogue("es")
        for path in [path for path in answers if path.startswith("/catalog")]:
            del answers[path]
        await asyncio.sleep(TRUSTED_SECONDS)
        assert await site.catalogue("es") is known
        assert (await site.state()).catalogue is None
        with pytest.raises(Unavailable):
            await site.version()


async def test_what_several_pages_need_is_read_once_for_each_entry() -> None:
    answers, read = dict(FRAME), []

    async def load() -> int:
        read.append(1)
        return len(read)

    async with client_over(answers) as services:
        site = Site(services)
        assert [await site.shared("a", load), await site.shared("a", load)] == [1, 1]
        assert await site.shared("b", load) == 2
        answers["/indicators/status"] = {**FRAME["/indicators/status"], "position": 8}
        await asyncio.sleep(TRUSTED_SECONDS)
        assert await site.shared("a", load) == 3
        answers["/indicators/status"] = 503
        await asyncio.sleep(TRUSTED_SECONDS)
        assert [await site.shared("a", load), await site.shared("a", load)] == [4, 5]
