"""`Idempotency-Key`: the answer of a write is kept in the write's own transaction, and given again
to the same request until it is swept.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar, Protocol, TypeVar

from fastapi import Request
from pydantic_core import to_json
from sqlalchemy import Table, delete, select, tuple_
from starlette.responses import Response

from kernel import clock
from kernel.auth import Caller
from kernel.db import BatchLoader, Database, Tx
from kernel.errors import DuplicateKey, Invalid, Problem, StaleWrite, Unavailable, conflict, invalid
from kernel.run import Worker
from kernel.tables import KernelTables

T = TypeVar("T")
DAYS = 7
SWEEP_SECONDS = 3600.0
PAGE = 500
HEADERS = ("ETag", "Location", "Content-Language")


class Cipher(Protocol):
    """Keeps an answer that must not be stored in the clear."""

    def encrypt(self, data: bytes) -> bytes: ...

    def decrypt(self, token: str) -> bytes: ...


class Once:
    """One write request: answers again what was kept, else writes and keeps the answer with it."""

    _running: ClassVar[set[tuple[str, str, str]]] = set()  # in this process: database, scope, key

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        request: Request,
        caller: Caller,
        body: bytes,
        cipher: Cipher | None = None,
    ) -> None:
        self._db, self._kept, self._seal = db, tables.kept, cipher
        self._key = request.headers.get("idempotency-key")
        if self._key is not None and not (1 <= len(self._key) <= 255 and self._key.isprintable()):
            raise invalid(
                Invalid(
                    "Idempotency-Key",
                    "invalid_header",
                    "An Idempotency-Key has 1 to 255 printable characters.",
                )
            )
        self._scope = f"{caller.name} {request.method} {request.scope['path']}"[:400]
        self._hash = hashlib.sha256(body).hexdigest()

    async def replay(self) -> Response | None:
        """The kept answer of the same request; None when there is none.

        Raises 422 when the key was used with another body.
        """
        if self._key is None:
            return None
        row = await _lookup(self._db, self._kept).find((self._scope, self._key))
        if row is None:
            return None
        if row["request_hash"] != self._hash:
            raise Problem(
                422, "idempotency_key_reused", "This Idempotency-Key was used with another body."
            )
        text = self._seal.decrypt(row["body"]) if self._seal else row["body"].encode()
        return Response(
            text,
            row["status"],
            {**json.loads(row["headers"]), "Idempotent-Replayed": "true"},
            "application/json",
        )

    async def first(self, work: Callable[[], Awaitable[Response]]) -> Response:
        """Do the work of a new request.

        Only when it is refused, or was done before, the kept answer is asked for and given instead.
        """
        try:
            return await work()
        except Problem:
            if (kept := await self.replay()) is None:
                raise
            return kept

    async def write(self, command: Callable[[Tx], T], respond: Callable[[T], Response]) -> Response:
        """Run the command and answer `respond(its answer)`, keeping that answer in the same
        transaction.

        Raises 409 while the same request is in progress; what the command raises, nothing being
        kept then.
        """
        if self._key is None:
            return respond(await self._db.write(command))
        running = (self._db.url, self._scope, self._key)
        if running in self._running:
            raise conflict("in_progress", "A request with this Idempotency-Key is in progress.")
        self._running.add(running)
        try:
            return await self._db.write(self._keeping, command, respond)
        except (DuplicateKey, StaleWrite) as error:
            if (
                response := await self.replay()
            ):  # it was answered before, or another process was faster with the same key
                return response
            if isinstance(error, StaleWrite):
                raise
            # an old answer, swept by now, was in the way
            return await self._db.write(self._keeping, command, respond)
        finally:
            self._running.discard(running)

    def _keeping(
        self, tx: Tx, command: Callable[[Tx], T], respond: Callable[[T], Response]
    ) -> Response:
        response = respond(command(tx))
        tx.claim(
            self._kept,
            {
                "scope": self._scope,
                "key": self._key,
                "request_hash": self._hash,
                "status": response.status_code,
                "headers": to_json(
                    {name: response.headers[name] for name in HEADERS if name in response.headers}
                ).decode(),
                "body": (
                    self._seal.encrypt(bytes(response.body)) if self._seal else bytes(response.body)
                ).decode(),
                "created_at": clock.stamp(),
            },
        )
        return response


def _lookup(db: Database, kept: Table) -> BatchLoader[tuple[str, str], Mapping[str, Any]]:
    """The kept answers of a database, found for all requests that ask at the same time."""

    async def fetch(wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Mapping[str, Any]]:
        scopes, keys = ({pair[n] for pair in wanted} for n in (0, 1))
        rows = await db.fetch(select(kept).where(kept.c.scope.in_(scopes), kept.c.key.in_(keys)))
        return {(row.scope, row.key): dict(row._mapping) for row in rows}

    return db.loaders.setdefault(kept.name, BatchLoader(fetch))


async def sweep(db: Database, tables: KernelTables) -> None:
    """Remove the answers that are older than they are kept for, a page at a time."""
    kept, oldest = tables.kept, clock.stamp(clock.now() - timedelta(days=DAYS))
    old = select(kept.c.scope, kept.c.key).where(kept.c.created_at < oldest)
    page = delete(kept).where(tuple_(kept.c.scope, kept.c.key).in_(old.limit(PAGE)))
    while await db.fetch(old.limit(1)):
        await db.write(Tx.execute, page, expect=None)


def sweeper(service: str, db: Database, tables: KernelTables) -> Worker:
    """The worker that sweeps every hour."""

    async def run() -> None:
        while True:
            with suppress(Unavailable):  # the next hour finds them again
                await sweep(db, tables)
            await asyncio.sleep(SWEEP_SECONDS)

    async def idle() -> bool:
        return True

    return Worker(f"{service} kept answers", run, idle)
