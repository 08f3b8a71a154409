"""Entries of the ledger are found by their hash, and by the digest of their event.

Hashes lie anywhere: in an index of them alone each new entry would touch a page of its own. These
begin with the part of the ledger that an entry stands in, so that new ones share a few pages.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("hash", "digest"):
        given = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_reports_outbox_part_{name}",
            "reports_outbox",
            [sa.text("(seq / 4096)"), name],
            sqlite_where=given,
            postgresql_where=given,
        )


def downgrade() -> None:
    for name in ("digest", "hash"):
        op.drop_index(f"ix_reports_outbox_part_{name}", "reports_outbox")
