"""What the indicators say of themselves: definitions, how far they are, what is parked, whether
they add up.
"""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from contracts import topics
from kernel import clock, parking, web
from kernel.consumer import progress
from kernel.web.dependencies import Callers
from kernel.web.language import Languages, pick
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.aggregator import tables
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import When
from services.aggregator.domain.indicators import INDICATORS, Indicator
from services.aggregator.schemas import Definitions, ParkedPage, Status, Verification
from services.aggregator.schemas.examples import ANSWERS
from services.aggregator.store import verifications
from services.aggregator.store.generations import active, consumer_name

EDITORIAL = "editorial"

router = web.router("/indicators", "state")


@router.get(
    "/definitions",
    operation_id="listDefinitions",
    summary="What each indicator means",
    response_model=Definitions,
    responses=documented(example=ANSWERS[Definitions]),
)
async def listed(
    request: Request, _caller: Callers, lang: Languages, as_of: dependencies.AsOf = None
) -> Response:
    """Editorial, versioned; names in the language asked for. No event changes them: they are the
    same at every moment (`as_of`).
    """
    if as_of is not None:
        await dependencies.moment(request, When(as_of, None))
    items = [_definition(one, lang) for one in INDICATORS.values()]
    return web.answer(request, {"items": items, "next": None}, lang=lang)


def _definition(indicator: Indicator, lang: str) -> dict[str, Any]:
    texts = {
        "name": indicator.names,
        "formula": indicator.formula,
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "denominator_on": indicator.denominator_on,
    }
    picked = {name: pick(of, lang) for name, of in texts.items() if of is not None}
    return {
        "code": indicator.code,
        "version": indicator.version,
        "kind": indicator.kind,
        "unit": indicator.unit,
        **{name: picked[name][1] if name in picked else None for name in texts},
        "provenance": EDITORIAL,
        "texts": {
            name: {"lang": language, "provenance": EDITORIAL}
            for name, (language, _) in picked.items()
        },
    }


@router.get(
    "/status",
    operation_id="getStatus",
    summary="How far the indicators are",
    response_model=Status,
    responses=documented(example=ANSWERS[Status]),
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
    responses=documented(403, example=ANSWERS[ParkedPage]),
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
    responses=documented(example=ANSWERS[Verification]),
)
async def verification(request: Request, _caller: Callers) -> Response:
    """The last recomputation from the log: equal or not, per indicator."""
    async with dependencies.resources(request).db.read() as connection:
        last = await verifications.last(connection)
    return web.answer(request, NEVER if last is None else _result(last), live=True)


NEVER: dict[str, Any] = {
    "at": None,
    "position": None,
    "equal": None,
    "indicators": {},
    "differences": [],
}


def _result(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ("at", "position", "equal")}
    return told | {name: row["result"][name] for name in ("indicators", "differences")}
