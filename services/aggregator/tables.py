"""The columns of the aggregator: facts with the positions they counted between, boards by position,
replica of the catalogue; by generation.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from kernel.tables import install

metadata = MetaData()
kernel = install(metadata, "aggregator")

serving = Table(
    "aggregator_serving",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
)

#: `recordedtime` from a position on, until the next row's.
instants = Table(
    "aggregator_instants",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("recordedtime", String(27), nullable=False),
)
Index(
    "ix_aggregator_instants_time",
    instants.c.generation,
    instants.c.recordedtime,
    instants.c.position,
)

#: A fact, once for each reporter (`lead`: the first one), from a position on (`moved`: where that
#: is not the one that published it).
voices = Table(
    "aggregator_voices",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(36), primary_key=True),
    Column("from_position", BigInteger, primary_key=True, autoincrement=False),
    Column("reporter", String(40), primary_key=True),
    Column("lead", Boolean, nullable=False),
    Column("to_position", BigInteger),
    Column("published", BigInteger, nullable=False),
    Column("moved", BigInteger),
    Column("activity", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("axes", Text, nullable=False),
    Column("fact", Text, nullable=False),
)
SCOPES = {
    "activity": (),
    "year": ("year",),
    "reporter": ("reporter",),
    "both": ("reporter", "year"),
}
for _scope, _columns in SCOPES.items():
    _begin = [voices.c[name] for name in ("generation", "activity", *_columns)]
    Index(f"ix_aggregator_voices_{_scope}", *_begin, voices.c.published, voices.c.submission)
    for _rare in (voices.c.moved, voices.c.to_position):
        _some = _rare.is_not(None)
        Index(
            f"ix_aggregator_voices_{_scope}_{_rare.name}",
            *_begin,
            _rare,
            sqlite_where=_some,
            postgresql_where=_some,
        )

#: A board as it stood at a position; `reporter` empty: of everybody, `year` 0: of all years.
boards = Table(
    "aggregator_boards",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("activity", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("reporter", String(40), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("board", Text, nullable=False),
)

verifications = Table(
    "aggregator_verifications",
    metadata,
    Column("at", String(27), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("equal", Boolean, nullable=False),
    Column("result", Text, nullable=False),
)

editions = Table(
    "aggregator_editions",
    metadata,
    Column("edition", String(40), primary_key=True),
    Column("date", String(10), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("structure", Text, nullable=False),
)
actors = Table(
    "aggregator_actors",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("parent", String(40)),
    Column("memberships", Text, nullable=False),
)

# What the release before counted in; this one neither reads nor writes it, and the next one drops
# it (docs/decisions/0012).
RETIRED = {"retired": True}
Table(
    "aggregator_active",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
    info=RETIRED,
)
_positions = Table(
    "aggregator_positions",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("recordedtime", String(27), nullable=False),
    info=RETIRED,
)
Index(
    "ix_aggregator_positions_time",
    _positions.c.generation,
    _positions.c.recordedtime,
    _positions.c.position,
)
_facts = Table(
    "aggregator_facts",
    metadata,
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
    info=RETIRED,
)
Index(
    "ix_aggregator_facts_activity",
    _facts.c.generation,
    _facts.c.activity,
    _facts.c.published,
    _facts.c.submission,
)
Table(
    "aggregator_cell_keys",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("activity", String(20), primary_key=True),
    Column("who", String(60), primary_key=True),
    Column("axis", String(40), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("cell", String(160), nullable=False),
    info=RETIRED,
)
Table(
    "aggregator_cells",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("cell", String(160), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("counters", Text, nullable=False),
    info=RETIRED,
)
Table(
    "aggregator_pair_keys",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("activity", String(20), primary_key=True),
    Column("axis", String(40), primary_key=True),
    Column("reporter", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("pair", String(160), nullable=False),
    info=RETIRED,
)
Table(
    "aggregator_pairs",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("pair", String(160), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("members", Text, nullable=False),
    info=RETIRED,
)
