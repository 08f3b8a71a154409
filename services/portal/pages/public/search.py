"""A search over activities, objectives, actors, reports and practices."""

import asyncio
import unicodedata
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import catalog, http, reports
from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.http import Refused
from services.portal.clients.nodes import Node
from services.portal.clients.reports import Submission, Submissions
from services.portal.pages.page import Page

SHOWN = 10  # of each group
EVERY, PRACTICE = 100, "practice"
LONGEST = 100  # characters the interfaces take


async def search(request: Request) -> Response:
    """GET /search"""
    page = Page.of(request, "q")
    words = page.filters.get("q", "")[:LONGEST]
    if not words:
        return await page.show("public/search.html", words="")
    activities, published, kinds, names = await asyncio.gather(
        http.part(catalog.list_activities(page.client, page.lang, None, q=words, **page.moment)),
        http.part(_submissions(page, words)),
        page.site.kinds(page.lang),
        page.catalogue(),
    )
    practices = await http.part(_practices(page, words, published)) if published else None
    return await page.show(
        "public/search.html",
        complete=None not in (activities, published, practices),
        words=words,
        kinds=kinds,
        names=names,
        activities=_with_code(activities or [], names, words),
        objectives=_objectives(names, words),
        actors=_actors(names, words),
        reports=[each for each in published.items if each.kind != PRACTICE] if published else (),
        practices=practices or (),
        shown=SHOWN,
    )


async def _submissions(page: Page, words: str, **filters: str) -> Submissions:
    try:
        return await reports.list_submissions(
            page.client, q=words, limit=EVERY, **filters, **page.moment
        )
    except Refused:
        return Submissions((), None)


async def _practices(page: Page, words: str, published: Submissions) -> Iterable[Submission]:
    """The practices among the submissions found; asked for themselves where those are not all."""
    among = [each for each in published.items if each.kind == PRACTICE]
    if published.cursor is None or len(among) >= SHOWN:
        return among
    return (await _submissions(page, words, kind=PRACTICE)).items


def _with_code(found: list[Node], names: Catalogue, words: str) -> list[Node]:
    """The activities found, that with this code first."""
    named = names.activities.get(words.upper())
    return [named, *(each for each in found if each.code != named.code)] if named else found


def _objectives(names: Catalogue, words: str) -> list[Node]:
    return [
        node
        for node in names.objectives.values()
        if _holds(words, node.code, node.title, node.summary)
    ]


def _actors(names: Catalogue, words: str) -> list[Actor]:
    found = (
        actor
        for actor in names.actors.values()
        if actor.kind != "group" and _holds(words, actor.code, actor.name, actor.acronym or "")
    )
    return sorted(found, key=lambda actor: (actor.sort, actor.code))


def _holds(words: str, *texts: str) -> bool:
    """Whether every word stands in the texts, whatever the accents."""
    whole = _fold(" ".join(texts))
    return all(word in whole for word in _fold(words).split())


def _fold(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


ROUTES = [Route("/search", search)]
