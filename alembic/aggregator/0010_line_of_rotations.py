"""The first key of the line of rotations that a key belongs to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("aggregator_keys", sa.Column("line", sa.String(40)))


def downgrade() -> None:
    op.drop_column("aggregator_keys", "line")
