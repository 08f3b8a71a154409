"""Reads: the whole catalogue as one snapshot, cached until its revision changes, and the
history page by page.
"""

import asyncio
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Database
from services.catalog import tables
from services.catalog.domain import as_of
from services.catalog.domain.catalogue import Actor, Catalogue, Entry, Official, assemble
from services.catalog.store import adoptions

EARLIER = 4  # snapshots of earlier instants that are kept


async def state(connection: AsyncConnection) -> tuple[int, str]:
    """(revision of the catalogue, digest of the data files loaded last)."""
    row = (await connection.execute(select(tables.state.c.revision, tables.state.c.digest))).one()
    return row.revision, row.digest


async def catalogue(connection: AsyncConnection) -> Catalogue:
    """Everything, read in one snapshot of the database."""
    revision, _ = await state(connection)
    assembled = assemble(
        revision, await entries(connection), await actors(connection), await _officials(connection)
    )
    adopted = {adoption.proposal: adoption for adoption in await adoptions.load(connection)}
    return replace(assembled, adoptions=adopted)


async def catalogue_at(connection: AsyncConnection, instant: str) -> Catalogue:
    """Everything as it stood at an instant; before the first load of the data files as that has
    left it.
    """
    now, h = await catalogue(connection), tables.history.c
    columns = (h.edition, h.kind, h.code, h.change, h.field, h.lang, h.before, h.at)
    begun = select(func.min(h.n)).where(h.change != "loaded").scalar_subquery()
    later = select(*columns).where(h.at > instant, h.n >= begun).order_by(h.n.desc())
    lines = [
        as_of.Line(*row[:6], _optional(row.before), row.at)
        for row in await connection.execute(later)
    ]
    held = as_of.Records(
        await entries(connection), await actors(connection), await _officials(connection)
    )
    then = as_of.taken_back(held, lines, instant)
    officials = [*then.officials, *await _replaced(connection, instant)]
    assembled = assemble(now.revision, then.entries, then.actors, officials)
    return replace(assembled, adoptions=as_of.adopted(now.adoptions.values(), instant))


async def entries(connection: AsyncConnection) -> list[Entry]:
    """Every entry of every edition."""
    e = tables.entries.c
    rows = await connection.execute(
        select(e.edition, e.kind, e.code, e.n, e.frozen, e.texts, e.filed, e.revision)
    )
    return [
        Entry(
            r.edition,
            r.kind,
            r.code,
            r.n,
            json.loads(r.frozen),
            json.loads(r.texts),
            json.loads(r.filed),
            r.revision,
        )
        for r in rows
    ]


async def actors(connection: AsyncConnection) -> list[Actor]:
    """Every actor ever registered."""
    a = tables.actors.c
    rows = await connection.execute(select(a.code, a.n, a.kind, a.body, a.filed, a.revision))
    return [
        Actor(r.code, r.n, r.kind, json.loads(r.body), _optional(r.filed), r.revision) for r in rows
    ]


async def _officials(connection: AsyncConnection) -> list[Official]:
    t = tables.official_texts.c
    rows = await connection.execute(
        select(t.edition, t.code, t.lang, t.text, t.line, t.sha256, t.status)
    )
    return [Official(*row) for row in rows]


async def last_told(db: Database) -> str | None:
    """When the catalogue last told others what it says; None before the first time."""
    time: str | None = (await db.fetch(select(func.max(tables.kernel.outbox.c.recordedtime))))[0][0]
    return time


async def _replaced(connection: AsyncConnection, instant: str) -> list[Official]:
    """The official texts that stood at an instant and were replaced later."""
    t = tables.replaced_texts.c
    rows = await connection.execute(
        select(t.edition, t.code, t.lang, t.text, t.line, t.sha256, t.status).where(
            t.imported_at <= instant, t.replaced_at > instant
        )
    )
    return [Official(*row) for row in rows]


async def first_after(connection: AsyncConnection, instant: str) -> int | None:
    """The number of the first line of history after an instant."""
    h = tables.history.c
    first: int | None = await connection.scalar(select(func.min(h.n)).where(h.at > instant))
    return first


async def history(
    connection: AsyncConnection, editions: Collection[str | None], before: int | None, limit: int
) -> list[dict[str, Any]]:
    """Lines of history about these editions (None: about what belongs to no edition), newest first,
    those older than number `before`.
    """
    return await _history(connection, _about(editions), before, limit)


async def node_history(
    connection: AsyncConnection,
    codes: Mapping[str, Collection[str]],
    before: int | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Lines of history about nodes, their official texts and their links, newest first, those older
    than number `before`. `codes`: those that count in each edition.
    """
    h = tables.history.c
    named = [
        and_(h.edition == edition, or_(*(_names(code) for code in each)))
        for edition, each in codes.items()
        if each
    ]
    return await _history(connection, or_(false(), *named), before, limit)


def _names(code: str) -> ColumnElement[bool]:
    """Whether a line is about a node or something that hangs on it: `ACT-12`, `ACT-12:SO-07`."""
    h = tables.history.c
    linked = or_(
        h.code.startswith(f"{code}:", autoescape=True), h.code.endswith(f":{code}", autoescape=True)
    )
    return or_(h.code == code, and_(h.kind.in_(("link", "correspondence")), linked))


async def _history(
    connection: AsyncConnection, about: ColumnElement[bool], before: int | None, limit: int
) -> list[dict[str, Any]]:
    h = tables.history
    query = select(h).where(about).order_by(h.c.n.desc()).limit(limit)
    if before is not None:
        query = query.where(h.c.n < before)
    rows = (await connection.execute(query)).mappings()
    return [
        {**row, "before": _optional(row["before"]), "after": _optional(row["after"])}
        for row in rows
    ]


def _about(editions: Collection[str | None]) -> ColumnElement[bool]:
    edition = tables.history.c.edition
    named = edition.in_([code for code in editions if code is not None])
    return or_(named, edition.is_(None)) if None in editions else named


def _optional(text: str | None) -> Any:
    return None if text is None else json.loads(text)


class Snapshots:
    """The newest snapshot, and the last ones of earlier instants.

    Each use looks at the revision, so a write by any process is seen by the next read.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._cached: Catalogue | None = None
        self._lock = asyncio.Lock()
        self._earlier: dict[tuple[int, str], Catalogue] = {}

    async def current(self) -> Catalogue:
        """The catalogue as it stands now: never older than the call."""
        revision = await self.revision()
        if self._cached is None or self._cached.revision < revision:
            async with self._lock:
                if self._cached is None or self._cached.revision < revision:
                    async with self._db.read() as connection:
                        self._cached = await catalogue(connection)
        return self._cached

    async def at(self, instant: str) -> Catalogue:
        """The catalogue as it stood at an instant, without drafts."""
        place = (await self.revision(), instant)
        async with self._lock:
            if place not in self._earlier:
                async with self._db.read() as connection:
                    self._earlier[place] = (await catalogue_at(connection, instant)).published
            for old in list(self._earlier)[:-EARLIER]:
                del self._earlier[old]
            return self._earlier[place]

    async def revision(self) -> int:
        """How often the catalogue has changed, by whomever."""
        return int((await self._db.fetch(select(tables.state.c.revision)))[0][0])
