"""four eyes: the keys that wrote the text of a revision, the line of rotations that a key belongs
to, and which steps of a review were an author's own

The authors of what is under way are taken from the history.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AUTHORS = """
SELECT DISTINCT s.id, h.key_id FROM reports_submissions s
JOIN reports_history h ON h.submission = s.id AND h.revision = s.revision
WHERE s.state NOT IN ('published', 'withdrawn') AND h.key_id IS NOT NULL
AND h.action IN ('draft', 'revise', 'save', 'submit')
ORDER BY s.id, h.key_id
"""
submissions = sa.table(
    "reports_submissions", sa.column("id", sa.String), sa.column("authors", sa.Text)
)


def upgrade() -> None:
    op.add_column("reports_keys", sa.Column("line", sa.String(40)))
    op.add_column("reports_submissions", sa.Column("authors", sa.Text()))
    op.add_column("reports_history", sa.Column("own_report", sa.Boolean()))
    authors: dict[str, list[str]] = {}
    for id_, key_id in op.get_bind().execute(sa.text(AUTHORS)):
        authors.setdefault(id_, []).append(key_id)
    for id_, keys in authors.items():
        of_this = submissions.c.id == id_
        op.execute(submissions.update().where(of_this).values(authors=json.dumps(keys)))


def downgrade() -> None:
    op.drop_column("reports_history", "own_report")
    op.drop_column("reports_submissions", "authors")
    op.drop_column("reports_keys", "line")
