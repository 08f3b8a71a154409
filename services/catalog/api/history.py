"""What changed in the catalogue: when, what, and whose key it was; of all of it, or of one node
through its editions.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.web import cut, decode_cursor, page_links
from kernel.web.paging import Cursor, Limit
from services.catalog.api.dependencies import (
    CatalogueRead,
    CurrentRead,
    EditionCode,
    PathCode,
    answers,
    or_not_found,
    resources,
)
from services.catalog.domain import differences
from services.catalog.domain.catalogue import SHARED
from services.catalog.schemas import answers as shapes
from services.catalog.store import reading

router = web.router("/catalog", "programme")


@router.get(
    "/history",
    operation_id="listHistory",
    summary="Changes of the catalogue, newest first",
    responses=answers(shapes.Page[shapes.Change]),
)
async def history(
    request: Request,
    read: CurrentRead,
    edition: EditionCode = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    before = await _before(request, read, cursor)
    editions = [read.edition.code] if edition else [None, SHARED, *read.catalogue.editions]
    async with resources(request).db.read() as connection:
        rows = await reading.history(connection, editions, before, limit + 1)
    return _page(request, read, rows, limit)


@router.get(
    "/nodes/{code}/history",
    operation_id="getNodeHistory",
    summary="Changes of a node through its editions, newest first",
    responses=answers(shapes.Page[shapes.Change], 404),
)
async def node_history(
    request: Request,
    code: PathCode,
    read: CurrentRead,
    edition: EditionCode = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Its texts, structure, links and official texts; those of what it replaced in earlier editions
    too. With `edition` in that edition alone.
    """
    before = await _before(request, read, cursor)
    codes = _in_edition(read, code) if edition else _everywhere(read, code)
    async with resources(request).db.read() as connection:
        rows = await reading.node_history(connection, codes, before, limit + 1)
    return _page(request, read, rows, limit)


def _in_edition(read: CatalogueRead, code: str) -> Mapping[str, Sequence[str]]:
    """The edition of the request and the code. Raises 404."""
    read.node(code)
    return {read.edition.code: [code]}


def _everywhere(read: CatalogueRead, code: str) -> Mapping[str, Sequence[str]]:
    """Edition → the codes of the node and of those it came from. Raises 404 where none has it."""
    editions = read.catalogue.editions
    having = [edition for edition in editions.values() if code in edition.nodes]
    or_not_found(having or None)
    lineages = [differences.lineage(edition, code, editions) for edition in having]
    return {name: _in_any(lineages, name) or [code] for name in editions}


def _in_any(lineages: Sequence[Mapping[str, list[str]]], edition: str) -> list[str]:
    """The codes of an edition in some lineages, each once."""
    return list(dict.fromkeys(code for each in lineages for code in each.get(edition, ())))


async def _before(request: Request, read: CatalogueRead, cursor: str | None) -> int | None:
    """The number before which lines are asked for: none after the instant of the read."""
    after = decode_cursor(request, cursor, int) or []
    if read.instant is not None:
        async with resources(request).db.read() as connection:
            after.append(await reading.first_after(connection, read.instant))
    return min((n for n in after if n is not None), default=None)


def _page(
    request: Request, read: CatalogueRead, rows: Sequence[dict[str, Any]], limit: int
) -> Response:
    page, more = cut(rows, limit, "n")
    data, headers = page_links(request, [_change(row) for row in page], more)
    return read.answer(data, headers=headers)


def _change(row: dict[str, Any]) -> dict[str, Any]:
    """A line of history without its number."""
    return {name: value for name, value in row.items() if name != "n"}
