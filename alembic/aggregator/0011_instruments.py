"""The treaties of editions, and facts of later kinds: both are read anew from the log."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("aggregator_offsets", "aggregator_parked"):
        of = sa.table(table, sa.column("consumer"), sa.column("topic"))
        op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def downgrade() -> None:
    pass
