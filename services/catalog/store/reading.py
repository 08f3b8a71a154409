"""Reads: the whole catalogue as one snapshot, cached until its revision changes, and the
history page by page.
"""

import asyncio
import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, false, func, or_, select
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


async def _records(connection: AsyncConnection) -> as_of.Records:
    """What the catalogue is made of."""
    held = await entries(connection), await actors(connection)
    return as_of.Records(*held, await _officials(connection))


async def catalogue(connection: AsyncConnection) -> Catalogue:
    """Everything, read in one snapshot of the database."""
    revision, _ = await state(connection)
    held = await _records(connection)
    adopted = {adoption.proposal: adoption for adoption in await adoptions.load(connection)}
    return replace(_assembled(revision, held), adoptions=adopted)


def _assembled(revision: int, held: as_of.Records) -> Catalogue:
    return assemble(revision, held.entries, held.actors, held.officials)


async def catalogue_at(connection: AsyncConnection, instant: str) -> Catalogue:
    """Everything as it stood at an instant; before the first load of the data files as that has
    left it.
    """
    revision, _ = await state(connection)
    lines = await _later(connection, instant)
    then = as_of.taken_back(await _records(connection), lines, instant)
    officials = [*then.officials, *await _replaced(connection, instant)]
    adopted = as_of.adopted(await adoptions.load(connection), instant)
    return replace(_assembled(revision, replace(then, officials=officials)), adoptions=adopted)


async def _later(connection: AsyncConnection, instant: str) -> list[as_of.Line]:
    """The history after an instant, newest first, without the first load of the data files."""
    h = tables.history.c
    begun = select(func.min(h.n)).where(h.change != "loaded").scalar_subquery()
    later = select(tables.history).where(h.at > instant, h.n >= begun)
    return [_undoable(row) for row in await connection.execute(later.order_by(h.n.desc()))]


def _undoable(row: Any) -> as_of.Line:
    """A line of history, as far as it can be taken back."""
    about, before = (row.edition, row.kind, row.code, row.change), _optional(row.before)
    return as_of.Line(*about, row.field, row.lang, before, row.at)


async def entries(connection: AsyncConnection) -> list[Entry]:
    """Every entry of every edition."""
    e = tables.entries.c
    columns = (e.edition, e.kind, e.code, e.n, e.frozen, e.texts, e.filed, e.revision)
    return [_entry(row) for row in await connection.execute(select(*columns))]


def _entry(row: Any) -> Entry:
    frozen, texts, filed = map(json.loads, (row.frozen, row.texts, row.filed))
    return Entry(row.edition, row.kind, row.code, row.n, frozen, texts, filed, row.revision)


async def actors(connection: AsyncConnection) -> list[Actor]:
    """Every actor ever registered."""
    a = tables.actors.c
    rows = await connection.execute(select(a.code, a.n, a.kind, a.body, a.filed, a.revision))
    return [_actor(row) for row in rows]


def _actor(row: Any) -> Actor:
    body, filed = json.loads(row.body), _optional(row.filed)
    return Actor(row.code, row.n, row.kind, body, filed, row.revision)


async def _officials(connection: AsyncConnection) -> list[Official]:
    t = tables.official_texts.c
    columns = (t.edition, t.code, t.lang, t.text, t.line, t.sha256, t.status)
    return [Official(*row) for row in await connection.execute(select(*columns))]


async def last_told(db: Database, until: str | None = None) -> str | None:
    """When the catalogue last told others what it says, up to an instant; None before the first
    time.
    """
    told = tables.kernel.outbox.c.recordedtime
    last = select(func.max(told))
    time: str | None = (await db.fetch(last if until is None else last.where(told <= until)))[0][0]
    return time


async def _replaced(connection: AsyncConnection, instant: str) -> list[Official]:
    """The official texts that stood at an instant and were replaced later."""
    t = tables.replaced_texts.c
    columns = (t.edition, t.code, t.lang, t.text, t.line, t.sha256, t.status)
    stood = select(*columns).where(t.imported_at <= instant, t.replaced_at > instant)
    return [Official(*row) for row in await connection.execute(stood)]


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
    named = [_named(edition, each) for edition, each in codes.items() if each]
    return await _history(connection, or_(false(), *named), before, limit)


def _named(edition: str, codes: Collection[str]) -> ColumnElement[bool]:
    """Whether a line is about these nodes of an edition."""
    return and_(tables.history.c.edition == edition, or_(*map(_names, codes)))


def _names(code: str) -> ColumnElement[bool]:
    """Whether a line is about a node or something that hangs on it: `ACT-12`, `ACT-12:SO-07`."""
    h = tables.history.c
    begins = h.code.startswith(f"{code}:", autoescape=True)
    ends = h.code.endswith(f":{code}", autoescape=True)
    linked = and_(h.kind.in_(("link", "correspondence")), or_(begins, ends))
    return or_(h.code == code, linked)


async def _history(
    connection: AsyncConnection, about: ColumnElement[bool], before: int | None, limit: int
) -> list[dict[str, Any]]:
    h = tables.history
    query = select(h).where(about).order_by(h.c.n.desc()).limit(limit)
    if before is not None:
        query = query.where(h.c.n < before)
    return [_line(row) for row in (await connection.execute(query)).mappings()]


def _line(row: RowMapping) -> dict[str, Any]:
    return {**row, "before": _optional(row["before"]), "after": _optional(row["after"])}


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
                return await self._read(revision)
        return self._cached

    async def _read(self, revision: int) -> Catalogue:
        """Read it, unless whoever had the lock before has done so."""
        if self._cached is None or self._cached.revision < revision:
            async with self._db.read() as connection:
                self._cached = await catalogue(connection)
        return self._cached

    async def at(self, instant: str) -> Catalogue:
        """The catalogue as it stood at an instant, without drafts."""
        place = (await self.revision(), instant)
        async with self._lock:
            if place not in self._earlier:
                await self._read_at(place)
            return self._earlier[place]

    async def _read_at(self, place: tuple[int, str]) -> None:
        """Read it, and keep the last ones."""
        async with self._db.read() as connection:
            self._earlier[place] = (await catalogue_at(connection, place[1])).published
        for old in list(self._earlier)[:-EARLIER]:
            del self._earlier[old]

    async def revision(self) -> int:
        """How often the catalogue has changed, by whomever."""
        return int((await self._db.fetch(select(tables.state.c.revision)))[0][0])
