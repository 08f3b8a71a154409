"""voices and boards: facts by reporter, sums at some positions; filled from the log by the worker,
the tables before them stay one release
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SCOPES = {"activity": [], "year": ["year"], "reporter": ["reporter"], "both": ["reporter", "year"]}


def upgrade() -> None:
    op.create_table(
        "aggregator_serving",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "aggregator_instants",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recordedtime", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("generation", "position"),
    )
    op.create_index(
        "ix_aggregator_instants_time",
        "aggregator_instants",
        ["generation", "recordedtime", "position"],
    )
    op.create_table(
        "aggregator_boards",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reporter", sa.String(length=40), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("board", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "activity", "year", "reporter", "position"),
    )
    op.create_table(
        "aggregator_voices",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("from_position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reporter", sa.String(length=40), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("to_position", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("moved", sa.BigInteger(), nullable=True),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("axes", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "submission", "from_position", "reporter"),
    )
    for scope, columns in SCOPES.items():
        begin = ["generation", "activity", *columns]
        op.create_index(
            f"ix_aggregator_voices_{scope}",
            "aggregator_voices",
            [*begin, "published", "submission"],
        )
        for rare in ("moved", "to_position"):
            some = sa.text(f"{rare} IS NOT NULL")
            op.create_index(
                f"ix_aggregator_voices_{scope}_{rare}",
                "aggregator_voices",
                [*begin, rare],
                sqlite_where=some,
                postgresql_where=some,
            )


def downgrade() -> None:
    for table in ("voices", "boards", "instants", "serving"):
        op.drop_table(f"aggregator_{table}")
