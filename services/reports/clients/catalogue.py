"""The catalogue's texts as they were at an instant, from its public interface."""

from typing import Any

import httpx2

from contracts.codes import LANGUAGES
from services.reports.clients import http
from services.reports.domain.catalogue_texts import CatalogueTexts, undone

Nodes = dict[str, dict[str, dict[str, str]]]  # code → field → language → text
FIELDS = ("title", "summary")


async def get_texts(client: httpx2.AsyncClient, edition: str, instant: str) -> CatalogueTexts:
    """The texts of an edition and the names of actors in all languages, what was changed after an
    instant undone. Raises SourceUnavailable.
    """
    nodes: Nodes = {}
    for lang in LANGUAGES:
        await _read(client, "activities", edition, lang, nodes)
        objectives = await _read(client, "objectives", edition, lang, nodes)
    names, kinds = await _actors(client)
    texts = CatalogueTexts(edition, nodes, names, kinds, objectives)
    return undone(texts, await _changes_after(client, edition, instant))


async def _actors(client: httpx2.AsyncClient) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Names and kinds of actors by code."""
    actors = await http.get_items(client, "/catalog/actors")
    names = {item["code"]: dict(item["names"]) for item in actors}
    return names, {item["code"]: str(item["kind"]) for item in actors}


async def _read(
    client: httpx2.AsyncClient, name: str, edition: str, lang: str, nodes: Nodes
) -> list[str]:
    """Add the texts of one list in one language; the codes in their order."""
    items = await http.get_items(client, f"/catalog/{name}", edition=edition, lang=lang)
    for item in items:
        _add(nodes.setdefault(item["code"], {}), item, lang)
    return [item["code"] for item in items]


def _add(fields: dict[str, dict[str, str]], item: dict[str, Any], lang: str) -> None:
    """A node's texts of one language, where it has them in that language itself."""
    for field in FIELDS:
        if item["texts"][field]["lang"] == lang:
            fields.setdefault(field, {})[lang] = item[field]


async def _changes_after(
    client: httpx2.AsyncClient, edition: str, instant: str
) -> list[dict[str, Any]]:
    """The changes of an edition and of actors after an instant, newest first."""
    changes: list[dict[str, Any]] = []
    page = await http.get(client, "/catalog/history", limit=http.MOST)
    while page:
        later = [one for one in page["items"] if one["at"] > instant]
        changes += [one for one in later if one["edition"] in (None, edition)]
        more = len(later) == len(page["items"]) and page["next"]
        page = await http.get(client, page["next"]) if more else None
    return changes
