"""facts: those of the kinds that have no tallies, with the positions they counted between"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aggregator_facts",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("from_position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("to_position", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("activities", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.Column("axes", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "submission", "from_position"),
    )
    op.create_index(
        "ix_aggregator_facts_kind",
        "aggregator_facts",
        ["generation", "kind", "published", "submission"],
    )


def downgrade() -> None:
    op.drop_table("aggregator_facts")
