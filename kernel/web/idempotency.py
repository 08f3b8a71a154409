"""`Idempotency-Key`: the answer of a write is stored in the write's own transaction, and is given
again to the same request until it is swept.

One protocol: a request is decided, and its answer claims the key in the commit. Where the request
is refused, has nothing to write, or its claim comes late, the stored answer is given instead.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from fastapi import Request
from pydantic_core import to_json
from sqlalchemy import delete, select, tuple_
from starlette.responses import Response

from kernel import clock
from kernel.auth import Caller
from kernel.db import BatchLoader, Database, Tx
from kernel.errors import DuplicateKey, Invalid, Problem, StaleWrite, conflict, invalid
from kernel.run import HOUR, Worker, hourly
from kernel.tables import KernelTables
from kernel.web.bodies import parse

T = TypeVar("T")
Command = Callable[[Tx], T]

DAYS = 7
PAGE = 500
HEADERS = ("ETag", "Location", "Content-Language")
SORTED = json.JSONEncoder(sort_keys=True)  # made once: making one costs as much as using it


class Cipher(Protocol):
    """Encrypts answers that must not be stored in the clear."""

    def encrypt(self, data: bytes) -> bytes: ...

    def decrypt(self, token: str) -> bytes: ...


class IdempotencyKey(NamedTuple):
    """The key of one request: whose and for what (`scope`), its text, and the hash of the body."""

    scope: str
    text: str
    request_hash: str


class IdempotentWrites:
    """Runs the writes of one service, each once for an Idempotency-Key."""

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        cipher: Cipher | None = None,
        *,
        by_key: bool = False,
    ) -> None:
        """`by_key`: a record belongs to the API key that made it, not to the actor of that key."""
        self._db, self._records, self._cipher, self._by_key = db, tables.idempotency, cipher, by_key
        self._in_progress: set[tuple[str, str]] = set()
        self._loader: BatchLoader[tuple[str, str], Mapping[str, Any]] = BatchLoader(self._load)

    def key(
        self, request: Request, caller: Caller, body: bytes, data: Any = None
    ) -> IdempotencyKey | None:
        """The key that came with a request, whose body says `data` where that is known; None
        without one. Raises 422 for a wrong form.
        """
        text = request.headers.get("idempotency-key")
        if text is None:
            return None
        if not (1 <= len(text) <= 255 and text.isprintable()):
            detail = "An Idempotency-Key has 1 to 255 printable characters."
            raise invalid(Invalid("Idempotency-Key", "invalid_header", detail))
        owner = f"key:{caller.key_id}" if self._by_key else caller.name
        scope = f"{owner} {request.method} {request.scope['path']}"[:400]
        return IdempotencyKey(scope, text, request_hash(body, data))

    async def run_once(
        self,
        key: IdempotencyKey | None,
        decide: Callable[[], Awaitable[Command[T] | Response]],
        show: Callable[[T], Response],
    ) -> Response:
        """Decide, commit what was decided with the answer that `show` makes of it, and answer.

        `decide` returns a command, or a response where there is nothing to write. Raises what it
        raises, 409 while the same request is in progress, 422 for a key with another body.
        """
        if key is None:
            decision = await decide()
            return decision if isinstance(decision, Response) else await self._run(decision, show)
        with self._progress(key):
            try:
                decision = await decide()
                if not isinstance(decision, Response):
                    return await self._claim(key, decision, show)
            except (Problem, StaleWrite):
                if (stored := await self._stored(key)) is None:
                    raise
                return stored
            return await self._stored(key) or decision

    async def _run(self, command: Command[T], show: Callable[[T], Response]) -> Response:
        return show(await self._db.write(command))

    async def _claim(
        self, key: IdempotencyKey, command: Command[T], show: Callable[[T], Response]
    ) -> Response:
        """Commit a command together with the record of its answer."""

        def recorded(tx: Tx) -> Response:
            response = show(command(tx))
            tx.claim(self._records, self._record(key, response))
            return response

        try:
            return await self._db.write(recorded)
        except DuplicateKey:
            if response := await self._stored(key):
                return response  # it was answered before, by this process or by another one
            return await self._db.write(recorded)  # an old record was in the way, and is swept now

    @contextmanager
    def _progress(self, key: IdempotencyKey) -> Iterator[None]:
        """Keep a second request with this key out of this process meanwhile. Raises 409."""
        identity = (key.scope, key.text)
        if identity in self._in_progress:
            raise conflict("in_progress", "A request with this Idempotency-Key is in progress.")
        self._in_progress.add(identity)
        try:
            yield
        finally:
            self._in_progress.discard(identity)

    async def _stored(self, key: IdempotencyKey) -> Response | None:
        """The stored answer; None when there is none. Raises 422 for a key with another body."""
        row = await self._loader.find((key.scope, key.text))
        if row is None:
            return None
        if row["request_hash"] != key.request_hash:
            detail = "This Idempotency-Key was used with another body."
            raise Problem(422, "idempotency_key_reused", detail)
        text = self._cipher.decrypt(row["body"]) if self._cipher else row["body"].encode()
        headers = {**json.loads(row["headers"]), "Idempotent-Replayed": "true"}
        return Response(text, row["status"], headers, "application/json")

    async def _load(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Any]:
        """The records of several keys, in one query."""
        records = self._records.c
        scopes, texts = ({key[part] for key in keys} for part in (0, 1))
        matching = select(self._records).where(records.scope.in_(scopes), records.key.in_(texts))
        rows = await self._db.fetch(matching)
        return {(row.scope, row.key): dict(row._mapping) for row in rows}

    def _record(self, key: IdempotencyKey, response: Response) -> dict[str, Any]:
        headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
        body = bytes(response.body)
        return {
            "scope": key.scope,
            "key": key.text,
            "request_hash": key.request_hash,
            "status": response.status_code,
            "headers": to_json(headers).decode(),
            "body": (self._cipher.encrypt(body) if self._cipher else body).decode(),
            "created_at": clock.stamp(),
        }


def request_hash(body: bytes, data: Any = None) -> str:
    """SHA-256 of a body, as JSON where it is JSON: white space and the order of names are free.

    `data`: what it says, where that is known. What is no readable JSON is compared as it is.
    """
    with suppress(Problem, ValueError, RecursionError):
        body = SORTED.encode(parse(body) if data is None else data).encode()
    return hashlib.sha256(body).hexdigest()


async def sweep(db: Database, tables: KernelTables, page: int = PAGE) -> None:
    """Remove the records that are older than they are kept for, a page at a time."""
    records = tables.idempotency
    oldest = clock.stamp(clock.now() - timedelta(days=DAYS))
    old = select(records.c.scope, records.c.key).where(records.c.created_at < oldest)
    some = delete(records).where(tuple_(records.c.scope, records.c.key).in_(old.limit(page)))
    while await db.fetch(old.limit(1)):
        await db.write(Tx.execute, some, expect=None)


def sweeper(
    service: str, db: Database, tables: KernelTables, *, seconds: float = HOUR, page: int = PAGE
) -> Worker:
    """The worker that sweeps every hour."""
    return hourly(f"{service} idempotency records", partial(sweep, db, tables, page), seconds)
