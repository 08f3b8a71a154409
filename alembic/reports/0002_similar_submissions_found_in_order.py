"""similar submissions found in order"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_reports_submissions_alike",
        "reports_submissions",
        ["reporter", "activity", "year", "id"],
    )
    op.drop_index("ix_reports_submissions_similar", "reports_submissions")


def downgrade() -> None:
    op.create_index(
        "ix_reports_submissions_similar", "reports_submissions", ["reporter", "activity", "year"]
    )
    op.drop_index("ix_reports_submissions_alike", "reports_submissions")
