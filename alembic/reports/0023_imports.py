"""Files of rows that reporters send, what became of each row, and into which submissions rows were
made.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports_imports",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("actor", sa.String(40), nullable=False),
        sa.Column("key_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("media_type", sa.String(200), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("sheet", sa.Text),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in COUNTS),
        sa.Column("problem", sa.Text),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(27), nullable=False),
        sa.Column("finished_at", sa.String(27)),
        sa.Column("expires_at", sa.String(27), nullable=False),
    )
    for name, columns in INDEXES.items():
        op.create_index(f"ix_reports_imports_{name}", "reports_imports", columns)
    _files_and_rows()
    op.create_table(
        "reports_imported",
        sa.Column("identity", sa.String(64), primary_key=True),
        sa.Column("submission", sa.String(36), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    op.create_table(
        "reports_importer",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("lease_until", sa.String(27), nullable=False),
    )


COUNTS = ("total", "done", "created", "updated", "unchanged", "refused", "noted")
INDEXES = {"actor": ["actor", "id"], "state": ["state", "id"], "expires": ["expires_at"]}


def _files_and_rows() -> None:
    op.create_table(
        "reports_import_files",
        sa.Column("import_id", sa.String(36), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("stored_at", sa.String(27), nullable=False),
    )
    op.create_table(
        "reports_import_rows",
        sa.Column("import_id", sa.String(36), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("external_id", sa.Text),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("submission", sa.String(36)),
        sa.Column("state", sa.String(20)),
        sa.Column("problems", sa.Text, nullable=False),
        sa.Column("notices", sa.Text, nullable=False),
        sa.Column("identity", sa.String(64)),
        sa.Column("digest", sa.String(64)),
    )
    of = ["import_id", "identity"]
    op.create_index("ix_reports_import_rows_identity", "reports_import_rows", of)


def downgrade() -> None:
    for name in ("importer", "imported", "import_rows", "import_files", "imports"):
        op.drop_table(f"reports_{name}")
