"""Statements: what actors say in public beside a submission or a cycle."""

import sqlalchemy as sa
from alembic import op

from kernel.tables import BigId

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports_statements",
        sa.Column("n", BigId, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        sa.Column("subject", sa.String(36), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("status", sa.String(20)),
        sa.Column("addressees", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("salt", sa.String(64)),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed_at", sa.String(27), nullable=False),
    )
    op.create_index("ix_reports_statements_subject", "reports_statements", ["subject", "n"])


def downgrade() -> None:
    op.drop_table("reports_statements")
