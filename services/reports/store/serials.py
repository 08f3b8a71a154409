"""Serials: what lets publications that must see one another be decided one after the other."""

from contextlib import suppress
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Database, Tx
from kernel.errors import DuplicateKey
from services.reports import tables


class Serial(NamedTuple):
    """A serial as a decision has read it."""

    name: str
    version: int


async def read(db: Database, name: str) -> Serial:
    """A serial, begun when it is asked for the first time."""
    version = await _version(db, name)
    if version is None:
        with suppress(DuplicateKey):  # somebody else has just begun it
            await db.write(Tx.insert, tables.serials, {"name": name, "version": 0})
        version = await _version(db, name)
    assert version is not None
    return Serial(name, version)


async def _version(db: Database, name: str) -> int | None:
    async with db.read() as connection:
        version: int | None = await connection.scalar(
            select(tables.serials.c.version).where(tables.serials.c.name == name)
        )
    return version


def advance(tx: Tx, serial: Serial) -> None:
    """Take the next place. Raises StaleWrite where somebody else has taken it."""
    s = tables.serials
    mine = (s.c.name == serial.name, s.c.version == serial.version)
    tx.execute(update(s).where(*mine).values(version=serial.version + 1))


async def codes_given(connection: AsyncConnection, kind: str, reporter: str) -> int:
    """How many codes a reporter's submissions of a kind have been given."""
    s = tables.submissions.c
    mine = (s.kind == kind, s.reporter == reporter, s.code.is_not(None))
    return await connection.scalar(select(func.count()).where(*mine)) or 0


async def is_given(connection: AsyncConnection, code: str) -> bool:
    """Whether a code has ever been given."""
    s = tables.submissions.c
    return await connection.scalar(select(s.id).where(s.code == code)) is not None
