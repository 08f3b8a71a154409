"""The stored answers of writes are called what they are: records of idempotency."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rename("access_kept", "access_idempotency")


def downgrade() -> None:
    _rename("access_idempotency", "access_kept")


def _rename(before: str, after: str) -> None:
    op.drop_index(f"ix_{before}_created_at", before)
    op.rename_table(before, after)
    op.create_index(f"ix_{after}_created_at", after, ["created_at"])
