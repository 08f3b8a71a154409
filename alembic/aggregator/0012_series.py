"""The series of statistics.

The facts of before do not hold them: where there is one, everything is folded anew from the log.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FOLDED = (
    *("fact_versions", "facts", "snapshots", "position_times", "withholdings"),
    *("catalogue_notes", "parked"),
)
STATISTIC = "SELECT 1 FROM aggregator_facts WHERE kind = 'statistic' LIMIT 1"


def upgrade() -> None:
    op.create_table(
        "aggregator_series",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("ref_area", sa.String(length=3), nullable=False),
        sa.Column("counterpart_area", sa.String(length=3), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=2), nullable=False),
        sa.Column("age", sa.String(length=10), nullable=False),
        sa.Column("observations", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "published", "number"),
    )
    op.create_index(
        "ix_aggregator_series_key",
        "aggregator_series",
        ["generation", "ref_area", "measure", "counterpart_area"],
    )
    if op.get_bind().scalar(sa.text(STATISTIC)) is not None:
        _fold_anew()


def _fold_anew() -> None:
    for table in FOLDED:
        of_reports = " WHERE consumer LIKE 'indicators:%'" if table == "parked" else ""
        op.execute(f"DELETE FROM aggregator_{table}{of_reports}")  # noqa: S608 - our own names
    begin = "next_offset = 0, position = 0, recordedtime = NULL, seen_at = NULL"
    op.execute(f"UPDATE aggregator_offsets SET {begin} WHERE consumer LIKE 'indicators:%'")  # noqa: S608


def downgrade() -> None:
    op.drop_table("aggregator_series")
