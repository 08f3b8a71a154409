"""The region of states and the day on which treaties entered into force, in the replica of the
catalogue: it is filled anew from the log.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports_actors", sa.Column("region", sa.String(40)))
    editions = sa.table("reports_editions", sa.column("instruments"))
    op.execute(editions.update().values(instruments=None))
    of = sa.table("reports_offsets", sa.column("consumer"), sa.column("topic"))
    op.execute(of.delete().where(of.c.consumer == "catalog", of.c.topic == "catalog.v1"))


def downgrade() -> None:
    op.drop_column("reports_actors", "region")
