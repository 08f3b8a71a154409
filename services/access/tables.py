"""The columns of access: keys with what only access knows of them, the audit of every change, a
replica of the actors, focal points, and notices with what they need of submissions and cycles.
"""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

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
    Column("names", Text),  # JSON, by language
    Column("periods", Text),  # JSON [[first day in, first day out]]: when it is there
)

focal_points = Table(
    "access_focal_points",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("actor", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    Column("role", String(200), nullable=False),
    Column("from_day", String(10), nullable=False),
    Column("to_day", String(10)),  # the first day out
    Column("unsubscribed", Text, nullable=False),  # JSON: kinds of notices
    Column("version", Integer, nullable=False),
    Column("created_at", String(27), nullable=False),
)
Index("ix_access_focal_points_actor", focal_points.c.actor, focal_points.c.id)

focal_point_history = Table(
    "access_focal_point_history",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("focal_point", String(36), nullable=False),
    Column("at", String(27), nullable=False),
    Column("by_key", String(40)),
    Column("action", String(20), nullable=False),
    Column("stood", Text, nullable=False),  # JSON: the focal point after the change
)
Index("ix_access_focal_point_history", focal_point_history.c.focal_point, focal_point_history.c.n)

submissions = Table(
    "access_submissions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("actors", Text, nullable=False),  # JSON: the reporter, then those it names beside it
)

cycles = Table(
    "access_cycles",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("type", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("closes_on", String(10)),
    Column("opened_on", String(10)),  # the day of the event that opened it
)

reminders = Table(
    "access_reminders",
    metadata,
    Column("occasion", String(100), primary_key=True),
    Column("at", String(27), nullable=False),
)

notices = Table(
    "access_notices",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("occasion", String(100), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("focal_point", String(36), nullable=False),
    Column("about", Text, nullable=False),  # JSON: ids, states and days, never a text or an address
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", String(40)),
    Column("created_at", String(27), nullable=False),
    Column("next_at", String(27)),  # when it is tried next; None: never again
    Column("sent_at", String(27)),
    UniqueConstraint("occasion", "focal_point", name="uq_access_notices_occasion"),
)
Index("ix_access_notices_waiting", notices.c.state, notices.c.next_at)

#: The lease of the one process that sends mail.
mail = Table(
    "access_mail",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("lease_until", String(27), nullable=False),
)
