"""What was wrong in the file of an import, told in a copy of that file."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import chain, count
from typing import Any, BinaryIO

from fastapi import Request
from starlette.responses import Response

from files import answers, xlsx
from files.answers import About
from kernel import web
from kernel.errors import not_found
from kernel.web import Callers
from services.reports.api import dependencies, imports
from services.reports.commands.imports import Head
from services.reports.formats import import_files as files
from services.reports.schemas import imports as schemas
from services.reports.schemas.imports import BASE
from services.reports.store import imports as store

router = web.router(BASE, "imports")

PIECE = 256 * 1024
PAGE = 100  # rows that are read at once for the copy of the file


@router.get(
    "/{id}/errors.xlsx",
    operation_id="getImportErrors",
    summary="The file, with a comment in each cell of which something is said",
    response_class=Response,
    responses=answers.documented_file(xlsx.MEDIA_TYPE, 404),
)
async def marked(request: Request, id: str, caller: Callers) -> Response:
    """Of CSV and JSON Lines a workbook of their rows. 404 until the import is finished, and where
    no row was refused and nothing is said of any.
    """
    head = await imports.find(request, caller, id)
    if not schemas.has_remarks(head):
        raise not_found()
    tag = answers.tag_of(id, head["state"], head["done"])
    about = About(xlsx.MEDIA_TYPE, f"import-{id}-errors.xlsx", tag, private=True)
    if (alone := answers.head_alone(request, about)) is not None:
        return alone
    with imports.refused_file():
        async with dependencies.resources(request).imports:
            made = await _marked(request, head)
    length = {"Content-Length": str(os.fstat(made.fileno()).st_size)}
    said = answers.headers(request, about) | length
    return answers.Streamed(_sent(made), 200, said, about.media_type)


async def _sent(made: BinaryIO) -> AsyncIterator[bytes]:
    with made:
        while piece := await asyncio.to_thread(made.read, PIECE):
            yield piece


async def _marked(request: Request, head: Head) -> BinaryIO:
    pieces = _pieces(request, head["id"])
    file = await imports.file_of(head["kind"], head["media_type"], head["bytes"], pieces)
    file = replace(file, sheet=head["sheet"])
    return await files.marked(file, _marks(request, head["id"]))


async def _pieces(request: Request, id_: str) -> AsyncIterator[bytes]:
    for n in count():
        async with dependencies.snapshot(request) as connection:
            piece = await store.part(connection, id_, n)
        if piece is None:
            return
        yield piece


async def _marks(request: Request, id_: str) -> AsyncIterator[tuple[str, str]]:
    """What is said of each cell."""
    after = 0
    while rows := await _remarks(request, id_, after):
        for mark in chain.from_iterable(map(_said, rows)):
            yield mark
        after = rows[-1]["n"]


def _said(told: Any) -> Iterator[tuple[str, str]]:
    """What is said of each cell of a row; of what has no cell, in the first."""
    row = schemas.row(told)
    for one in (*row["problems"], *row["notices"]):
        yield one["cell"] or f"A{row['row']}", one["detail"]


async def _remarks(request: Request, id_: str, after: int) -> Any:
    async with dependencies.snapshot(request) as connection:
        return await store.remarks(connection, id_, after, PAGE)
