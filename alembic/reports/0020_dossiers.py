"""The dossiers of closed cycles, and the texts that stand in them. Cycles that were closed before
get theirs from the worker.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports_dossiers",
        sa.Column("cycle", sa.String(36), primary_key=True),
        sa.Column("lang", sa.String(2), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("noted", sa.BigInteger, nullable=False),
        sa.Column("json_sha256", sa.String(64), nullable=False),
        sa.Column("pdf_sha256", sa.String(64), nullable=False),
        sa.Column("json", sa.LargeBinary),
        sa.Column("pdf", sa.LargeBinary),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("event", sa.String(36), nullable=False),
    )
    op.create_table(
        "reports_dossier_sources",
        sa.Column("cycle", sa.String(36), primary_key=True),
        sa.Column("subject", sa.String(36), primary_key=True),
        sa.Column("event", sa.String(36)),
        sa.Column("hidden", sa.Boolean),
    )
    for column in ("subject", "event"):
        name = f"ix_reports_dossier_sources_{column}"
        op.create_index(name, "reports_dossier_sources", [column])


def downgrade() -> None:
    op.drop_table("reports_dossier_sources")
    op.drop_table("reports_dossiers")
