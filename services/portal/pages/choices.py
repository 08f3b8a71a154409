"""The codes that a form offers: from the public lists that its questions name."""

import asyncio
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from services.portal.clients.desk import DeskClient
from services.portal.clients.reference import Reference, is_reference
from services.portal.views.forms import Option

CODE_LISTS = "/catalog/codelists"
MOST = 500
PUBLIC = ("/catalog/", "/reports/")  # nothing else is asked, whatever a list is called


async def load(
    api: DeskClient, reference: Reference, sources: Iterable[str]
) -> dict[str, list[Option]]:
    """The options of each of these lists; all code lists in a single request.

    Raises ServiceUnavailable, Refused.
    """
    wanted = {source for source in sources if source.startswith(PUBLIC)}
    lists = {source for source in wanted if source.startswith(f"{CODE_LISTS}/")}
    others = sorted(wanted - lists)
    listed = _code_lists(reference) if lists else _nothing()
    whole, each = await asyncio.gather(
        listed, asyncio.gather(*(_options(api, reference, source) for source in others))
    )
    codes = {source: whole.get(source.rpartition("/")[2], []) for source in lists}
    return {**codes, **dict(zip(others, each, strict=True))}


async def _nothing() -> dict[str, list[Option]]:
    return {}


async def _code_lists(reference: Reference) -> dict[str, list[Option]]:
    items = await reference.items(CODE_LISTS)
    return {item["id"]: [option(code) for code in item["codes"]] for item in items}


async def _options(api: DeskClient, reference: Reference, source: str) -> list[Option]:
    parts = urlsplit(source)
    asked = dict(parse_qsl(parts.query))
    if is_reference(parts.path):
        return [option(item) for item in await reference.items(parts.path, **asked)]
    items = await api.items(parts.path, limit=MOST, **asked)
    return [option(item) for item in items]


def option(item: dict[str, Any]) -> Option:
    """What can be chosen of a list: its code, and its name with the code where people know it."""
    code = str(item.get("code") or item.get("id") or item.get("version"))
    name = item.get("label") or item.get("title") or item.get("name") or code
    known = item.get("code") and "label" not in item and item.get("kind") not in ("state", "organ")
    return Option(code, f"{code} · {name}" if known else str(name))
