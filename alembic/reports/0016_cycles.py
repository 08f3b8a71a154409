"""Cycles, the steps of each, and what is contributed to them."""

import sqlalchemy as sa
from alembic import op

from kernel.tables import BigId

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports_cycles",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("opens_on", sa.String(10)),
        sa.Column("closes_on", sa.String(10)),
        sa.Column("place", sa.String(300)),
        sa.Column("summit", sa.String(300)),
        sa.Column("items", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("event", sa.String(36), nullable=False),
    )
    op.create_index("ix_reports_cycles_year", "reports_cycles", ["year", "id"])
    op.create_table(
        "reports_cycle_steps",
        sa.Column("n", BigId, primary_key=True, autoincrement=True),
        sa.Column("cycle", sa.String(36), nullable=False),
        sa.Column("at", sa.String(27), nullable=False),
        sa.Column("actor", sa.String(40)),
        sa.Column("key_id", sa.String(40)),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("from_state", sa.String(20)),
        sa.Column("to_state", sa.String(20), nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("event", sa.String(36), nullable=False),
    )
    op.create_index("ix_reports_cycle_steps_cycle", "reports_cycle_steps", ["cycle", "n"])
    op.create_table(
        "reports_contributions",
        sa.Column("cycle", sa.String(36), primary_key=True),
        sa.Column("submission", sa.String(36), primary_key=True),
        sa.Column("made_at", sa.String(27), nullable=False),
    )


def downgrade() -> None:
    for table in ("contributions", "cycle_steps", "cycles"):
        op.drop_table(f"reports_{table}")
