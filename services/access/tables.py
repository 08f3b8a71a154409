"""The columns of access: keys with what only access knows of them, the audit of every change, a
copy of the actors.
"""

from sqlalchemy import Column, Index, MetaData, String, Table

from kernel.tables import BigId, install, key_columns

metadata = MetaData()

keys = Table(
    "access_keys",
    metadata,
    *key_columns(),
    Column("label", String(200), nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("created_by", String(40)),
    Column("last_used_at", String(27)),
    Column("made_from", String(40)),  # the key that it was rotated from
)
Index("ix_access_keys_created", keys.c.created_at, keys.c.key_id)
Index("ix_access_keys_made_from", keys.c.made_from)

kernel = install(metadata, "access", keys=keys)

audit = Table(
    "access_audit",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("at", String(27), nullable=False),
    Column("by_key", String(40)),
    Column("action", String(20), nullable=False),
    Column("key_id", String(40), nullable=False),
)

actors = Table(
    "access_actors",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
)
