"""one index of terms in place of a column for each filter: lists filter every kind of submission by
it, and similar submissions are found by it

The rows come from the columns, which held what the payloads of the newest and of the public text
say.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

submissions = sa.table(
    "reports_submissions",
    sa.column("id", sa.String),
    sa.column("kind", sa.String),
    sa.column("reporter", sa.String),
    sa.column("activity", sa.String),
    sa.column("year", sa.Integer),
    sa.column("public_activity", sa.String),
    sa.column("public_year", sa.Integer),
)
terms = sa.table(
    "reports_index",
    sa.column("submission", sa.String),
    sa.column("side", sa.String),
    sa.column("name", sa.String),
    sa.column("value", sa.String),
)
# column: (side, name) of the term it held
COLUMNS = {
    "activity": ("newest", "activity"),
    "year": ("newest", "year"),
    "public_activity": ("public", "activity"),
    "public_year": ("public", "year"),
}


def upgrade() -> None:
    op.create_table(
        "reports_index",
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("side", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("submission", "side", "name", "value"),
    )
    for column, (side, name) in COLUMNS.items():
        held = submissions.c[column]
        _fill(side, name, sa.cast(held, sa.String), held.is_not(None))
    _fill("newest", "similar", _similar(), _similar().is_not(None))
    op.create_index(
        "ix_reports_index_value", "reports_index", ["name", "value", "side", "submission"]
    )
    op.drop_index("ix_reports_submissions_alike", "reports_submissions")
    with op.batch_alter_table("reports_submissions") as batch:
        for column in COLUMNS:
            batch.drop_column(column)


def _similar() -> sa.ColumnElement[str]:
    """kind/reporter/activity/year, NULL where one is missing."""
    s = submissions.c
    return s.kind + "/" + s.reporter + "/" + s.activity + "/" + sa.cast(s.year, sa.String)


def _fill(
    side: str, name: str, value: sa.ColumnElement[str], where: sa.ColumnElement[bool]
) -> None:
    rows = sa.select(submissions.c.id, sa.literal(side), sa.literal(name), value).where(where)
    op.execute(terms.insert().from_select(["submission", "side", "name", "value"], rows))


def downgrade() -> None:
    with op.batch_alter_table("reports_submissions") as batch:
        batch.add_column(sa.Column("activity", sa.String(length=20)))
        batch.add_column(sa.Column("year", sa.Integer()))
        batch.add_column(sa.Column("public_activity", sa.String(length=20)))
        batch.add_column(sa.Column("public_year", sa.Integer()))
    for column, (side, name) in COLUMNS.items():
        op.execute(submissions.update().values({column: _held(column, side, name)}))
    op.create_index(
        "ix_reports_submissions_alike",
        "reports_submissions",
        ["reporter", "activity", "year", "id"],
    )
    op.drop_table("reports_index")


def _held(column: str, side: str, name: str) -> sa.ScalarSelect[object]:
    """The term that the column held; of several the first."""
    of_this = (terms.c.submission == submissions.c.id, terms.c.side == side, terms.c.name == name)
    value = sa.cast(sa.func.min(terms.c.value), submissions.c[column].type)
    return sa.select(value).where(*of_this).scalar_subquery()
