"""The first tables of the aggregator."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "aggregator_active",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "aggregator_actors",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("parent", sa.String(length=40), nullable=True),
        sa.Column("memberships", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "aggregator_cell_keys",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=60), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("generation", "activity", "who", "axis", "year"),
    )
    op.create_table(
        "aggregator_cells",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.String(length=160), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counters", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "cell", "position"),
    )
    op.create_table(
        "aggregator_editions",
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("structure", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("edition"),
    )
    op.create_table(
        "aggregator_facts",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission", sa.String(length=36), nullable=False),
        sa.Column("from_position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("to_position", sa.BigInteger(), nullable=True),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("axes", sa.Text(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "submission", "from_position"),
    )
    with op.batch_alter_table("aggregator_facts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_aggregator_facts_activity",
            ["generation", "activity", "published", "submission"],
            unique=False,
        )

    op.create_table(
        "aggregator_kept",
        sa.Column("scope", sa.String(length=400), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key"),
    )
    with op.batch_alter_table("aggregator_kept", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_aggregator_kept_created_at"), ["created_at"], unique=False
        )

    op.create_table(
        "aggregator_keys",
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
        "aggregator_offsets",
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
        "aggregator_outbox",
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
    with op.batch_alter_table("aggregator_outbox", schema=None) as batch_op:
        batch_op.create_index("ix_aggregator_outbox_aggregate", ["aggregateid", "n"], unique=False)
        batch_op.create_index("ix_aggregator_outbox_seq", ["seq"], unique=True)
        batch_op.create_index(
            "ix_aggregator_outbox_waiting",
            ["n"],
            unique=False,
            sqlite_where=sa.text("seq IS NULL"),
            postgresql_where=sa.text("seq IS NULL"),
        )

    op.create_table(
        "aggregator_pair_keys",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("axis", sa.String(length=40), nullable=False),
        sa.Column("reporter", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pair", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("generation", "activity", "axis", "reporter", "kind", "year"),
    )
    op.create_table(
        "aggregator_pairs",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pair", sa.String(length=160), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("generation", "pair", "position"),
    )
    op.create_table(
        "aggregator_parked",
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
    with op.batch_alter_table("aggregator_parked", schema=None) as batch_op:
        batch_op.create_index(
            "ix_aggregator_parked_key", ["consumer", "topic", "key"], unique=False
        )

    op.create_table(
        "aggregator_positions",
        sa.Column("generation", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recordedtime", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("generation", "position"),
    )
    with op.batch_alter_table("aggregator_positions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_aggregator_positions_time", ["generation", "recordedtime", "position"], unique=False
        )

    op.create_table(
        "aggregator_relay",
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
        "aggregator_verifications",
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("equal", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("at"),
    )


def downgrade() -> None:
    op.drop_table("aggregator_verifications")
    op.drop_table("aggregator_relay")
    with op.batch_alter_table("aggregator_positions", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregator_positions_time")

    op.drop_table("aggregator_positions")
    with op.batch_alter_table("aggregator_parked", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregator_parked_key")

    op.drop_table("aggregator_parked")
    op.drop_table("aggregator_pairs")
    op.drop_table("aggregator_pair_keys")
    with op.batch_alter_table("aggregator_outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_aggregator_outbox_waiting",
            sqlite_where=sa.text("seq IS NULL"),
            postgresql_where=sa.text("seq IS NULL"),
        )
        batch_op.drop_index("ix_aggregator_outbox_seq")
        batch_op.drop_index("ix_aggregator_outbox_aggregate")

    op.drop_table("aggregator_outbox")
    op.drop_table("aggregator_offsets")
    op.drop_table("aggregator_keys")
    with op.batch_alter_table("aggregator_kept", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_aggregator_kept_created_at"))

    op.drop_table("aggregator_kept")
    with op.batch_alter_table("aggregator_facts", schema=None) as batch_op:
        batch_op.drop_index("ix_aggregator_facts_activity")

    op.drop_table("aggregator_facts")
    op.drop_table("aggregator_editions")
    op.drop_table("aggregator_cells")
    op.drop_table("aggregator_cell_keys")
    op.drop_table("aggregator_actors")
    op.drop_table("aggregator_active")
