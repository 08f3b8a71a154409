"""The codes that first publications give, and what decides publications one after the other."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports_submissions", sa.Column("code", sa.String(60)))
    op.create_index("ix_reports_submissions_code", "reports_submissions", ["code"], unique=True)
    op.create_table(
        "reports_serials",
        sa.Column("name", sa.String(160), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("reports_serials")
    op.drop_index("ix_reports_submissions_code", "reports_submissions")
    op.drop_column("reports_submissions", "code")
