"""the decision of the Committee on a submission: the last one, as JSON"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reports_submissions", sa.Column("decision", sa.Text()))


def downgrade() -> None:
    op.drop_column("reports_submissions", "decision")
