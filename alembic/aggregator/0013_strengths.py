"""How the links of editions serve: they are read anew from the log."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    of = sa.table("aggregator_offsets", sa.column("consumer"), sa.column("topic"))
    op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def downgrade() -> None:
    pass
