"""Texts folded anew: ligatures, letters with a stroke and typographic signs are taken apart too.

The fold is the product's own, as every search compares with it; a later change of it is a later
revision that does the same. Folding what was folded before gives what the text itself would.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from services.reports.domain.folding import folded

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PAGE = 100  # of texts that may be long
submissions = sa.table(
    "reports_submissions",
    sa.column("id", sa.String),
    sa.column("search", sa.Text),
    sa.column("public_search", sa.Text),
)


def upgrade() -> None:
    for rows in _pages():
        anew = [{"row": id_, "search": _anew(new), "public": _anew(old)} for id_, new, old in rows]
        op.get_bind().execute(
            submissions.update()
            .where(submissions.c.id == sa.bindparam("row"))
            .values(search=sa.bindparam("search"), public_search=sa.bindparam("public")),
            anew,
        )


def _anew(text: str | None) -> str | None:
    return None if text is None else folded(text)


def _pages() -> Iterator[list[tuple[str, str, str | None]]]:
    """Every row, in order of the ids."""
    after = ""
    while True:
        s = submissions.c
        page = sa.select(s.id, s.search, s.public_search).where(s.id > after)
        rows = op.get_bind().execute(page.order_by(s.id).limit(PAGE)).all()
        if not rows:
            return
        yield [(row.id, row.search, row.public_search) for row in rows]
        after = rows[-1].id


def downgrade() -> None:
    """What was folded more is found as before by what was folded less, but for the signs."""
