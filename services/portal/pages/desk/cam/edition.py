"""The next edition: what a draft changes of the one in force, which codes stand for which, and the
adopted proposals that it has not taken in yet.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices, reading
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import Item
from services.portal.views import editions
from services.portal.views.editions import Rewritten
from services.portal.views.reading import Vocabulary

HERE = f"{CAM.path}/edition"
NOTHING: Item = {
    "diff": {"added": [], "removed": [], "changed": [], "mapping": []},
    "nodes": [],
}
Nodes = dict[str, Item]  # by their codes


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft beside the edition in force: `old` are the nodes of that, `new` the same with those
    of the draft that are new or changed, `moved` the codes that do not stay as they are.
    """

    edition: Item
    diff: Item
    rewritten: list[Rewritten]
    old: Nodes
    new: Nodes

    @property
    def moved(self) -> list[Item]:
        """Old codes that others stand for."""
        return [one for one in self.diff["mapping"] if one["to"] != [one["from"]]]


async def show(desk: Desk) -> Response:
    """GET /desk/cam/edition"""
    found, adoptions, names = await asyncio.gather(
        desk.api.items("/catalog/editions", beside="diff"),
        desk.api.items("/catalog/adoptions", limit=offices.LISTED),
        offices.actor_names(desk),
    )
    current = next((one for one in found if one["current"]), None)
    drafts = [one for one in found if not one["published"]]
    return await offices.html(
        desk,
        "desk/cam/edition.html",
        current=current,
        drafts=await _drafts(desk, current, drafts, names),
        waiting=[one for one in adoptions if not one.get("incorporated_in")],
        shown=partial(editions.in_language, lang=desk.lang),
        names=names,
    )


async def _drafts(
    desk: Desk, current: Item | None, drafts: list[Item], names: dict[str, str]
) -> list[Draft]:
    """Each draft beside the edition in force."""
    if not drafts:
        return []
    old, words = await asyncio.gather(_nodes(desk, current), reading.words(desk))
    return [_draft(one, old, _with_names(words, names)) for one in drafts]


def _with_names(words: Vocabulary, names: dict[str, str]) -> Vocabulary:
    return Vocabulary(words.lang, {**words.labels, **names})


def _draft(edition: Item, old: Nodes, words: Vocabulary) -> Draft:
    told = edition.get("beside") or NOTHING
    diff, new = told["diff"], {**old, **_by_code(told["nodes"])}
    titles = {code: f"{code} {node['title']}" for code, node in new.items()}
    known = Vocabulary(words.lang, {**words.labels, **titles})
    return Draft(edition, diff, editions.rewritten(diff, known), old, new)


async def _nodes(desk: Desk, edition: Item | None) -> Nodes:
    """Every paragraph of the edition in force, by its code."""
    if edition is None:
        return {}
    return _by_code(await desk.reference.items("/catalog/nodes", edition=edition["id"]))


def _by_code(nodes: Iterable[Item]) -> Nodes:
    return {one["code"]: one for one in nodes}


ROUTES: list[Route] = [route(HERE, show, place=CAM)]
