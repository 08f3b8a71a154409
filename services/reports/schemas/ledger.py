"""Entries of the ledger, made from rows of the outbox."""

import json
from typing import Any


def ledger_item(row: Any, readable: bool) -> dict[str, Any]:
    """One line of the ledger; what the caller may not read is null."""
    return {
        "position": row["seq"],
        "id": row["id"],
        "type": row["type"] if readable else None,
        "subject": row["aggregateid"] if readable else None,
        "revision": row["revision"] if readable else None,
        "time": row["recordedtime"],
        "digest": row["digest"],
        "hash": row["hash"],
        "previous_hash": row["previous_hash"],
    }


def ledger_members(row: Any) -> dict[str, Any]:
    """The four members that the digest is of."""
    return {
        "data": json.loads(row["payload"]),
        "id": row["id"],
        "salt": row["salt"],
        "type": row["type"],
    }
