"""what the public sees apart from what a correction does: its version and when it changed last, who
the public text names; and whether a submission was ever submitted
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INDEX = "ix_reports_submissions_public"
# nothing outside is told anew: the public goes on from the instants that it was told before
PUBLIC = """
UPDATE reports_submissions SET public_version = version, public_updated_at =
CASE WHEN state IN ('withheld', 'withdrawn') THEN updated_at ELSE published_at END
WHERE public_revision IS NOT NULL
"""
SUBMITTED = """
UPDATE reports_submissions SET submitted = (public_revision IS NOT NULL
OR state NOT IN ('draft', 'withdrawn') OR EXISTS (SELECT 1 FROM reports_history h
WHERE h.submission = reports_submissions.id AND h.action = 'submit'))
"""
NAMED = """
UPDATE reports_parties SET public_named = EXISTS (SELECT 1 FROM reports_submissions s
JOIN reports_texts t ON t.submission = s.id AND t.number = s.public_text
WHERE s.id = reports_parties.submission
AND t.joint LIKE '%"' || reports_parties.actor || '"%')
"""


def upgrade() -> None:
    op.add_column("reports_submissions", sa.Column("submitted", sa.Boolean()))
    op.add_column("reports_submissions", sa.Column("public_version", sa.Integer()))
    op.add_column("reports_submissions", sa.Column("public_updated_at", sa.String(27)))
    op.add_column("reports_parties", sa.Column("public_named", sa.Boolean()))
    for statement in (PUBLIC, SUBMITTED, NAMED):
        op.execute(statement)
    op.create_index(INDEX, "reports_submissions", ["public_updated_at", "id"])


def downgrade() -> None:
    op.drop_index(INDEX, "reports_submissions")
    op.drop_column("reports_parties", "public_named")
    for column in ("public_updated_at", "public_version", "submitted"):
        op.drop_column("reports_submissions", column)
