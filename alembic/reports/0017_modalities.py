"""The modalities of the fund, as the Committee adopts them."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports_modalities",
        sa.Column("version", sa.String(40), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("adopted_on", sa.String(10), nullable=False),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("recorded_at", sa.String(27), nullable=False),
        sa.Column("event", sa.String(36), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("reports_modalities")
