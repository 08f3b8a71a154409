"""The audit of keys: who did what to which key."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.web import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.access.api.dependencies import resources
from services.access.schemas import AuditPage
from services.access.schemas.examples import ANSWERS
from services.access.store import keys as store

router = web.router("/access", "keys")
SHOWN = ("at", "by_key", "by_actor", "action", "key_id")


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the audit without its number."""
    return {name: row[name] for name in SHOWN}


@router.get(
    "/audit",
    operation_id="listAudit",
    summary="Who did what to which key",
    response_model=AuditPage,
    responses=documented(403, example=ANSWERS[AuditPage]),
)
async def list_audit(
    request: Request, caller: Callers, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Newest first."""
    caller.require("audit:read")
    (before,) = web.decode_cursor(request, cursor, int) or [None]
    rows, last = web.cut(await _read(request, before, limit), limit, "n")
    data, headers = web.page_links(request, [shown(row) for row in rows], last)
    return web.answer(request, data, private=True, headers=headers)


async def _read(request: Request, before: int | None, limit: int) -> list[dict[str, Any]]:
    """The lines of a page and one more."""
    async with resources(request).db.read() as connection:
        return await store.audit(connection, before, limit + 1)
