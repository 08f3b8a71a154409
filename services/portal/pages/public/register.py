"""The public register: what it proves, one of its entries, and whether a hash stands in it."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, occasions, reports
from services.portal.clients.occasions import Dossier, Occasion
from services.portal.clients.reports import Entry
from services.portal.pages.page import Page

FILTERS = ("entry", "hash")
PAGE = 500
PAGES = 10  # so many pages of the latest entries are looked through for a hash
LATEST = 10
HEXADECIMAL = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Match:
    """Where a hash stands: in an entry, or as that of a dossier."""

    entry: Entry | None = None
    occasion: Occasion | None = None
    dossier: Dossier | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a hash. `wrong`: it is none; `since`: the first entry that was looked at."""

    digest: str
    wrong: bool = False
    match: Match | None = None
    since: int = 1


async def register(request: Request) -> Response:
    """GET /register"""
    page = Page.of(request, *FILTERS)
    end = await page.position() or 0
    number, digest = _number(page.filters.get("entry")), _digest(page.filters.get("hash"))
    entry, check, latest, names = await asyncio.gather(
        _entry(page, number),
        _check(page, digest, end),
        reports.list_entries(page.client, max(0, end - LATEST), LATEST, **page.moment),
        page.catalogue(),
    )
    return await page.show(
        "public/register.html",
        position=end or None,
        end=end,
        number=number,
        entry=entry,
        check=check,
        latest=latest[::-1],
        names=names,
        query={name: page.filters.get(name) for name in FILTERS},
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
    found = await reports.list_entries(page.client, number - 1, 1, **page.moment)
    return found[0] if found else None


async def _check(page: Page, digest: str | None, end: int) -> Check | None:
    """A hash looked for among the dossiers and the latest entries."""
    if digest is None:
        return None
    if len(digest) != 64 or not HEXADECIMAL.issuperset(digest):
        return Check(digest, wrong=True)
    since = max(0, end - PAGE * PAGES)
    listed, entries = await asyncio.gather(
        http.part(occasions.list_occasions(page.client, page.lang, **page.moment)),
        _entries(page, since, end),
    )
    match = _among_dossiers(listed or (), digest) or _among_entries(entries, digest)
    return Check(digest, match=match, since=since + 1)


async def _entries(page: Page, since: int, end: int) -> list[Entry]:
    starts = range(since, end, PAGE)
    pages = await asyncio.gather(
        *(reports.list_entries(page.client, start, PAGE, **page.moment) for start in starts)
    )
    return [entry for each in pages for entry in each]


def _among_dossiers(listed: Iterable[Occasion], digest: str) -> Match | None:
    for occasion in listed:
        for dossier in occasion.dossiers:
            if digest in (dossier.json_sha256, dossier.pdf_sha256):
                return Match(occasion=occasion, dossier=dossier)
    return None


def _among_entries(entries: Iterable[Entry], digest: str) -> Match | None:
    found = (entry for entry in entries if digest in (entry.digest, entry.hash))
    return next((Match(entry=entry) for entry in found), None)


ROUTES = [Route("/register", register)]
