"""fact_versions, position_times, active_generation and snapshots: the tables of the projection by
the terms of the field, with their rows; activity codes of up to 60 characters; what 0001 counted in
goes
"""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = {
    "serving": "active_generation",
    "instants": "position_times",
    "voices": "fact_versions",
    "boards": "snapshots",
}
SCOPES = {"activity": [], "year": ["year"], "reporter": ["reporter"], "both": ["reporter", "year"]}
RARE = ("moved", "to_position")
RETIRED = ("pairs", "pair_keys", "cells", "cell_keys", "facts", "positions", "active")


def upgrade() -> None:
    for table in RETIRED:
        op.drop_table(f"aggregator_{table}")
    with _renamed_indexes(list(TABLES), list(TABLES.values())):
        for before, after in TABLES.items():
            op.rename_table(f"aggregator_{before}", f"aggregator_{after}")
        _rename_column("aggregator_snapshots", "board", "tally")
        for table in ("fact_versions", "snapshots"):
            _resize(f"aggregator_{table}", 20, 60)
    _rename_consumers("indicators:boards:", "indicators:tallies:")


def downgrade() -> None:
    _rename_consumers("indicators:tallies:", "indicators:boards:")
    with _renamed_indexes(list(TABLES.values()), list(TABLES)):
        for table in ("fact_versions", "snapshots"):
            _resize(f"aggregator_{table}", 60, 20)
        _rename_column("aggregator_snapshots", "tally", "board")
        for before, after in TABLES.items():
            op.rename_table(f"aggregator_{after}", f"aggregator_{before}")
    _create_retired()


def _rename_column(table: str, before: str, after: str) -> None:
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")


def _resize(table: str, before: int, after: int) -> None:
    with op.batch_alter_table(table) as batch:
        batch.alter_column(
            "activity",
            type_=sa.String(length=after),
            existing_type=sa.String(length=before),
            existing_nullable=False,
        )


def _rename_consumers(before: str, after: str) -> None:
    for table in ("offsets", "parked"):
        change = f"consumer = replace(consumer, '{before}', '{after}')"
        op.execute(f"UPDATE aggregator_{table} SET {change}")  # noqa: S608 - our own names


def _indexes(tables):
    """(name, table, columns, the column that is seldom set) of every index; `tables`: their names
    in the order of TABLES.
    """
    _, times, versions, _ = tables
    yield f"ix_aggregator_{times}_time", times, ["generation", "recordedtime", "position"], None
    for scope, columns in SCOPES.items():
        begin = ["generation", "activity", *columns]
        name = f"ix_aggregator_{versions}_{scope}"
        yield name, versions, [*begin, "published", "submission"], None
        for rare in RARE:
            yield f"{name}_{rare}", versions, [*begin, rare], rare


@contextmanager
def _renamed_indexes(before, after):
    """PostgreSQL renames an index; SQLite makes it anew, after the tables have their new form."""
    pairs = list(zip(_indexes(before), _indexes(after), strict=True))
    if op.get_bind().dialect.name == "postgresql":
        yield
        for old, new in zip(before, after, strict=True):
            op.execute(f"ALTER INDEX aggregator_{old}_pkey RENAME TO aggregator_{new}_pkey")
        for (old, *_), (new, *_) in pairs:
            op.execute(f"ALTER INDEX {old} RENAME TO {new}")
        return
    for (name, table, *_), _ in pairs:
        op.drop_index(name, f"aggregator_{table}")
    yield
    for _, (name, table, columns, rare) in pairs:
        some = None if rare is None else sa.text(f"{rare} IS NOT NULL")
        op.create_index(name, f"aggregator_{table}", columns, sqlite_where=some)


def _create_retired() -> None:
    """The tables of the first revision, empty: nothing reads them."""
    generation = ("generation", sa.Integer())
    position = ("position", sa.BigInteger())
    _create("active", [("id", sa.Integer())], [("generation", sa.Integer())])
    _create("positions", [generation, position], [("recordedtime", sa.String(27))])
    op.create_index(
        "ix_aggregator_positions_time",
        "aggregator_positions",
        ["generation", "recordedtime", "position"],
    )
    _create(
        "facts",
        [generation, ("submission", sa.String(36)), ("from_position", sa.BigInteger())],
        [
            ("to_position", sa.BigInteger()),
            ("published", sa.BigInteger()),
            ("activity", sa.String(20)),
            ("year", sa.Integer()),
            *((name, sa.Text()) for name in ("who", "axes", "fact")),
        ],
    )
    op.create_index(
        "ix_aggregator_facts_activity",
        "aggregator_facts",
        ["generation", "activity", "published", "submission"],
    )
    activity, axis, year = (
        ("activity", sa.String(20)),
        ("axis", sa.String(40)),
        ("year", sa.Integer()),
    )
    who = [("reporter", sa.String(40)), ("kind", sa.String(20))]
    _create(
        "cell_keys", [generation, activity, ("who", sa.String(60)), axis, year], [_name("cell")]
    )
    _create("cells", [generation, _name("cell"), position], [("counters", sa.Text())])
    _create("pair_keys", [generation, activity, axis, *who, year], [_name("pair")])
    _create("pairs", [generation, _name("pair"), position], [("members", sa.Text())])


def _name(column: str):
    return column, sa.String(160)


def _create(table: str, key, columns) -> None:
    op.create_table(
        f"aggregator_{table}",
        *(sa.Column(name, type_, nullable=False, autoincrement=False) for name, type_ in key),
        *(sa.Column(name, type_, nullable=name == "to_position") for name, type_ in columns),
        sa.PrimaryKeyConstraint(*(name for name, _ in key)),
    )
