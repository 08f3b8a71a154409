"""The other nodes of an edition, in the replica of the catalogue: filled anew from the log."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports_editions", sa.Column("nodes", sa.Text))
    of = sa.table("reports_offsets", sa.column("consumer"), sa.column("topic"))
    op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def downgrade() -> None:
    op.drop_column("reports_editions", "nodes")
