"""What the indicators say of themselves: definitions, how far they are, what is parked, whether
they add up.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from contracts import topics
from kernel import clock, parking, web
from kernel.consumer import progress
from kernel.web.dependencies import Callers
from kernel.web.language import Languages, language, pick
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.aggregator import tables
from services.aggregator.api import dependencies
from services.aggregator.schemas import Definitions, ParkedPage, Status, Verification
from services.aggregator.store import projection
from services.aggregator.store.projection import active, consumer_name

router = APIRouter(prefix="/indicators", tags=["state"], dependencies=[Depends(language)])


@cache
def definitions() -> list[dict[str, Any]]:
    """The definitions, in their order."""
    found: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parents[1] / "definitions.yaml").read_text(encoding="utf-8")
    )
    return found


@router.get(
    "/definitions",
    operation_id="listDefinitions",
    summary="What each indicator means",
    response_model=Definitions,
    responses=documented(),
)
async def listed(request: Request, _caller: Callers, lang: Languages) -> Response:
    """Editorial, versioned; names in the language asked for."""
    items = []
    for definition in definitions():
        language, name = pick(definition["name"], lang)
        texts = {"name": {"lang": language, "provenance": "editorial"}}
        items.append(
            {**definition, "version": 1, "name": name, "provenance": "editorial", "texts": texts}
        )
    return web.answer(request, {"items": items, "next": None}, lang=lang)


@router.get(
    "/status",
    operation_id="getStatus",
    summary="How far the indicators are",
    response_model=Status,
    responses=documented(),
)
async def status(request: Request, _caller: Callers) -> Response:
    """Their position, how many events wait and for how long, and how many messages are parked."""
    here = dependencies.resources(request)
    name = consumer_name(await active(here.db))
    row = await progress(here.db, tables.kernel, name, topics.REPORTS)
    lag = max(0, await here.log.end(topics.REPORTS) - row["next_offset"])
    since = (
        (clock.now() - clock.parse(row["seen_at"])).total_seconds()
        if lag and row["seen_at"]
        else 0.0
    )
    parked = await parking.listed(here.db, tables.kernel, name)
    return web.answer(
        request,
        {
            "position": row["position"],
            "lag_positions": lag,
            "lag_seconds": since,
            "parked": len(parked),
            "last_event_at": row["recordedtime"],
        },
        live=True,
    )


@router.get(
    "/parked",
    operation_id="listParked",
    summary="Messages that could not be applied",
    response_model=ParkedPage,
    responses=documented(403),
)
async def parked(
    request: Request, caller: Callers, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Each with its reason, and those that wait behind it, by position."""
    caller.require("audit:read")
    here = dependencies.resources(request)
    (after,) = web.decode_cursor(request, cursor, int) or [0]
    rows = [
        row
        for row in await parking.listed(
            here.db, tables.kernel, consumer_name(await active(here.db))
        )
        if row["position"] > after
    ]
    items = [
        {name: row[name] for name in ("position", "type", "reason", "waiting", "since")}
        for row in rows[:limit]
    ]
    data, headers = web.page_links(
        request, items, [items[-1]["position"]] if len(rows) > limit else None
    )
    return web.answer(request, data, private=True, headers=headers)


@router.get(
    "/verification",
    operation_id="getVerification",
    summary="Whether they still add up",
    response_model=Verification,
    responses=documented(),
)
async def verification(request: Request, _caller: Callers) -> Response:
    """The last recomputation from the log: equal or not, per indicator."""
    async with dependencies.resources(request).db.read() as connection:
        found = await projection.last_verification(connection)
    if found is None:
        return web.answer(
            request,
            {"at": None, "position": None, "equal": None, "indicators": {}, "differences": []},
            live=True,
        )
    result = found["result"]
    return web.answer(
        request,
        {
            "at": found["at"],
            "position": found["position"],
            "equal": found["equal"],
            "indicators": result["indicators"],
            "differences": result["differences"],
        },
        live=True,
    )
