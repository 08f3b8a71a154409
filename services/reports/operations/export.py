"""The ledger as it is exported: every entry, and what its digest is of where that is public."""

from typing import Any

from kernel.db import Database
from services.reports import schemas
from services.reports.store import ledger, lists, reading

PAGE = 500
PUBLIC = lists.Reader(None, False)


async def page(db: Database, after: int) -> list[dict[str, Any]]:
    """The ledger after a position as the public sees it, at most 500 entries."""
    async with db.read() as connection:
        rows = await ledger.page(connection, after, PAGE, whole=True)
        readable = await reading.readable(connection, PUBLIC, rows)
    return [_entry(row, ledger.public(row) or row["seq"] in readable) for row in rows]


async def whole_page(db: Database, after: int) -> list[dict[str, Any]]:
    """The ledger after a position with all members of every event, at most 500 entries. Data that
    are no JSON any more stand as the text they are.
    """
    async with db.read() as connection:
        rows = await ledger.page(connection, after, PAGE, whole=True)
    return [{**schemas.ledger_item(row, readable=True), **_members(row)} for row in rows]


def _members(row: Any) -> dict[str, Any]:
    try:
        return schemas.ledger_members(row)
    except ValueError:
        return {"data": row["payload"], "salt": row["salt"]}


def _entry(row: Any, readable: bool) -> dict[str, Any]:
    members = schemas.ledger_members(row) if readable else {}
    return {**schemas.ledger_item(row, readable), **members}
