"""Proposals that the Committee has adopted, and which edition has taken each in."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalog_adoptions",
        sa.Column("proposal", sa.String(36), primary_key=True),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("reporter", sa.String(40), nullable=False),
        sa.Column("decided_by", sa.String(40), nullable=False),
        sa.Column("decided_at", sa.String(27), nullable=False),
        sa.Column("meeting", sa.String(40)),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("withheld", sa.Boolean, nullable=False),
    )
    op.create_table(
        "catalog_incorporations",
        sa.Column("proposal", sa.String(36), primary_key=True),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("node", sa.String(100), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("catalog_incorporations")
    op.drop_table("catalog_adoptions")
