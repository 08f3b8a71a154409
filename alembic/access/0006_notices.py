"""Focal points, notices, and what notices need of actors, submissions and cycles.

The replica of the actors is filled anew from the log: it gets their names and periods.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _focal_points()
    _notices()
    _followed()
    op.add_column("access_actors", sa.Column("names", sa.Text))
    op.add_column("access_actors", sa.Column("periods", sa.Text))
    of = sa.table("access_offsets", sa.column("consumer"), sa.column("topic"))
    op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def _focal_points() -> None:
    op.create_table(
        "access_focal_points",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("role", sa.String(200), nullable=False),
        sa.Column("from_day", sa.String(10), nullable=False),
        sa.Column("to_day", sa.String(10)),
        sa.Column("unsubscribed", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_access_focal_points_actor", "access_focal_points", ["actor", "id"])
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "access_focal_point_history",
        sa.Column("n", number, primary_key=True, autoincrement=True),
        sa.Column("focal_point", sa.String(36), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("by_key", sa.String(40)),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("stood", sa.Text, nullable=False),
    )
    name, table = "ix_access_focal_point_history", "access_focal_point_history"
    op.create_index(name, table, ["focal_point", "n"])


def _notices() -> None:
    op.create_table(
        "access_notices",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("occasion", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("focal_point", sa.String(36), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("next_at", sa.String(27)),
        sa.Column("sent_at", sa.String(27)),
        sa.UniqueConstraint("occasion", "focal_point", name="uq_access_notices_occasion"),
    )
    op.create_index("ix_access_notices_waiting", "access_notices", ["state", "next_at"])
    op.create_table(
        "access_reminders",
        sa.Column("occasion", sa.String(100), primary_key=True),
        sa.Column("at", sa.String(27), nullable=False),
    )
    op.create_table(
        "access_mail",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("lease_until", sa.String(27), nullable=False),
    )


def _followed() -> None:
    op.create_table(
        "access_submissions",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("actors", sa.Text, nullable=False),
    )
    op.create_table(
        "access_cycles",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("closes_on", sa.String(10)),
        sa.Column("opened_on", sa.String(10)),
    )


def downgrade() -> None:
    op.drop_column("access_actors", "periods")
    op.drop_column("access_actors", "names")
    for name in ("cycles", "submissions", "mail", "reminders", "notices"):
        op.drop_table(f"access_{name}")
    op.drop_table("access_focal_point_history")
    op.drop_table("access_focal_points")
