"""The first key of the line of rotations that a key belongs to: the keys of a line are one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

keys = sa.table(
    "access_keys",
    sa.column("key_id", sa.String),
    sa.column("made_from", sa.String),
    sa.column("line", sa.String),
)


def upgrade() -> None:
    op.add_column("access_keys", sa.Column("line", sa.String(40)))
    connection = op.get_bind()
    rotated = sa.select(keys.c.key_id, keys.c.made_from).where(keys.c.made_from.is_not(None))
    made_from = {row.key_id: row.made_from for row in connection.execute(rotated)}
    for key_id in made_from:
        line = key_id
        while line in made_from:
            line = made_from[line]
        connection.execute(keys.update().where(keys.c.key_id == key_id).values(line=line))


def downgrade() -> None:
    op.drop_column("access_keys", "line")
