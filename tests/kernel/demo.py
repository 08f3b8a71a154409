"""A made-up service for the kernel's tests: its tables on either database, and events to tell."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import create_async_engine

from contracts.access import KeyRevoked
from kernel import outbox
from kernel.db import Database, Tx
from kernel.eventlog import Record
from kernel.tables import install

Later = Callable[[float], None]  # puts the clock forward

metadata = MetaData()
kernel = install(metadata, "demo")
notes = Table(
    "demo_notes",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("text", String(40), nullable=False),
    Column("extra", String(40)),
    Column("revision", Integer, nullable=False, server_default="1"),
)
lines = Table(
    "demo_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("note", String(40), ForeignKey("demo_notes.id")),
)


async def make_tables(url: str) -> None:
    """Create the made-up tables."""
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await engine.dispose()


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A started database, stopped at the end."""
    db = Database(url, "demo")
    await db.start()
    try:
        yield db
    finally:
        await db.stop()


def note(tx: Tx, id_: str, text: str = "x", **more: object) -> str:
    """Queue a note; the answer is its id."""
    tx.insert(notes, {"id": id_, "text": text, **more})
    return id_


def tell(tx: Tx, aggregate: str, text: str = "") -> str:
    """Queue an event about an aggregate."""
    return outbox.emit(tx, kernel, "demo", aggregate, KeyRevoked(key_id=aggregate, revoked_at=text))


async def ids(db: Database) -> list[str]:
    """The ids of all notes, sorted."""
    async with db.read() as connection:
        return sorted(await connection.scalars(select(notes.c.id)))


def published(position: int, key: str = "k1", text: str = "", **headers: str | None) -> Record:
    """An event as a relay would publish it; a header given as None is left out."""
    recorded = f"2026-01-01T00:00:00.{position:06d}Z"
    given: dict[str, str | None] = {
        "ce_specversion": "1.0",
        "ce_id": f"event-{position}",
        "ce_source": "/demo",
        "ce_type": KeyRevoked.type,
        "ce_subject": key,
        "ce_time": recorded,
        "ce_typeversion": "1",
        "ce_position": str(position),
        "ce_recordedtime": recorded,
        **headers,
    }
    value = KeyRevoked(key_id=key, revoked_at=text or str(position)).model_dump_json()
    return Record(
        "access.v1",
        position,
        key,
        {name: part for name, part in given.items() if part is not None},
        value,
    )
