"""Workbooks, which take long to make: each is an export of its own, written by one thread for all.

Who asks gets a short one as soon as it is ready, and of a long one the address where it will be.
"""

import asyncio
import shutil
import tempfile
import weakref
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import FileResponse, Response

from files import xlsx
from files.answers import About, documented_file, headers, known
from files.cells import Row
from kernel import clock, logging, web
from kernel.errors import Problem, not_found
from kernel.web import Callers
from kernel.web.problems import documented

SHORT = 50_000  # rows that a caller waits for
MOST_AT_ONCE = 4  # exports under way
KEPT, KEPT_SECONDS = 8, 3600.0  # of those that are ready: at the most, and for how long

Sheets = Mapping[str, Sequence[str]]  # the columns of each, by its name
Batches = AsyncIterator[Mapping[str, Sequence[Row]]]  # rows by sheet

log = logging.get("files")


class ExportState(BaseModel):
    """How far an export is; `file`: where it is once it is ready."""

    id: str
    state: Literal["running", "ready", "failed"]
    rows: int
    file: str | None


EXAMPLE = {
    "id": "01a22485-801a-7f4c-ab69-302614225ba4",
    "state": "ready",
    "rows": 81250,
    "file": "/indicators/exports/01a22485-801a-7f4c-ab69-302614225ba4/file",
}
BEGUN: dict[str, Any] = {
    "description": "It has more than 50,000 rows and is being made: its address",
    "content": {
        "application/json": {
            "schema": {"$ref": "#/components/schemas/ExportState"},
            "example": EXAMPLE | {"state": "running"},
        }
    },
}
DOCUMENTED = {**documented_file(xlsx.MEDIA_TYPE), 202: BEGUN}


@dataclass(eq=False, slots=True)
class Export:
    """One workbook in the making; `owner`: the key that alone sees it, None: everybody.

    `settled` and `long` are set when it is ready or has failed, and when it has many rows.
    """

    id: str
    owner: str | None
    about: About
    path: Path
    rows: int = 0
    state: Literal["running", "ready", "failed"] = "running"
    since: float = field(default_factory=monotonic)
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    long: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None


class Exports:
    """The workbooks of one application."""

    def __init__(self, prefix: str) -> None:
        self._address = f"{prefix}/exports"
        self._exports: dict[str, Export] = {}
        self._thread = ThreadPoolExecutor(1, "files")
        self._folder: Path | None = None

    async def answer(
        self,
        request: Request,
        about: About,
        owner: str | None,
        sheets: Sheets,
        batches: Callable[[], Batches],
    ) -> Response:
        """The workbook, or 202 with its address; by HEAD too, which cannot know otherwise whether
        it is long. Raises 503 where too many are under way.
        """
        if known(request, about):
            return Response(None, 304, headers(request, about))
        export = self._like(about, owner) or self._begin(about, owner, sheets, batches())
        await _first(export.settled, export.long)
        return self._answered(request, export)

    def _answered(self, request: Request, export: Export) -> Response:
        if export.state == "failed":
            raise _failed()
        return self.file(request, export) if export.state == "ready" else self._begun(export)

    def file(self, request: Request, export: Export) -> Response:
        """The workbook of an export. Raises 404 while there is none."""
        if export.state != "ready":
            raise not_found()
        about, where = export.about, f"{self._address}/{export.id}/file"
        said = headers(request, about) | {"Content-Location": where}
        if request.scope.get("asked") == "HEAD":
            said |= {"Content-Length": str(export.path.stat().st_size)}
            return Response(None, 200, said, about.media_type)
        return FileResponse(export.path, 200, said, about.media_type)

    def find(self, id_: str, owner: str | None) -> Export:
        """An export that this caller may see. Raises 404."""
        export = self._exports.get(id_)
        if export is None or export.owner not in (None, owner):
            raise not_found()
        return export

    def shown(self, export: Export) -> dict[str, Any]:
        """How far an export is."""
        ready = export.state == "ready"
        file = f"{self._address}/{export.id}/file" if ready else None
        return {"id": export.id, "state": export.state, "rows": export.rows, "file": file}

    def _begun(self, export: Export) -> Response:
        said = {
            "Location": f"{self._address}/{export.id}",
            "Retry-After": "10",
            "Cache-Control": "no-store",
        }
        return Response(web.json_bytes(self.shown(export)), 202, said, "application/json")

    def _like(self, about: About, owner: str | None) -> Export | None:
        """One that is the same file."""
        for export in self._exports.values():
            if (export.about, export.owner) == (about, owner) and export.state != "failed":
                return export
        return None

    def _begin(self, about: About, owner: str | None, sheets: Sheets, batches: Batches) -> Export:
        self._forget()
        if sum(one.state == "running" for one in self._exports.values()) >= MOST_AT_ONCE:
            raise _busy()
        export = self._new(about, owner)
        export.task = asyncio.create_task(self._make(export, sheets, batches), name="export")
        return export

    def _new(self, about: About, owner: str | None) -> Export:
        id_ = clock.uuid7()
        export = Export(id_, owner, about, self._place() / f"{id_}.xlsx")
        self._exports[id_] = export
        return export

    def _place(self) -> Path:
        """The folder of the files, which goes when this does."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="exports-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder

    def _forget(self) -> None:
        """Remove the oldest files."""
        settled = [one for one in self._exports.values() if one.state != "running"]
        for n, export in enumerate(reversed(settled)):
            if n >= KEPT - 1 or monotonic() - export.since > KEPT_SECONDS:
                self._remove(export)

    def _remove(self, export: Export) -> None:
        export.path.unlink(missing_ok=True)
        del self._exports[export.id]

    async def _make(self, export: Export, sheets: Sheets, batches: Batches) -> None:
        book = await self._run(xlsx.Book, str(export.path), sheets)
        try:
            await self._fill(book, export, batches)
            export.state = "ready"
        except Exception:
            export.state = "failed"
            log.exception("export failed", name=export.about.name)
        finally:
            export.settled.set()
            if export.state != "ready":
                self._thread.submit(_discard, book, export.path)

    async def _fill(self, book: xlsx.Book, export: Export, batches: Batches) -> None:
        """Write every row, and tell when there are many."""
        async for batch in batches:
            await self._run(book.add, batch)
            export.rows += sum(map(len, batch.values()))
            if export.rows > SHORT:
                export.long.set()
        await self._run(book.close)

    async def _run(self, step: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, step, *given)


def _discard(book: xlsx.Book, path: Path) -> None:
    """Close a workbook that is of no use, with what it has written elsewhere."""
    book.close()
    path.unlink(missing_ok=True)


async def _first(*events: asyncio.Event) -> None:
    """Return when one of them is set."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*waiting, return_exceptions=True)


def _busy() -> Problem:
    detail = "Too many workbooks are being made; try again in a moment, or take the CSV file."
    return Problem(503, "busy", detail, headers={"Retry-After": "30"})


def _failed() -> Problem:
    detail = "The workbook could not be made; the CSV file has the same rows."
    return Problem(503, "export_failed", detail, headers={"Retry-After": "30"})


def router(prefix: str, exports: Callable[[Request], Exports]) -> APIRouter:
    """The addresses of exports that take long."""
    made = web.router(f"{prefix}/exports", "exports")

    @made.get(
        "/{id}",
        operation_id="getExport",
        summary="How far a workbook is",
        response_model=ExportState,
        responses=documented(404, example=EXAMPLE),
    )
    async def state(request: Request, id: str, caller: Callers) -> Response:
        """Ready files are kept for an hour, by the process that made them."""
        here = exports(request)
        return web.answer(request, here.shown(here.find(id, caller.key_id)), private=True)

    @made.get(
        "/{id}/file",
        operation_id="getExportFile",
        summary="A workbook that is ready",
        response_class=Response,
        responses=documented_file(xlsx.MEDIA_TYPE, 404),
    )
    async def file(request: Request, id: str, caller: Callers) -> Response:
        """The file itself."""
        here = exports(request)
        return here.file(request, here.find(id, caller.key_id))

    return made
