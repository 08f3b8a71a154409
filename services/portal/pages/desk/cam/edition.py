"""The next edition: what a draft changes of the one in force, which codes stand for which, and the
adopted proposals that it has not taken in yet.
"""

import asyncio
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
NOTHING: Item = {"added": [], "removed": [], "changed": [], "mapping": []}
Nodes = dict[str, Item]  # by their codes


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft beside the edition in force: `old` and `new` are the nodes of the two, `moved` the
    codes that do not stay as they are.
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
        desk.api.items("/catalog/editions"),
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
    made = (_draft(desk, current, one, old, _with_names(words, names)) for one in drafts)
    return list(await asyncio.gather(*made))


def _with_names(words: Vocabulary, names: dict[str, str]) -> Vocabulary:
    return Vocabulary(words.lang, {**words.labels, **names})


async def _draft(
    desk: Desk, current: Item | None, edition: Item, old: Nodes, words: Vocabulary
) -> Draft:
    new, diff = await asyncio.gather(_nodes(desk, edition), _diff(desk, current, edition))
    titles = {code: f"{code} {node['title']}" for code, node in {**old, **new}.items()}
    known = Vocabulary(words.lang, {**words.labels, **titles})
    return Draft(edition, diff, editions.rewritten(diff, known), old, new)


async def _nodes(desk: Desk, edition: Item | None) -> Nodes:
    """Every paragraph of an edition, by its code."""
    if edition is None:
        return {}
    read = desk.reference.items if edition["published"] else desk.api.whole
    every = await read("/catalog/nodes", edition=edition["id"])
    return {one["code"]: one for one in every}


async def _diff(desk: Desk, current: Item | None, draft: Item) -> Item:
    """What a draft changes."""
    if current is None:
        return NOTHING
    path = f"/catalog/editions/{current['id']}/diff"
    return dict((await desk.api.get(path, to=draft["id"])).data)


ROUTES: list[Route] = [route(HERE, show, place=CAM)]
