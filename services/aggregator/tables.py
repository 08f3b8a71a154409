"""The columns of the aggregator: facts with the positions they counted between, and tallies by
position, by generation; the replica of the catalogue.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, Text

from kernel.tables import install

metadata = MetaData()
kernel = install(metadata, "aggregator")

active_generation = Table(
    "aggregator_active_generation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("generation", Integer, nullable=False),
)

#: `recordedtime` from a position on, until the next row's.
position_times = Table(
    "aggregator_position_times",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("recordedtime", String(27), nullable=False),
)
Index(
    "ix_aggregator_position_times_time",
    position_times.c.generation,
    position_times.c.recordedtime,
    position_times.c.position,
)

#: A fact of `implementation`, once for each reporter (`lead`: the first one), from a position on
#: (`moved`: where that is not the one that published it).
fact_versions = Table(
    "aggregator_fact_versions",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(36), primary_key=True),
    Column("from_position", BigInteger, primary_key=True, autoincrement=False),
    Column("reporter", String(40), primary_key=True),
    Column("lead", Boolean, nullable=False),
    Column("to_position", BigInteger),
    Column("published", BigInteger, nullable=False),
    Column("moved", BigInteger),
    Column("activity", String(60), nullable=False),
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
    _begin = [fact_versions.c[name] for name in ("generation", "activity", *_columns)]
    Index(
        f"ix_aggregator_fact_versions_{_scope}",
        *_begin,
        fact_versions.c.published,
        fact_versions.c.submission,
    )
    for _rare in (fact_versions.c.moved, fact_versions.c.to_position):
        _some = _rare.is_not(None)
        Index(
            f"ix_aggregator_fact_versions_{_scope}_{_rare.name}",
            *_begin,
            _rare,
            sqlite_where=_some,
            postgresql_where=_some,
        )

#: A fact of a kind without tallies, from a position on; `who`, `axes`, `activities`, `objectives`
#: are codes between bars.
facts = Table(
    "aggregator_facts",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(36), primary_key=True),
    Column("from_position", BigInteger, primary_key=True, autoincrement=False),
    Column("to_position", BigInteger),
    Column("kind", String(40), nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("year", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("activities", Text, nullable=False),
    Column("objectives", Text, nullable=False),
    Column("axes", Text, nullable=False),
    Column("fact", Text, nullable=False),
)
Index(
    "ix_aggregator_facts_kind",
    facts.c.generation,
    facts.c.kind,
    facts.c.published,
    facts.c.submission,
)

#: A series of a statistic as a position published it; `own`: a state's, of itself.
series = Table(
    "aggregator_series",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("published", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(36), nullable=False),
    Column("own", Boolean, nullable=False),
    Column("ref_area", String(3), nullable=False),
    Column("counterpart_area", String(3), nullable=False),
    Column("measure", String(40), nullable=False),
    Column("sex", String(2), nullable=False),
    Column("age", String(10), nullable=False),
    Column("observations", Text, nullable=False),
)
Index(
    "ix_aggregator_series_key",
    *(series.c[name] for name in ("generation", "ref_area", "measure", "counterpart_area")),
)

#: From which positions on a submission was withheld, and released: the last row says how it is.
withholdings = Table(
    "aggregator_withholdings",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("submission", String(36), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("withheld", Boolean, nullable=False),
)

#: A tally as it stood at a position; `reporter` empty: of everybody, `year` 0: of all years.
snapshots = Table(
    "aggregator_snapshots",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("activity", String(60), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("reporter", String(40), primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("tally", Text, nullable=False),
)

verifications = Table(
    "aggregator_verifications",
    metadata,
    Column("at", String(27), primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("equal", Boolean, nullable=False),
    Column("result", Text, nullable=False),
)

#: Every edition and every record of an actor, by the position of the catalogue that told it.
editions = Table(
    "aggregator_catalogue_editions",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("edition", String(40), nullable=False),
    Column("date", String(10), nullable=False),
    Column("current", Boolean, nullable=False),
    Column("based_on", String(40)),
    Column("structure", Text, nullable=False),
)
actors = Table(
    "aggregator_catalogue_actors",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("code", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("parent", String(40)),
    Column("memberships", Text, nullable=False),
)

#: From a position of the ledger on, the catalogue is in force up to a position of its own.
catalogue_notes = Table(
    "aggregator_catalogue_notes",
    metadata,
    Column("generation", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("catalog_position", BigInteger, nullable=False),
)
