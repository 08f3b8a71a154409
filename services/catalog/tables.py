"""The catalogue's tables: entries of every kind, actors, official texts, history, and one row that
says whether anything changed.
"""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from kernel.tables import BigId, install

metadata = MetaData()
kernel = install(metadata, "catalog")

#: One row: `revision` counts every change of what is read, `digest` tells the data files that were
#: loaded last.
state = Table(
    "catalog_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
    Column("digest", String(64), nullable=False),
)

#: Editions, sections, nodes, links, defects, fingerprints; under the edition `*` what belongs to
#: none. `frozen`, `texts`, `filed` are JSON.
entries = Table(
    "catalog_entries",
    metadata,
    Column("edition", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("code", String(100), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("frozen", Text, nullable=False),
    Column("texts", Text, nullable=False),
    Column("filed", Text, nullable=False),
    Column("revision", Integer, nullable=False),
)

actors = Table(
    "catalog_actors",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", Text, nullable=False),
    Column("filed", Text),
    Column("revision", Integer, nullable=False),
)


def _official() -> list[Column[Any]]:
    """The columns of an official text."""
    return [
        Column("edition", String(40), primary_key=True),
        Column("code", String(100), primary_key=True),
        Column("lang", String(2), primary_key=True),
        Column("text", Text, nullable=False),
        Column("line", Integer, nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("status", String(20), nullable=False),
        Column("imported_at", String(27), nullable=False),
    ]


official_texts = Table("catalog_official_texts", metadata, *_official())

#: Official texts that an import has replaced, as they stood until then.
replaced_texts = Table(
    "catalog_replaced_texts",
    metadata,
    *_official(),
    Column("replaced_at", String(27), primary_key=True),
)

#: Proposals that the Committee has adopted, as the events of reports tell them; `content` is JSON.
adoptions = Table(
    "catalog_adoptions",
    metadata,
    Column("proposal", String(36), primary_key=True),
    Column("position", BigInteger, nullable=False),  # of the decision, in the ledger
    Column("revision", Integer, nullable=False),
    Column("reporter", String(40), nullable=False),
    Column("decided_by", String(40), nullable=False),
    Column("decided_at", String(27), nullable=False),
    Column("meeting", String(40)),
    Column("content", Text, nullable=False),
    Column("withheld", Boolean, nullable=False),
)
#: Which edition has taken an adopted proposal in, as which node.
incorporations = Table(
    "catalog_incorporations",
    metadata,
    Column("proposal", String(36), primary_key=True),
    Column("edition", String(40), nullable=False),
    Column("node", String(100), nullable=False),
    Column("at", String(27), nullable=False),
)

#: Every change since the first load; `before` and `after` are JSON, `actor` whose key it was (null:
#: the data files or the command line).
history = Table(
    "catalog_history",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("at", String(27), nullable=False),
    Column("edition", String(40)),
    Column("kind", String(20), nullable=False),
    Column("code", String(100), nullable=False),
    Column("change", String(20), nullable=False),
    Column("field", String(40)),
    Column("lang", String(2)),
    Column("before", Text),
    Column("after", Text),
    Column("actor", String(40)),
)
Index("ix_catalog_history_edition", history.c.edition, history.c.n)
