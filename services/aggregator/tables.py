"""The columns of the aggregator: facts, cells and pairs by position and generation, and copies of the catalogue."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from kernel.tables import install

metadata = MetaData()
kernel = install(metadata, "aggregator")

active = Table("aggregator_active", metadata, Column("id", Integer, primary_key=True), Column("generation", Integer, nullable=False))

positions = Table(
    "aggregator_positions", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("recordedtime", String(27), nullable=False),
)
Index("ix_aggregator_positions_time", positions.c.generation, positions.c.recordedtime, positions.c.position)

facts = Table(
    "aggregator_facts", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(36), primary_key=True),
    Column("from_position", BigInteger, primary_key=True, autoincrement=False),
    Column("to_position", BigInteger),
    Column("published", BigInteger, nullable=False),
    Column("activity", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("axes", Text, nullable=False),
    Column("fact", Text, nullable=False),
)
Index("ix_aggregator_facts_activity", facts.c.generation, facts.c.activity, facts.c.published, facts.c.submission)

cell_keys = Table(
    "aggregator_cell_keys", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("activity", String(20), primary_key=True),
    Column("who", String(60), primary_key=True),
    Column("axis", String(40), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("cell", String(160), nullable=False),
)
cells = Table(
    "aggregator_cells", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("cell", String(160), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("counters", Text, nullable=False),
)
pair_keys = Table(
    "aggregator_pair_keys", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("activity", String(20), primary_key=True),
    Column("axis", String(40), primary_key=True),
    Column("reporter", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("pair", String(160), nullable=False),
)
pairs = Table(
    "aggregator_pairs", metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("pair", String(160), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("members", Text, nullable=False),
)

verifications = Table(
    "aggregator_verifications", metadata,
    Column("at", String(27), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("equal", Boolean, nullable=False),
    Column("result", Text, nullable=False),
)

editions = Table(
    "aggregator_editions", metadata,
    Column("edition", String(40), primary_key=True),
    Column("date", String(10), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("structure", Text, nullable=False),
)
actors = Table(
    "aggregator_actors", metadata,
    Column("code", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("parent", String(40)),
    Column("memberships", Text, nullable=False),
)
