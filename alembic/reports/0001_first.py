"""The first tables of reports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports_activities",
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("addressees", sa.Text(), nullable=False),
        sa.Column("objectives", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("edition", "code"),
    )
    op.create_table(
        "reports_actors",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("memberships", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "reports_comments",
        sa.Column(
            "n",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("reports_comments", schema=None) as batch_op:
        batch_op.create_index("ix_reports_comments_submission", ["submission", "n"], unique=False)

    op.create_table(
        "reports_confirmations",
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("confirmed_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("submission", "actor", "text"),
    )
    op.create_table(
        "reports_editions",
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("edition"),
    )
    op.create_table(
        "reports_history",
        sa.Column(
            "n",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=True),
        sa.Column("key_id", sa.String(length=40), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("event", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("n"),
    )
    with op.batch_alter_table("reports_history", schema=None) as batch_op:
        batch_op.create_index("ix_reports_history_submission", ["submission", "n"], unique=False)

    op.create_table(
        "reports_kept",
        sa.Column("scope", sa.String(length=400), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key"),
    )
    with op.batch_alter_table("reports_kept", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reports_kept_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "reports_keys",
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("networks", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=True),
        sa.Column("revoked_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("key_id"),
    )
    op.create_table(
        "reports_offsets",
        sa.Column("consumer", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("next_offset", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("recordedtime", sa.String(length=27), nullable=True),
        sa.Column("seen_at", sa.String(length=27), nullable=True),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "topic", "part"),
    )
    op.create_table(
        "reports_outbox",
        sa.Column(
            "n",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("aggregatetype", sa.String(length=40), nullable=False),
        sa.Column("aggregateid", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("typeversion", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("time", sa.String(length=27), nullable=False),
        sa.Column("traceparent", sa.String(length=64), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("recordedtime", sa.String(length=27), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=True),
        sa.Column("previous_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("id"),
    )
    with op.batch_alter_table("reports_outbox", schema=None) as batch_op:
        batch_op.create_index("ix_reports_outbox_aggregate", ["aggregateid", "n"], unique=False)
        batch_op.create_index("ix_reports_outbox_seq", ["seq"], unique=True)
        batch_op.create_index(
            "ix_reports_outbox_waiting",
            ["n"],
            unique=False,
            sqlite_where=sa.text("seq IS NULL"),
            postgresql_where=sa.text("seq IS NULL"),
        )

    op.create_table(
        "reports_parked",
        sa.Column("consumer", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "topic", "position"),
    )
    with op.batch_alter_table("reports_parked", schema=None) as batch_op:
        batch_op.create_index("ix_reports_parked_key", ["consumer", "topic", "key"], unique=False)

    op.create_table(
        "reports_parties",
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("public_confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "submission"),
    )
    with op.batch_alter_table("reports_parties", schema=None) as batch_op:
        batch_op.create_index("ix_reports_parties_submission", ["submission"], unique=False)

    op.create_table(
        "reports_relay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.String(length=27), nullable=False),
        sa.Column("assigned", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("recordedtime", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "reports_revisions",
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.String(length=27), nullable=False),
        sa.Column("published_at", sa.String(length=27), nullable=True),
        sa.Column("published_event", sa.String(length=36), nullable=True),
        sa.Column("discarded_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("submission", "revision"),
    )
    op.create_table(
        "reports_submissions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reporter", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("public_revision", sa.Integer(), nullable=True),
        sa.Column("public_text", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.String(length=27), nullable=True),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("public_activity", sa.String(length=20), nullable=True),
        sa.Column("public_year", sa.Integer(), nullable=True),
        sa.Column("public_search", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("reports_submissions", schema=None) as batch_op:
        batch_op.create_index("ix_reports_submissions_recent", ["updated_at", "id"], unique=False)
        batch_op.create_index(
            "ix_reports_submissions_reporter", ["reporter", "updated_at", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reports_submissions_similar", ["reporter", "activity", "year"], unique=False
        )
        batch_op.create_index(
            "ix_reports_submissions_state", ["state", "updated_at", "id"], unique=False
        )

    op.create_table(
        "reports_texts",
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("joint", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("submission", "number"),
    )


def downgrade() -> None:
    op.drop_table("reports_texts")
    with op.batch_alter_table("reports_submissions", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_submissions_state")
        batch_op.drop_index("ix_reports_submissions_similar")
        batch_op.drop_index("ix_reports_submissions_reporter")
        batch_op.drop_index("ix_reports_submissions_recent")

    op.drop_table("reports_submissions")
    op.drop_table("reports_revisions")
    op.drop_table("reports_relay")
    with op.batch_alter_table("reports_parties", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_parties_submission")

    op.drop_table("reports_parties")
    with op.batch_alter_table("reports_parked", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_parked_key")

    op.drop_table("reports_parked")
    with op.batch_alter_table("reports_outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reports_outbox_waiting",
            sqlite_where=sa.text("seq IS NULL"),
            postgresql_where=sa.text("seq IS NULL"),
        )
        batch_op.drop_index("ix_reports_outbox_seq")
        batch_op.drop_index("ix_reports_outbox_aggregate")

    op.drop_table("reports_outbox")
    op.drop_table("reports_offsets")
    op.drop_table("reports_keys")
    with op.batch_alter_table("reports_kept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_kept_created_at"))

    op.drop_table("reports_kept")
    with op.batch_alter_table("reports_history", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_history_submission")

    op.drop_table("reports_history")
    op.drop_table("reports_editions")
    op.drop_table("reports_confirmations")
    with op.batch_alter_table("reports_comments", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_comments_submission")

    op.drop_table("reports_comments")
    op.drop_table("reports_actors")
    op.drop_table("reports_activities")
