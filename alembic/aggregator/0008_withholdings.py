"""Which submissions are withheld: evidence of the past says so of them.

What ended until now does not say why: where something did, everything is folded anew from the log.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FOLDED = ("fact_versions", "facts", "snapshots", "position_times", "parked")


def upgrade() -> None:
    op.create_table(
        "aggregator_withholdings",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "submission", "position"),
    )
    if not any(map(_ended, ("fact_versions", "facts"))):
        return
    for table in FOLDED:
        of_reports = " WHERE consumer LIKE 'indicators:%'" if table == "parked" else ""
        op.execute(f"DELETE FROM aggregator_{table}{of_reports}")  # noqa: S608 - our own names
    begin = "next_offset = 0, position = 0, recordedtime = NULL, seen_at = NULL"
    op.execute(f"UPDATE aggregator_offsets SET {begin} WHERE consumer LIKE 'indicators:%'")  # noqa: S608


def downgrade() -> None:
    op.drop_table("aggregator_withholdings")


def _ended(table: str) -> bool:
    ended = f"SELECT 1 FROM aggregator_{table} WHERE to_position IS NOT NULL LIMIT 1"  # noqa: S608
    return op.get_bind().scalar(sa.text(ended)) is not None
