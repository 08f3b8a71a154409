"""Official texts that an import has replaced: what a past moment has."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalog_replaced_texts",
        sa.Column("edition", sa.String(40), primary_key=True),
        sa.Column("code", sa.String(100), primary_key=True),
        sa.Column("lang", sa.String(2), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("imported_at", sa.String(27), nullable=False),
        sa.Column("replaced_at", sa.String(27), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("catalog_replaced_texts")
