"""The ledger: every event in order, dense positions, hash chain.

Public; what a caller may not read is null, the chain holds all the same.
"""

import json
from typing import Annotated, Any

from fastapi import Path, Query, Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.errors import not_found
from kernel.web.dependencies import Callers
from kernel.web.paging import Limit
from kernel.web.problems import documented
from services.reports.api import dependencies
from services.reports.schemas import LedgerEntry, LedgerPage
from services.reports.store import ledger, reading

router = web.router("/reports/ledger", "ledger")
LARGEST = 2**63 - 1


@router.get(
    "",
    operation_id="listLedger",
    summary="Every event in order",
    response_model=LedgerPage,
    responses=documented(),
)
async def listed(
    request: Request,
    caller: Callers,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Limit = 50,
) -> Response:
    """Positions are dense from 1. Each hash is SHA-256(previous hash ‖ position ‖ digest)."""
    async with dependencies.resources(request).db.read() as connection:
        rows = await ledger.page(connection, after, limit)
        seen = await readable(connection, caller, [row["aggregateid"] for row in rows])
    items = [item(row, row["aggregateid"] in seen) for row in rows]
    following = (
        f"/reports/ledger?after={rows[-1]['seq']}&limit={limit}" if len(rows) == limit else None
    )
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return web.answer(request, {"items": items, "next": following}, private=True, headers=headers)


@router.get(
    "/{position}",
    operation_id="getLedgerEntry",
    summary="What a digest is of",
    response_model=LedgerEntry,
    responses=documented(404),
)
async def entry(
    request: Request, position: Annotated[int, Path(ge=1, le=LARGEST)], caller: Callers
) -> Response:
    """The four members, for who may read the submission."""
    async with dependencies.resources(request).db.read() as connection:
        row = await ledger.entry(connection, position)
        if row is None or not await readable(connection, caller, [row["aggregateid"]]):
            raise not_found()
    return web.answer(request, members(row), private=True)


def item(row: Any, seen: bool) -> dict[str, Any]:
    """One line of the ledger."""
    return {
        "position": row["seq"],
        "id": row["id"],
        "type": row["type"] if seen else None,
        "subject": row["aggregateid"] if seen else None,
        "revision": row["revision"] if seen else None,
        "time": row["recordedtime"],
        "digest": row["digest"],
        "hash": row["hash"],
        "previous_hash": row["previous_hash"],
    }


def members(row: Any) -> dict[str, Any]:
    """The members the digest is of."""
    return {
        "data": json.loads(row["payload"]),
        "id": row["id"],
        "salt": row["salt"],
        "type": row["type"],
    }


async def readable(connection: Any, caller: Caller, ids: list[str]) -> set[str]:
    """Those of these submissions that the caller may read now; of one that is hidden only reporter
    and reviewers.
    """
    found = await reading.get_submissions(connection, sorted(set(ids)))
    standings = {
        submission.current.id: (
            submission,
            submission.role(caller.actor, reviewer=dependencies.reviews(caller)),
        )
        for submission in found
    }
    return {
        id_
        for id_, (submission, who) in standings.items()
        if who is not None and (not submission.current.hidden or who in ("reporter", "reviewer"))
    }
