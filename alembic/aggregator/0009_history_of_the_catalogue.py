"""the catalogue with its history, by position; the notes of the ledger on it

The copy is filled anew from the log: that alone holds the history.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aggregator_catalogue_editions",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("based_on", sa.String(length=40), nullable=True),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_table(
        "aggregator_catalogue_actors",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("memberships", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_table(
        "aggregator_catalogue_notes",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("catalog_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "position"),
    )
    op.drop_table("aggregator_editions")
    op.drop_table("aggregator_actors")
    _read_the_catalogue_anew()


def _read_the_catalogue_anew() -> None:
    for table in ("aggregator_offsets", "aggregator_parked"):
        of = sa.table(table, sa.column("consumer"), sa.column("topic"))
        op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def downgrade() -> None:
    op.create_table(
        "aggregator_editions",
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("edition"),
    )
    op.create_table(
        "aggregator_actors",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("memberships", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    for name in ("editions", "actors", "notes"):
        op.drop_table(f"aggregator_catalogue_{name}")
    _read_the_catalogue_anew()
