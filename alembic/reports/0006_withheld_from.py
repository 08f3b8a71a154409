"""The state that a withheld submission goes back to when it is released."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports_submissions", sa.Column("withheld_from", sa.String(20)))
    op.execute(
        "UPDATE reports_submissions SET withheld_from = 'published' WHERE state = 'withheld'"
    )


def downgrade() -> None:
    op.drop_column("reports_submissions", "withheld_from")
