"""the replica of the catalogue: how editions follow one another, when actors exist

The replica is filled anew from the log, and the ledger notes how far it has come.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NEW = {
    "reports_editions": (
        ("position", sa.BigInteger()),
        ("based_on", sa.String(length=40)),
        ("objectives", sa.Text()),
        ("replaces", sa.Text()),
    ),
    "reports_actors": (
        ("valid_from", sa.String(length=10)),
        ("valid_to", sa.String(length=10)),
    ),
}


def upgrade() -> None:
    for table, columns in NEW.items():
        for name, type_ in columns:
            op.add_column(table, sa.Column(name, type_, nullable=True))
    _read_the_catalogue_anew()


def _read_the_catalogue_anew() -> None:
    for table in ("reports_offsets", "reports_parked"):
        of = sa.table(table, sa.column("consumer"), sa.column("topic"))
        op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def downgrade() -> None:
    for table, columns in NEW.items():
        for name, _ in columns:
            op.drop_column(table, name)
