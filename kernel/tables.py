"""The tables every service has: outbox, relay head, kept answers, consumer offsets, parked
messages, copy of the keys.

Each carries the service's prefix, so that services may share one database. Times are RFC 3339 text
of fixed width.
"""

from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

BigId = BigInteger().with_variant(Integer, "sqlite")


def key_columns() -> list[Column[Any]]:
    """What a service must know of a key to check it by itself."""
    return [
        Column("key_id", String(40), primary_key=True),
        *_texts(hash=64),
        Column("actor", String(40)),
        *_long("scopes", "networks"),
        *_optional(expires_at=27, revoked_at=27),
        *_optional(line=40),  # the first key of its line of rotations; NULL: itself
    ]


def _texts(**lengths: int) -> list[Column[Any]]:
    """Short texts that are always there."""
    return [Column(name, String(length), nullable=False) for name, length in lengths.items()]


def _optional(**lengths: int) -> list[Column[Any]]:
    """Short texts that may not be there."""
    return [Column(name, String(length)) for name, length in lengths.items()]


def _long(*names: str) -> list[Column[Any]]:
    return [Column(name, Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, BigInteger, nullable=False) for name in names]


class KernelTables(NamedTuple):
    """The kernel's tables of one service."""

    outbox: Table
    relay: Table
    idempotency: Table
    offsets: Table
    parked: Table
    keys: Table


def install(metadata: MetaData, prefix: str, *, keys: Table | None = None) -> KernelTables:
    """Define the kernel's tables of the service `prefix` in its metadata.

    `keys`: a table that holds `key_columns()` already.
    """
    return KernelTables(
        outbox=_outbox(metadata, prefix),
        relay=_relay(metadata, prefix),
        idempotency=_idempotency(metadata, prefix),
        offsets=_offsets(metadata, prefix),
        parked=_parked(metadata, prefix),
        keys=keys if keys is not None else Table(f"{prefix}_keys", metadata, *key_columns()),
    )


def _outbox(metadata: MetaData, prefix: str) -> Table:
    """Debezium's column names, then what the relay gives: position (`seq`), instant, digest and
    chain.
    """
    name = f"{prefix}_outbox"
    table = Table(name, metadata, *_event_columns(), *_given_columns())
    Index(f"ix_{name}_seq", table.c.seq, unique=True)
    waits = table.c.seq.is_(None)
    Index(f"ix_{name}_waiting", table.c.n, sqlite_where=waits, postgresql_where=waits)
    Index(f"ix_{name}_aggregate", table.c.aggregateid, table.c.n)
    return table


def _event_columns() -> list[Column[Any]]:
    return [
        Column("n", BigId, primary_key=True, autoincrement=True),
        Column("id", String(36), nullable=False, unique=True),
        *_texts(aggregatetype=40, aggregateid=64, type=80),
        Column("typeversion", Integer, nullable=False),
        *_long("payload"),
        Column("revision", Integer),
        *_texts(salt=32, time=27),
        *_optional(traceparent=64),
    ]


def _given_columns() -> list[Column[Any]]:
    given = _optional(recordedtime=27, digest=64, hash=64, previous_hash=64)
    return [Column("seq", BigInteger), *given]


def _relay(metadata: MetaData, prefix: str) -> Table:
    """One row: who relays (epoch, lease) and how far (assigned, published, head of the chain)."""
    return Table(
        f"{prefix}_relay",
        metadata,
        Column("id", Integer, primary_key=True),
        *_numbers("epoch"),
        *_optional(owner=80),
        *_texts(lease_until=27),
        *_numbers("assigned", "published"),
        *_texts(head=64, recordedtime=27),
    )


def _idempotency(metadata: MetaData, prefix: str) -> Table:
    """The stored answers of writes with an Idempotency-Key, written with the change itself."""
    return Table(
        f"{prefix}_idempotency",
        metadata,
        Column("scope", String(400), primary_key=True),
        Column("key", String(255), primary_key=True),
        *_texts(request_hash=64),
        Column("status", Integer, nullable=False),
        *_long("headers", "body"),
        Column("created_at", String(27), nullable=False, index=True),
    )


def _offsets(metadata: MetaData, prefix: str) -> Table:
    """How far each consumer of a topic and partition is, and who owns it."""
    return Table(
        f"{prefix}_offsets",
        metadata,
        *_of_consumer(),
        Column("part", Integer, primary_key=True),
        *_numbers("next_offset", "position"),
        *_optional(recordedtime=27, seen_at=27),
        *_numbers("epoch"),
        *_optional(owner=80),
        *_texts(lease_until=27),
    )


def _of_consumer() -> list[Column[Any]]:
    return [Column(name, String(80), primary_key=True) for name in ("consumer", "topic")]


def _parked(metadata: MetaData, prefix: str) -> Table:
    """Messages that could not be applied, with their reason, and those of the same key that wait
    behind them.
    """
    table = Table(
        f"{prefix}_parked",
        metadata,
        *_of_consumer(),
        Column("position", BigInteger, primary_key=True),
        *_texts(key=64, type=80),
        *_long("reason"),
        Column("waiting", Boolean, nullable=False),
        *_texts(since=27),
        *_long("headers", "value"),
    )
    Index(f"ix_{prefix}_parked_key", table.c.consumer, table.c.topic, table.c.key)
    return table
