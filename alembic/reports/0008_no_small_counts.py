"""No text holds a count of 1 to 4 persons any more: such a cell is `small` and has no number.

Answers that are stored for an Idempotency-Key follow; events stay what their digests are of, and
are read by an upcaster.
"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PAGE = 500
SMALL = range(1, 5)


def upgrade() -> None:
    for key, text in _rows("reports_texts", ("submission", "number"), "payload"):
        payload = json.loads(text)
        if _emptied(payload):
            _put("reports_texts", key, "payload", json.dumps(payload, ensure_ascii=False))
    for key, text in _rows("reports_idempotency", ("scope", "key"), "body"):
        answer = json.loads(text)
        if isinstance(answer, dict) and _emptied(answer.get("payload")):
            body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
            _put("reports_idempotency", key, "body", body)


def downgrade() -> None:
    """The numbers are gone; a small cell stays one."""


def _emptied(payload: Any) -> bool:
    """Whether a payload had a small count, which it has no longer."""
    cells = payload.get("beneficiaries", []) if isinstance(payload, dict) else []
    small = [cell for cell in cells if cell.get("count") in SMALL]
    for cell in small:
        del cell["count"]
        cell["small"] = True
    return bool(small)


def _rows(table: str, key: tuple[str, str], column: str) -> Iterator[tuple[dict[str, Any], str]]:
    """(key, text) of the rows that may hold a count, a page at a time."""
    t = sa.table(table, *(sa.column(name) for name in (*key, column)))
    keys = [t.c[name] for name in key]
    page = sa.select(*keys, t.c[column]).where(t.c[column].like('%"count"%')).order_by(*keys)
    after: tuple[Any, ...] | None = None
    while True:
        behind = page if after is None else page.where(sa.tuple_(*keys) > after)
        rows = op.get_bind().execute(behind.limit(PAGE)).all()
        for row in rows:
            yield dict(zip(key, row, strict=False)), row[-1]
        if len(rows) < PAGE:
            return
        after = tuple(rows[-1][:-1])


def _put(table: str, key: dict[str, Any], column: str, text: str) -> None:
    t = sa.table(table, *(sa.column(name) for name in (*key, column)))
    mine = (t.c[name] == value for name, value in key.items())
    op.execute(t.update().where(*mine).values({column: text}))
