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
from services.reports.schemas.cycles import Dossier
from services.reports.schemas.examples import ANSWERS
from services.reports.store import dossiers, ledger
from services.reports.store.dossiers import Issued

router = web.router("/reports/ledger", "ledger")
LARGEST = 2**63 - 1
Hash = Annotated[
    str | None, Query(pattern="^[0-9a-f]{64}$", description="SHA-256 in lower-case hexadecimal")
]


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
    hash: Hash = None,
) -> Response:
    """Positions are dense from 1. A hash is SHA-256(previous hash ‖ position ‖ time ‖ digest). With
    `as_of`, the entries up to then; with `hash`, those of which it is the hash or the digest, and
    the `dossiers` of which it is that of a file.
    """
    end = await until(request, as_of)
    async with dependencies.snapshot(request) as connection:
        rows = await ledger.page(connection, after, limit, until=end, hash_=hash)
        seen = await ledger.readable(connection, dependencies.reader(caller), rows)
        beside = await _dossiers(connection, hash, end) if hash else {}
    items, more = [_item(row, seen) for row in rows], len(rows) == limit
    following = _following(rows[-1]["seq"], limit, as_of, hash) if more else None
    return _page(request, {"items": items, "next": following, **beside})


def _item(row: Any, seen: set[int]) -> dict[str, Any]:
    return schemas.ledger_item(row, ledger.public(row) or row["seq"] in seen)


async def _dossiers(connection: Any, hash_: str, end: int | None) -> dict[str, Any]:
    """The dossiers with a file of this hash, as everybody may see them."""
    found = await dossiers.having(connection, hash_, end)
    return {"dossiers": [_dossier(title, one) for title, one in found]}


def _dossier(title: str, issued: Issued) -> dict[str, Any]:
    told = {name: getattr(issued, name) for name in Dossier.model_fields}
    return {**told, "cycle": issued.cycle, "title": title}


def _page(request: Request, data: dict[str, Any]) -> Response:
    following = data["next"]
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return web.answer(request, data, private=True, headers=headers)


def _following(last: int, limit: int, as_of: str | None, hash_: str | None) -> str:
    filters = {"as_of": as_of, "hash": hash_}
    given = {name: value for name, value in filters.items() if value is not None}
    return f"/reports/ledger?{urlencode({'after': last, 'limit': limit, **given})}"


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
