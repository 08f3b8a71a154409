"""The tables every service has: outbox, relay head, kept answers, consumer offsets, parked
messages, copy of the keys.

Each carries the service's prefix, so that services may share one database. Times are RFC 3339 text
of fixed width.
"""

from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

BigId = BigInteger().with_variant(Integer, "sqlite")


#: What a service must know of a key to check it by itself.
def key_columns() -> list[Column[object]]:
    return [
        Column("key_id", String(40), primary_key=True),
        Column("hash", String(64), nullable=False),
        Column("actor", String(40)),
        Column("scopes", Text, nullable=False),
        Column("networks", Text, nullable=False),
        Column("expires_at", String(27)),
        Column("revoked_at", String(27)),
        Column("line", String(40)),  # the first key of its line of rotations; NULL: itself
    ]


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
    table = Table(
        f"{prefix}_outbox",
        metadata,
        Column("n", BigId, primary_key=True, autoincrement=True),
        Column("id", String(36), nullable=False, unique=True),
        Column("aggregatetype", String(40), nullable=False),
        Column("aggregateid", String(64), nullable=False),
        Column("type", String(80), nullable=False),
        Column("typeversion", Integer, nullable=False),
        Column("payload", Text, nullable=False),
        Column("revision", Integer),
        Column("salt", String(32), nullable=False),
        Column("time", String(27), nullable=False),
        Column("traceparent", String(64)),
        Column("seq", BigInteger),
        Column("recordedtime", String(27)),
        Column("digest", String(64)),
        Column("hash", String(64)),
        Column("previous_hash", String(64)),
    )
    Index(f"ix_{prefix}_outbox_seq", table.c.seq, unique=True)
    Index(
        f"ix_{prefix}_outbox_waiting",
        table.c.n,
        sqlite_where=table.c.seq.is_(None),
        postgresql_where=table.c.seq.is_(None),
    )
    Index(f"ix_{prefix}_outbox_aggregate", table.c.aggregateid, table.c.n)
    return table


def _relay(metadata: MetaData, prefix: str) -> Table:
    """One row: who relays (epoch, lease) and how far (assigned, published, head of the chain)."""
    return Table(
        f"{prefix}_relay",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("epoch", BigInteger, nullable=False),
        Column("owner", String(80)),
        Column("lease_until", String(27), nullable=False),
        Column("assigned", BigInteger, nullable=False),
        Column("published", BigInteger, nullable=False),
        Column("head", String(64), nullable=False),
        Column("recordedtime", String(27), nullable=False),
    )


def _idempotency(metadata: MetaData, prefix: str) -> Table:
    """The stored answers of writes with an Idempotency-Key, written with the change itself."""
    return Table(
        f"{prefix}_idempotency",
        metadata,
        Column("scope", String(400), primary_key=True),
        Column("key", String(255), primary_key=True),
        Column("request_hash", String(64), nullable=False),
        Column("status", Integer, nullable=False),
        Column("headers", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("created_at", String(27), nullable=False, index=True),
    )


def _offsets(metadata: MetaData, prefix: str) -> Table:
    """How far each consumer of a topic and partition is, and who owns it."""
    return Table(
        f"{prefix}_offsets",
        metadata,
        Column("consumer", String(80), primary_key=True),
        Column("topic", String(80), primary_key=True),
        Column("part", Integer, primary_key=True),
        Column("next_offset", BigInteger, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("recordedtime", String(27)),
        Column("seen_at", String(27)),
        Column("epoch", BigInteger, nullable=False),
        Column("owner", String(80)),
        Column("lease_until", String(27), nullable=False),
    )


def _parked(metadata: MetaData, prefix: str) -> Table:
    """Messages that could not be applied, with their reason, and those of the same key that wait
    behind them.
    """
    table = Table(
        f"{prefix}_parked",
        metadata,
        Column("consumer", String(80), primary_key=True),
        Column("topic", String(80), primary_key=True),
        Column("position", BigInteger, primary_key=True),
        Column("key", String(64), nullable=False),
        Column("type", String(80), nullable=False),
        Column("reason", Text, nullable=False),
        Column("waiting", Boolean, nullable=False),
        Column("since", String(27), nullable=False),
        Column("headers", Text, nullable=False),
        Column("value", Text, nullable=False),
    )
    Index(f"ix_{prefix}_parked_key", table.c.consumer, table.c.topic, table.c.key)
    return table
