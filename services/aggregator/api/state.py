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
async def status(request: Request, _caller: Callers, as_of: dependencies.AsOf = None) -> Response:
    """Their position, how many events wait and for how long, and how many messages are parked. With
    `as_of`: up to which position values of that moment count, and when that was given.
    """
    here = dependencies.resources(request)
    name = consumer_name(await active(here.db))
    row = await progress(here.db, tables.kernel, name, topics.REPORTS)
    parked, last = await parking.listed(here.db, tables.kernel, name), await _verified(request)
    told = {
        **await _stands(request, row, as_of),
        **_lag(row, await here.log.end(topics.REPORTS)),
        "parked": len(parked),
        "verified": {name: last[name] for name in ("at", "position", "equal")},
    }
    return web.answer(request, told, live=True)


async def _stands(request: Request, row: Any, as_of: str | None) -> dict[str, Any]:
    """A position and its time: the last ones, or those of a moment."""
    if as_of is None:
        return _at(row["position"], row["recordedtime"])
    moment = await dependencies.moment(request, When(as_of, None))
    return _at(moment.position, moment.time)


def _at(position: int, time: str | None) -> dict[str, Any]:
    return {"position": position, "last_event_at": time}


def _lag(row: Any, end: int) -> dict[str, Any]:
    """How many events wait, and since how many seconds."""
    lag, seen = max(0, end - row["next_offset"]), row["seen_at"]
    since = (clock.now() - clock.parse(seen)).total_seconds() if lag and seen else 0.0
    return {"lag_positions": lag, "lag_seconds": since}


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
    return web.answer(request, await _verified(request), live=True)


async def _verified(request: Request) -> dict[str, Any]:
    async with dependencies.resources(request).db.read() as connection:
        last = await verifications.last(connection)
    return NEVER if last is None else _result(last)


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
