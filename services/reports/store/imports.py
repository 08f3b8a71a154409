"""Imports: their files, what became of each row, and which submission a row was made into."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, delete, func, or_, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.reports import tables
from services.reports.domain.imports import UNFINISHED
from services.reports.store import fragments

Row = Mapping[Any, Any]

h, r, f = tables.imports.c, tables.import_rows.c, tables.import_files.c
m = tables.imported.c


def add_part(tx: Tx, id_: str, n: int, content: bytes, at: str) -> None:
    """A part of the file of an import that is to be."""
    row = {"import_id": id_, "n": n, "content": content, "stored_at": at}
    tx.insert(tables.import_files, row)


def add(tx: Tx, row: Row) -> None:
    """An import whose file is stored."""
    tx.insert(tables.imports, {**row, "warnings": json.dumps(row["warnings"])})


def add_row(tx: Tx, row: Row) -> None:
    """What became of a row. Raises DuplicateKey where it was told already."""
    told = {name: json.dumps(row[name]) for name in ("problems", "notices")}
    tx.insert(tables.import_rows, {**row, **told})


def advance(tx: Tx, id_: str, done: int, outcome: str, *, noted: bool) -> None:
    """One more row is done, the `done`th. Raises StaleWrite where somebody else has done it."""
    counts = {"done": done, outcome: h[outcome] + 1, "noted": h.noted + int(noted)}
    tx.execute(_under_way(id_, done - 1).values(state="running", **counts))


def finish(tx: Tx, id_: str, done: int, at: str, problem: Row | None = None) -> None:
    """An import that ends with this many rows done. Raises StaleWrite."""
    state = "done" if problem is None else "failed"
    told = json.dumps(problem) if problem is not None else None
    ended = {"state": state, "finished_at": at, "problem": told}
    tx.execute(_under_way(id_, done).values(ended))


def _under_way(id_: str, done: int) -> Update:
    """An import that is not finished, with this many rows done."""
    return update(tables.imports).where(h.id == id_, h.done == done, _is_unfinished())


def _is_unfinished() -> ColumnElement[bool]:
    return h.state.in_(UNFINISHED)


def remember(tx: Tx, identity: str, submission: str, digest: str, before: str | None) -> None:
    """Into which submission a row was made; `before`: the digest that was taken last. Raises
    DuplicateKey, StaleWrite where another import was faster.
    """
    if before is None:
        row = {"identity": identity, "submission": submission, "digest": digest}
        tx.insert(tables.imported, row)
        return
    same = (m.identity == identity, m.digest == before)
    tx.execute(update(tables.imported).where(*same).values(digest=digest))


async def known(connection: AsyncConnection, identity: str) -> RowMapping | None:
    """The submission that a row was made into, and the digest of the row."""
    statement = select(m.submission, m.digest).where(m.identity == identity)
    return await fragments.first(connection, statement)


async def earlier(connection: AsyncConnection, id_: str, identity: str) -> RowMapping | None:
    """The last row of this import that made or changed the same report."""
    changed = r.outcome.in_(("created", "updated"))
    same = (r.import_id == id_, r.identity == identity, changed)
    statement = select(tables.import_rows).where(*same).order_by(r.n.desc()).limit(1)
    return await fragments.first(connection, statement)


async def next_unfinished(connection: AsyncConnection, limit: int) -> list[RowMapping]:
    """Of those that are not finished the first of each actor, as they were sent."""
    first = select(func.min(h.id)).where(_is_unfinished()).group_by(h.actor)
    statement = select(tables.imports).where(h.id.in_(first)).order_by(h.id).limit(limit)
    return await fragments.mappings(connection, statement)


async def unfinished(connection: AsyncConnection, actor: str) -> int:
    """How many imports of an actor are not finished."""
    count = select(func.count()).select_from(tables.imports)
    count = count.where(h.actor == actor, _is_unfinished())
    return int(await connection.scalar(count) or 0)


async def one(connection: AsyncConnection, id_: str, actor: str) -> RowMapping | None:
    """An import of an actor; None where it has none of this id."""
    statement = select(tables.imports).where(h.id == id_, h.actor == actor)
    return await fragments.first(connection, statement)


async def page(
    connection: AsyncConnection, actor: str, before: str | None, limit: int
) -> list[RowMapping]:
    """The imports of an actor that were sent before one, the newest first."""
    statement = select(tables.imports).where(h.actor == actor).order_by(h.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(h.id < before)
    return await fragments.mappings(connection, statement)


async def rows(
    connection: AsyncConnection, id_: str, after: int, limit: int, outcome: str | None = None
) -> list[RowMapping]:
    """What became of the rows after one, in the order of the file."""
    statement = _rows(id_, after, limit)
    if outcome is not None:
        statement = statement.where(r.outcome == outcome)
    return await fragments.mappings(connection, statement)


async def remarks(
    connection: AsyncConnection, id_: str, after: int, limit: int
) -> list[RowMapping]:
    """The rows after one of which something is to be said."""
    said = or_(r.problems != "[]", r.notices != "[]")
    return await fragments.mappings(connection, _rows(id_, after, limit).where(said))


def _rows(id_: str, after: int, limit: int) -> Select[Any]:
    of_this = select(tables.import_rows).where(r.import_id == id_, r.n > after)
    return of_this.order_by(r.n).limit(limit)


async def part(connection: AsyncConnection, id_: str, n: int) -> bytes | None:
    """A part of the file of an import; None after the last."""
    found: bytes | None = await connection.scalar(
        select(f.content).where(f.import_id == id_, f.n == n)
    )
    return found


async def expired(connection: AsyncConnection, at: str, limit: int) -> Sequence[str]:
    """Finished imports that are not kept any longer."""
    old = select(h.id).where(h.expires_at <= at, ~_is_unfinished())
    return list(await connection.scalars(old.order_by(h.id).limit(limit)))


async def forsaken(connection: AsyncConnection, at: str, limit: int) -> Sequence[str]:
    """Imports of which parts of a file were stored before an instant, and nothing else."""
    there = select(h.id).where(h.id == f.import_id).exists()
    old = select(f.import_id).distinct().where(f.stored_at <= at, ~there)
    return list(await connection.scalars(old.order_by(f.import_id).limit(limit)))


async def weight(connection: AsyncConnection, id_: str) -> tuple[int, int]:
    """The last part of the file of an import, and its last row; -1 where there is none."""
    last = (_last(f.n, f.import_id == id_), _last(r.n, r.import_id == id_))
    part, row = (await connection.execute(select(*last))).one()
    return int(part), int(row)


def _last(number: Any, where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(select(func.max(number)).where(where).scalar_subquery(), -1)


def remove_part(tx: Tx, id_: str, n: int) -> None:
    """A part of a file goes."""
    gone = delete(tables.import_files).where(f.import_id == id_, f.n == n)
    tx.execute(gone, expect=None)


def remove_rows(tx: Tx, id_: str, until: int) -> None:
    """The rows up to one go."""
    tx.execute(delete(tables.import_rows).where(r.import_id == id_, r.n <= until), expect=None)


def remove(tx: Tx, id_: str) -> None:
    """An import whose rows and file are gone goes."""
    tx.execute(delete(tables.imports).where(h.id == id_), expect=None)
