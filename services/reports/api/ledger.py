"""The ledger: every event in order, dense positions, hash chain.

Public; what a caller may not read is null, the chain holds all the same.
"""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Path, Query, Request
from starlette.responses import Response

from kernel import web
from kernel.errors import not_found
from kernel.web.dependencies import Callers
from kernel.web.paging import Limit
from kernel.web.problems import documented
from services.reports import schemas
from services.reports.api import dependencies
from services.reports.api.as_of import until
from services.reports.api.pages import AsOf
from services.reports.schemas import LedgerEntry, LedgerPage
from services.reports.schemas.examples import ANSWERS
from services.reports.store import ledger

router = web.router("/reports/ledger", "ledger")
LARGEST = 2**63 - 1


@router.get(
    "",
    operation_id="listLedger",
    summary="Every event in order",
    response_model=LedgerPage,
    responses=documented(example=ANSWERS[LedgerPage]),
)
async def listed(
    request: Request,
    caller: Callers,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    limit: Limit = 50,
    as_of: AsOf = None,
) -> Response:
    """Positions are dense from 1. A hash is SHA-256(previous hash ‖ position ‖ time ‖ digest). With
    `as_of`, the entries up to then.
    """
    end = await until(request, as_of)
    async with dependencies.snapshot(request) as connection:
        rows = await ledger.page(connection, after, limit, until=end)
        seen = await ledger.readable(connection, dependencies.reader(caller), rows)
    items, more = [_item(row, seen) for row in rows], len(rows) == limit
    return _page(request, items, _following(rows[-1]["seq"], limit, as_of) if more else None)


def _item(row: Any, seen: set[int]) -> dict[str, Any]:
    return schemas.ledger_item(row, ledger.public(row) or row["seq"] in seen)


def _page(request: Request, items: list[dict[str, Any]], following: str | None) -> Response:
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return web.answer(request, {"items": items, "next": following}, private=True, headers=headers)


def _following(last: int, limit: int, as_of: str | None) -> str:
    moment = {} if as_of is None else {"as_of": as_of}
    return f"/reports/ledger?{urlencode({'after': last, 'limit': limit, **moment})}"


@router.get(
    "/{position}",
    operation_id="getLedgerEntry",
    summary="What a digest is of",
    response_model=LedgerEntry,
    responses=documented(404, example=ANSWERS[LedgerEntry]),
)
async def entry(
    request: Request,
    position: Annotated[int, Path(ge=1, le=LARGEST)],
    caller: Callers,
    as_of: AsOf = None,
) -> Response:
    """The four members, for who may read the submission. They never change: with `as_of`, 404
    where the entry came later.
    """
    end = await until(request, as_of)
    if end is not None and position > end:
        raise not_found()
    async with dependencies.snapshot(request) as connection:
        row = await ledger.entry(connection, position)
        seen = await ledger.readable(connection, dependencies.reader(caller), [row] if row else [])
    if row is None or not (seen or ledger.public(row)):
        raise not_found()
    return web.answer(request, schemas.ledger_members(row), private=True)
