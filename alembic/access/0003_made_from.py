"""The key that a key was rotated from, so that a revocation reaches its successors."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("access_keys", sa.Column("made_from", sa.String(40)))
    op.create_index("ix_access_keys_made_from", "access_keys", ["made_from"])


def downgrade() -> None:
    op.drop_index("ix_access_keys_made_from", "access_keys")
    op.drop_column("access_keys", "made_from")
