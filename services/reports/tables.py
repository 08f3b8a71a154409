"""The columns of reports: submissions, what lists find them by, their texts, revisions,
confirmations, history, comments, statements, cycles, imports, and the replica of the catalogue.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from kernel.tables import BigId, install

metadata = MetaData()
kernel = install(metadata, "reports")
#: Entries of the ledger are looked for by what somebody was given of them, in each part of it:
#: hashes lie anywhere, and so new ones lie on a few pages of their index.
PART_OF_LEDGER, ENTRIES_OF_PART = "(seq / 4096)", 4096
for _given in (kernel.outbox.c.hash, kernel.outbox.c.digest):
    Index(
        f"ix_reports_outbox_part_{_given.name}",
        text(PART_OF_LEDGER),
        _given,
        sqlite_where=_given.is_not(None),
        postgresql_where=_given.is_not(None),
    )

submissions = Table(
    "reports_submissions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("reporter", String(40), nullable=False),
    Column("edition", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("text", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("updated_at", String(27), nullable=False),
    Column("public_revision", Integer),
    Column("public_text", Integer),
    Column("published_at", String(27)),
    Column("begun", Integer, nullable=False),
    Column("withheld_from", String(20)),
    Column("code", String(60)),  # given by the first publication, to kinds that have codes
    Column("submitted", Boolean),
    # what the public saw change: how often, and when last
    Column("public_version", Integer),
    Column("public_updated_at", String(27)),
    # the keys that wrote the text of this revision: JSON, for this service alone
    Column("authors", Text),
    Column("decision", Text),  # the last one of the Committee
    # what lists search, of the newest and of the public text
    Column("search", Text, nullable=False),
    Column("public_search", Text),
)
Index("ix_reports_submissions_recent", submissions.c.updated_at, submissions.c.id)
Index("ix_reports_submissions_public", submissions.c.public_updated_at, submissions.c.id)
Index(
    "ix_reports_submissions_reporter",
    submissions.c.reporter,
    submissions.c.updated_at,
    submissions.c.id,
)
Index(
    "ix_reports_submissions_state", submissions.c.state, submissions.c.updated_at, submissions.c.id
)

Index("ix_reports_submissions_code", submissions.c.code, unique=True)

#: Publications of one serial are decided one after the other: each counts its version up.
serials = Table(
    "reports_serials",
    metadata,
    Column("name", String(160), primary_key=True),
    Column("version", Integer, nullable=False),
)

terms = Table(
    "reports_index",
    metadata,
    Column("submission", String(36), primary_key=True),
    Column("side", String(6), primary_key=True),  # newest, public
    Column("name", String(20), primary_key=True),
    Column("value", String(160), primary_key=True),
)
Index("ix_reports_index_value", terms.c.name, terms.c.value, terms.c.side, terms.c.submission)

texts = Table(
    "reports_texts",
    metadata,
    Column("submission", String(36), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("payload", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("joint", Text, nullable=False),
    Column("saved_at", String(27), nullable=False),
)

revisions = Table(
    "reports_revisions",
    metadata,
    Column("submission", String(36), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("text", Integer, nullable=False),
    Column("begun_at", String(27), nullable=False),
    Column("published_at", String(27)),
    Column("published_event", String(36)),
    Column("discarded_at", String(27)),
)

confirmations = Table(
    "reports_confirmations",
    metadata,
    Column("submission", String(36), primary_key=True),
    Column("actor", String(40), primary_key=True),
    Column("text", Integer, primary_key=True, autoincrement=False),
    Column("confirmed_at", String(27), nullable=False),
)

parties = Table(
    "reports_parties",
    metadata,
    Column("actor", String(40), primary_key=True),
    Column("submission", String(36), primary_key=True),
    Column("named", Boolean, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("public_confirmed", Boolean, nullable=False),
    Column("public_named", Boolean),
)
Index("ix_reports_parties_submission", parties.c.submission)

history = Table(
    "reports_history",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("submission", String(36), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(40)),
    Column("key_id", String(40)),
    Column("action", String(40), nullable=False),
    Column("from_state", String(20)),
    Column("to_state", String(20), nullable=False),
    Column("comment", Text),
    Column("event", String(36)),
    Column("own_report", Boolean),  # taken by a key that wrote the text; NULL: no
)
Index("ix_reports_history_submission", history.c.submission, history.c.n)

comments = Table(
    "reports_comments",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("submission", String(36), nullable=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(40)),
    Column("text", Text, nullable=False),
)
Index("ix_reports_comments_submission", comments.c.submission, comments.c.n)

#: What actors say in public beside a submission or a cycle; what is withdrawn keeps no text.
statements = Table(
    "reports_statements",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("subject", String(36), nullable=False),
    Column("role", String(20), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("status", String(20)),
    Column("addressees", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("text", Text),
    Column("salt", String(64)),
    Column("digest", String(64), nullable=False),
    Column("made_at", String(27), nullable=False),
    Column("state", String(20), nullable=False),
    Column("changed_at", String(27), nullable=False),
)
Index("ix_reports_statements_subject", statements.c.subject, statements.c.n)

#: The occasions of the program; `event`: of the last write, whose position is the cycle's.
cycles = Table(
    "reports_cycles",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("type", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", String(300), nullable=False),
    Column("state", String(20), nullable=False),
    Column("opens_on", String(10)),
    Column("closes_on", String(10)),
    Column("place", String(300)),
    Column("summit", String(300)),
    Column("items", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("updated_at", String(27), nullable=False),
    Column("event", String(36), nullable=False),
)
Index("ix_reports_cycles_year", cycles.c.year, cycles.c.id)

cycle_steps = Table(
    "reports_cycle_steps",
    metadata,
    Column("n", BigId, primary_key=True, autoincrement=True),
    Column("cycle", String(36), nullable=False),
    Column("at", String(27), nullable=False),
    Column("actor", String(40)),
    Column("key_id", String(40)),
    Column("action", String(40), nullable=False),
    Column("from_state", String(20)),
    Column("to_state", String(20), nullable=False),
    Column("comment", Text),
    Column("event", String(36), nullable=False),
)
Index("ix_reports_cycle_steps_cycle", cycle_steps.c.cycle, cycle_steps.c.n)

contributions = Table(
    "reports_contributions",
    metadata,
    Column("cycle", String(36), primary_key=True),
    Column("submission", String(36), primary_key=True),
    Column("made_at", String(27), nullable=False),
)

#: The dossiers of closed cycles as they were issued; of what was replaced the digests stay alone.
dossiers = Table(
    "reports_dossiers",
    metadata,
    Column("cycle", String(36), primary_key=True),
    Column("lang", String(2), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("noted", BigInteger, nullable=False),
    Column("json_sha256", String(64), nullable=False),
    Column("pdf_sha256", String(64), nullable=False),
    Column("json", LargeBinary),
    Column("pdf", LargeBinary),
    Column("current", Boolean, nullable=False),
    Column("event", String(36), nullable=False),
)

#: The submissions and statements whose texts stand in the dossiers of a cycle. `event`: of the last
#: step that hid one or took it away since; `hidden`: whether its text is gone by that.
dossier_sources = Table(
    "reports_dossier_sources",
    metadata,
    Column("cycle", String(36), primary_key=True),
    Column("subject", String(36), primary_key=True),
    Column("event", String(36)),
    Column("hidden", Boolean),
)
Index("ix_reports_dossier_sources_subject", dossier_sources.c.subject)
Index("ix_reports_dossier_sources_event", dossier_sources.c.event)

#: What the Committee has adopted for the fund; never changed.
modalities = Table(
    "reports_modalities",
    metadata,
    Column("version", String(40), primary_key=True),
    Column("text", Text, nullable=False),  # by language
    Column("adopted_on", String(10), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("recorded_at", String(27), nullable=False),
    Column("event", String(36), nullable=False),
)

#: Files of rows that reporters send; the counts are of the rows done so far.
imports = Table(
    "reports_imports",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("actor", String(40), nullable=False),
    Column("key_id", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("mode", String(10), nullable=False),  # draft, submit
    Column("dry_run", Boolean, nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("format", String(10), nullable=False),
    Column("sheet", Text),
    Column("bytes", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("total", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("updated", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("noted", Integer, nullable=False),  # rows with a notice
    Column("problem", Text),
    Column("warnings", Text, nullable=False),
    Column("created_at", String(27), nullable=False),
    Column("finished_at", String(27)),
    Column("expires_at", String(27), nullable=False),
)
Index("ix_reports_imports_actor", imports.c.actor, imports.c.id)
Index("ix_reports_imports_state", imports.c.state, imports.c.id)
Index("ix_reports_imports_expires", imports.c.expires_at)

#: The file of each import, in parts that are short writes.
import_files = Table(
    "reports_import_files",
    metadata,
    Column("import_id", String(36), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    Column("stored_at", String(27), nullable=False),
)

#: What became of each row; `row`: its number as the program shows it in which it was written.
import_rows = Table(
    "reports_import_rows",
    metadata,
    Column("import_id", String(36), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("row", Integer, nullable=False),
    Column("external_id", Text),
    Column("outcome", String(10), nullable=False),
    Column("submission", String(36)),
    Column("state", String(20)),
    Column("problems", Text, nullable=False),
    Column("notices", Text, nullable=False),
    Column("identity", String(64)),
    Column("digest", String(64)),
)
Index("ix_reports_import_rows_identity", import_rows.c.import_id, import_rows.c.identity)

#: Which submission a row was made into; `digest`: of its content when it was last taken.
imported = Table(
    "reports_imported",
    metadata,
    Column("identity", String(64), primary_key=True),
    Column("submission", String(36), nullable=False),
    Column("digest", String(64), nullable=False),
)

#: The lease of the one process that takes rows.
importer = Table(
    "reports_importer",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("epoch", Integer, nullable=False),
    Column("owner", String(200), nullable=False),
    Column("lease_until", String(27), nullable=False),
)

editions = Table(
    "reports_editions",
    metadata,
    Column("edition", String(40), primary_key=True),
    Column("current", Boolean, nullable=False),
    Column("position", BigInteger),  # of the catalogue
    Column("based_on", String(40)),
    Column("objectives", Text),
    Column("replaces", Text),
    Column("instruments", Text),
    Column("themes", Text),
    Column("nodes", Text),
)
activities = Table(
    "reports_activities",
    metadata,
    Column("edition", String(40), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("addressees", Text, nullable=False),
    Column("objectives", Text, nullable=False),
)
actors = Table(
    "reports_actors",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("parent", String(40)),
    Column("memberships", Text, nullable=False),
    Column("valid_from", String(10)),
    Column("valid_to", String(10)),
    Column("region", String(40)),
)
