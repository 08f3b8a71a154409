"""Notices: what was told to whom, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from kernel import web
from kernel.web import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.access.api.dependencies import resources
from services.access.domain.notices import Kind, State
from services.access.schemas import NoticePage
from services.access.schemas.examples import ANSWERS
from services.access.store import actors
from services.access.store import notices as store

router = web.router("/access/notices", "notices")
Filters = Mapping[str, str | None]
SHOWN = (
    "id",
    "kind",
    "actor",
    "focal_point",
    "state",
    "attempts",
    "reason",
    "created_at",
    "next_at",
    "sent_at",
)


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """A notice without what only its message needs."""
    about = {name: row["about"].get(name) for name in ("submission", "cycle")}
    return {**{name: row[name] for name in SHOWN}, **about}


@router.get(
    "",
    operation_id="listNotices",
    summary="Notices, newest first",
    response_model=NoticePage,
    responses=documented(403, example=ANSWERS[NoticePage]),
)
async def list_notices(
    request: Request,
    caller: Callers,
    actor: Annotated[str | None, Query(max_length=40)] = None,
    kind: Kind | None = None,
    state: State | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """For whoever administers keys; neither addresses nor texts."""
    caller.require("keys:admin")
    before = web.decode_cursor(request, cursor, str, str)
    filters = {"actor": actor, "kind": kind, "state": state}
    rows, last = web.cut(await _read(request, filters, before, limit), limit, "created_at", "id")
    data, headers = web.page_links(request, [shown(row) for row in rows], last)
    return web.answer(request, data, private=True, headers=headers)


async def _read(
    request: Request, filters: Filters, before: Sequence[str] | None, limit: int
) -> list[dict[str, Any]]:
    """The notices of a page and one more."""
    async with resources(request).db.read() as connection:
        await actors.require_known(connection, filters["actor"])
        return await store.page(connection, filters, before, limit + 1)
