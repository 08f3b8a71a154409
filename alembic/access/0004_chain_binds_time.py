"""Version 2 of the hash chain: every hash is computed anew and binds its row's time.

Nothing is released, so no copy of the old hashes has to hold. Digests, ids and times stay.
"""

from alembic import op

from kernel.db.migrating import relink

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    relink(op.get_bind(), "access")


def downgrade() -> None:
    relink(op.get_bind(), "access", timed=False)
