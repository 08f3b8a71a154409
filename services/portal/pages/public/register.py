"""The public register: what it proves, one of its entries, and whether a hash stands in it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import reports
from services.portal.clients.reports import Anchored, Entry
from services.portal.pages.page import Page

Thing = TypeVar("Thing")
FILTERS = ("entry", "hash")
LATEST = 10
HEXADECIMAL = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a hash: the entry or the dossier that has it. `wrong`: it is none."""

    digest: str
    wrong: bool = False
    entry: Entry | None = None
    dossier: Anchored | None = None


async def register(request: Request) -> Response:
    """GET /register"""
    page = Page.of(request, *FILTERS)
    end = await page.position() or 0
    digest = _digest(page.filters.get("hash"))
    number = _number(page.filters.get("entry")) if digest is None else None  # one of them a page
    entry, check, latest = await asyncio.gather(
        _entry(page, number),
        _check(page, digest),
        reports.list_entries(page.client, max(0, end - LATEST), LATEST, **page.moment),
    )
    return await page.show(
        "public/register.html",
        position=end or None,
        end=end,
        number=number,
        entry=entry,
        check=check,
        latest=latest[::-1],
        query={"entry": number and page.filters["entry"], "hash": page.filters.get("hash")},
    )


def _number(given: str | None) -> int | None:
    """A number of an entry; 0, which no entry has, for what is none."""
    if given is None:
        return None
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else 0


def _digest(given: str | None) -> str | None:
    """What was pasted, without the white space and the name of the method that may stand in it."""
    if given is None:
        return None
    return "".join(given.split()).lower().removeprefix("sha256:")


async def _entry(page: Page, number: int | None) -> Entry | None:
    if not number:
        return None
    return _first(await reports.list_entries(page.client, number - 1, 1, **page.moment))


async def _check(page: Page, digest: str | None) -> Check | None:
    """A hash looked for among the dossiers and the entries."""
    if digest is None:
        return None
    if len(digest) != 64 or not HEXADECIMAL.issuperset(digest):
        return Check(digest, wrong=True)
    found = await reports.find_hash(page.client, digest, **page.moment)
    return Check(digest, False, _first(found.entries), _first(found.dossiers))


def _first(found: Sequence[Thing]) -> Thing | None:
    return found[0] if found else None


ROUTES = [Route("/register", register)]
