"""No fact and no sum holds a count of 1 to 4 persons any more, and empty cells are counted too.

Sums cannot be taken apart: where a fact held such a cell, everything is folded anew from the log,
which is read by an upcaster.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FOLDED = ("fact_versions", "facts", "snapshots", "position_times", "parked")
BENEFICIARIES = 11  # the place of (sex, age group, persons) … in a stored fact
COUNTED_ANEW = range(5)


def upgrade() -> None:
    if not _held():
        return
    for table in FOLDED:
        of_reports = " WHERE consumer LIKE 'indicators:%'" if table == "parked" else ""
        op.execute(f"DELETE FROM aggregator_{table}{of_reports}")  # noqa: S608 - our own names
    begin = "next_offset = 0, position = 0, recordedtime = NULL, seen_at = NULL"
    op.execute(f"UPDATE aggregator_offsets SET {begin} WHERE consumer LIKE 'indicators:%'")  # noqa: S608


def downgrade() -> None:
    """The numbers are gone; a small cell stays one."""


def _held() -> bool:
    versions = sa.table("aggregator_fact_versions", sa.column("fact"), sa.column("lead"))
    facts = op.get_bind().execute(sa.select(versions.c.fact).where(versions.c.lead == sa.true()))
    return any(
        count in COUNTED_ANEW
        for (text,) in facts
        for _, _, count in json.loads(text)[BENEFICIARIES]
    )
