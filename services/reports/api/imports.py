"""Imports: send a file of rows, look how far it is, and read what became of each row."""

import asyncio
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from email.message import Message
from functools import partial
from typing import Annotated, Any, NamedTuple, get_args

from fastapi import Query, Request
from pydantic import WithJsonSchema
from starlette.responses import Response

from files import xlsx
from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, Problem, conflict, invalid, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.reports import errors
from services.reports.api import dependencies, pages
from services.reports.commands import imports as commands
from services.reports.commands.imports import Head
from services.reports.domain import imports as domain
from services.reports.domain.imports import Mode, Outcome
from services.reports.domain.kinds import KINDS
from services.reports.formats import import_files as files
from services.reports.formats.imports import Refused
from services.reports.schemas import imports as schemas
from services.reports.schemas import template
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.import_examples import IMPORT_FILE
from services.reports.schemas.imports import BASE, Import, ImportPage, ImportWithRows
from services.reports.store import imports as store

router = web.router(BASE, "imports")

LARGEST = 20 * 1024 * 1024
PART = 256 * 1024  # of a file in one commit, for others not to wait
MOST_WAITING = 5  # imports of one actor that are not finished
MEDIA_TYPES = ("text/csv", xlsx.MEDIA_TYPE, "application/x-ndjson", "application/jsonl")
CHARSETS = ("utf-8", "utf8", "us-ascii", "utf-16", "windows-1252", "cp1252")
MODES: tuple[Mode, ...] = get_args(Mode)
FLAGS = {"true": True, "false": False}
REPLAYED = "Idempotent-Replayed"
PAGE = 100  # rows that are read at once for the copy of the file
TEXT = {"type": "string"}
FILE = {"schema": {**TEXT, "contentMediaType": xlsx.MEDIA_TYPE}}
BODY = {
    "required": True,
    "content": {
        "text/csv": {"schema": TEXT, "example": IMPORT_FILE},
        xlsx.MEDIA_TYPE: FILE,
        **{media_type: {"schema": TEXT} for media_type in MEDIA_TYPES[2:]},
    },
}


def _query(description: str, *values: str) -> Any:
    """A parameter that the write pipeline reads: in its turn."""
    schema = WithJsonSchema({"type": "string", "enum": [*values]})
    return Annotated[str | None, schema, Query(description=description)]


KindAsked: Any = _query("What the rows are; needed", *KINDS)
ModeAsked: Any = _query("Whether rows are drafted (so unless given), or submitted too", *MODES)
DryRun: Any = _query("Only tell what would happen; false unless given", *FLAGS)
Given = Mapping[str, str | None]


class Asked(NamedTuple):
    """What is to be done with a file."""

    kind: str
    mode: str
    dry_run: bool


class Begin(Write[None, None, Head]):
    """A file of rows of the caller's own actor."""

    limit = LARGEST

    def __init__(self, request: Request, caller: Caller, given: Given) -> None:
        self.resources = dependencies.resources(request)
        super().__init__(request, caller, self.resources.writes)
        self.given = given
        self.stored: str | None = None  # the import whose file was stored

    async def load(self) -> None:
        """Raise 401 without a key."""
        dependencies.known(self.caller)

    def permit(self, loaded: None, body: None) -> None:
        """Raise 403 unless the key reports this kind."""
        actor, kind = self.caller.actor, KINDS.get(self.given["kind"] or "")
        kinds = KINDS.values() if kind is None else [kind]
        self.caller.require(*sorted({each.scope_of(actor or "") for each in kinds}))
        if actor is None:
            raise errors.no_actor()

    async def compared(self) -> Any:
        """The file, and what is to be done with it."""
        return [self.given, await asyncio.to_thread(_sha256, self.raw)]

    async def prepare(self, loaded: None, body: None) -> Command[Head]:
        """Raise 409 where too many wait, 415, 413 and 422 for a file that cannot be read, 503."""
        actor = str(self.caller.actor)
        await self._refuse_many(actor)
        content_type = self.request.headers.get("content-type", "")
        _require_table(content_type)
        asked = _asked(self.given)
        if (await self.resources.replica.catalogue()).edition is None:
            raise errors.no_edition()
        head = await self._head(actor, content_type, asked)
        await self._store(head["id"])
        return partial(commands.begin, head=head)

    async def _refuse_many(self, actor: str) -> None:
        async with self.resources.db.read() as connection:
            waiting = await store.unfinished(connection, actor)
        if waiting >= MOST_WAITING:
            detail = f"{waiting} of your imports are not finished yet; send this one after them."
            raise conflict("too_many_imports", detail)

    async def _head(self, actor: str, content_type: str, asked: Asked) -> dict[str, Any]:
        about = await self._about(content_type, asked.kind)
        now = clock.now()
        days = timedelta(days=self.resources.settings.import_days)
        return {
            "id": clock.uuid7(),
            "actor": actor,
            "key_id": self.caller.key_id,
            **asked._asdict(),
            **about,
            "state": "waiting",
            **dict.fromkeys(("done", "noted", *schemas.OUTCOMES), 0),
            "problem": None,
            "created_at": clock.stamp(now),
            "finished_at": None,
            "expires_at": clock.stamp(now + days),
        }

    async def _about(self, content_type: str, kind: str) -> dict[str, Any]:
        """What is known of the file once it is looked at. Raises 413, 422 where it cannot be."""
        pieces = files.pieces_of(self.raw)
        file = await file_of(kind, content_type, len(self.raw), pieces)
        with refused_file():
            async with self.resources.imports, files.look(file) as table:
                return {
                    "media_type": content_type[:200],
                    "format": table.format,
                    "sheet": table.sheet,
                    "total": table.total,
                    "bytes": len(self.raw),
                    "sha256": await asyncio.to_thread(_sha256, self.raw),
                    "warnings": [_warning(one) for one in table.warnings],
                }

    async def _store(self, id_: str) -> None:
        """The file, in writes that are short."""
        self.stored = id_
        for n, part in enumerate(domain.parts(self.raw, PART)):
            await self.resources.db.write(store.add_part, id_, n, part, clock.stamp())

    async def run(self) -> Response:
        """Of a request that begins no import, or has begun it before, the file is not kept. Where
        the database does not say whether it was begun, it is.
        """
        try:
            answer = await super().run()
        except Problem:
            await self._forget()
            raise
        if REPLAYED in answer.headers:
            await self._forget()
        return answer

    async def _forget(self) -> None:
        if self.stored is not None:
            for n in range(len(domain.parts(self.raw, PART))):
                await self.resources.db.write(store.remove_part, self.stored, n)

    def show(self, done: Head) -> Response:
        """The import, and where it is."""
        data, where = schemas.shown(done), {"Location": f"{BASE}/{done['id']}"}
        return web.answer(self.request, data, status=202, private=True, headers=where)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _require_table(content_type: str) -> None:
    """Raise 415 unless it is the media type of a table, in an encoding that is read."""
    named, charset = _declared(content_type)
    if named not in MEDIA_TYPES:
        raise _unsupported("Send one of these as Content-Type", MEDIA_TYPES)
    if charset not in CHARSETS:
        raise _unsupported("A table is sent in one of these encodings", CHARSETS)


def _declared(content_type: str) -> tuple[str, str]:
    """Media type and charset."""
    message = Message()
    message["Content-Type"] = content_type
    charset = str(message.get_param("charset", "utf-8")).lower()
    return message.get_content_type() if content_type else "", charset


def _unsupported(sentence: str, known: Sequence[str]) -> Problem:
    return Problem(415, "unsupported_media_type", f"{sentence}: {', '.join(known)}.")


def _asked(given: Given) -> Asked:
    """What is asked for. Raises 422."""
    kind, mode = given["kind"], given["mode"] or "draft"
    dry_run = given["dry_run"] or "false"
    wrong = [
        *_no_kind(kind),
        *_unknown("/mode", mode, MODES),
        *_unknown("/dry_run", dry_run, FLAGS),
    ]
    if wrong:
        raise invalid(*wrong)
    return Asked(str(kind), mode, FLAGS[dry_run])


def _no_kind(kind: str | None) -> list[Invalid]:
    if kind is None:
        return [Invalid("/kind", "required", "Say what the rows are: kind=…")]
    return _unknown("/kind", kind, KINDS)


def _unknown(pointer: str, value: str, known: Any) -> list[Invalid]:
    if value in known:
        return []
    return [Invalid(pointer, "unknown_code", f"It is one of {', '.join(known)}.")]


async def file_of(kind: str, media_type: str, length: int, pieces: files.Pieces) -> files.File:
    """A file of submissions of a kind."""
    accepted = await asyncio.to_thread(template.accepted, kind)
    return files.File(accepted, media_type, length, pieces)


@contextmanager
def refused_file() -> Iterator[None]:
    """Raises 413, 422 where a file cannot be read."""
    try:
        yield
    except Refused as refused:
        if refused.code == "too_large":
            raise Problem(413, refused.code, refused.detail) from None
        raise invalid(Invalid("", refused.code, refused.detail)) from None


def _warning(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("cell", "code", "detail", "about")}


@router.post(
    "",
    operation_id="createImport",
    summary="Send a file of submissions",
    status_code=202,
    response_model=Import,
    responses=documented(403, 409, 413, 415, example=ANSWERS[Import], status=202),
    openapi_extra={"requestBody": BODY},
)
async def create(
    request: Request,
    caller: Callers,
    kind: KindAsked = None,
    mode: ModeAsked = None,
    dry_run: DryRun = None,
) -> Response:
    """CSV, XLSX or JSON Lines, at most 20 MiB and 10,000 rows, for the caller's own actor.

    Each row goes by the rules of `POST /reports/submissions`, with `mode=submit` also of its step
    `submit`; a row that is refused keeps no other from being taken. A row is known again by its
    `external_id`, without one by its content: sent again, it makes nothing twice.
    """
    given = {"kind": kind, "mode": mode, "dry_run": dry_run}
    return await Begin(request, caller, given).run()


async def find(request: Request, caller: Caller, id_: str) -> Head:
    """An import of the caller's actor. Raises 401, 404."""
    dependencies.known(caller)
    if caller.actor is None or len(id_) > 36:
        raise not_found()
    async with dependencies.snapshot(request) as connection:
        head = await store.one(connection, id_, caller.actor)
    if head is None:
        raise not_found()
    return head


@router.get(
    "",
    operation_id="listImports",
    summary="The imports of one's own actor, the newest first",
    response_model=ImportPage,
    responses=documented(403, example=ANSWERS[ImportPage]),
)
async def listed(
    request: Request, caller: Callers, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Of each how far it is; what became of its rows is at its address."""
    dependencies.known(caller)
    if caller.actor is None:
        raise errors.no_actor()
    before = web.decode_cursor(request, cursor, str)
    async with dependencies.snapshot(request) as connection:
        last = before[0] if before else None
        rows = await store.page(connection, caller.actor, last, limit + 1)
    found, more = web.cut(rows, limit, "id")
    return pages.answer(request, [schemas.shown(head) for head in found], more)


@router.get(
    "/{id}",
    operation_id="getImport",
    summary="How far an import is, and what became of each row",
    response_model=ImportWithRows,
    responses=documented(404, example=ANSWERS[ImportWithRows]),
)
async def read(
    request: Request,
    id: str,
    caller: Callers,
    outcome: Annotated[Outcome | None, Query(description="Only the rows that came to it")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The rows that are done, in the order of the file. In a dry run: what would become of them.

    It is kept for some days (`expires_at`), for every key of the actor that sent it.
    """
    head = await find(request, caller, id)
    after = pages.number(request, cursor)
    async with dependencies.snapshot(request) as connection:
        rows = await store.rows(connection, id, after, limit + 1, outcome)
    found, more = web.cut(rows, limit, "n")
    page, headers = web.page_links(request, [schemas.row(row) for row in found], more)
    return web.answer(request, schemas.shown(head) | page, private=True, headers=headers)
