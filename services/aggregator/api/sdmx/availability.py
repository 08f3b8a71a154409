"""Which codes the data of a dataflow have."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from kernel.errors import not_found
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from services.aggregator.api.sdmx import selecting
from services.aggregator.api.sdmx.operation import documented
from services.aggregator.api.sdmx.operation import router as made
from services.aggregator.api.sdmx.selecting import Asking
from services.aggregator.api.sdmx.series import Source, changed
from services.aggregator.api.sdmx.structures import answered, format_of, unknown
from services.aggregator.domain.dataflows import TIME, Dataflow
from services.aggregator.formats.sdmx import artefacts
from services.aggregator.formats.sdmx import availability as written
from services.aggregator.formats.sdmx.availability import Available
from services.aggregator.formats.sdmx.message import Batches

router = made()
ALL = ("*", "all", "~")


@router.get(
    "/availability/{context}/{agency}/{resource}/{version}/{key}/{component}",
    operation_id="getSdmxAvailability",
    summary="Which codes the data have",
    response_class=Response,
    responses=documented("structure"),
)
async def availability(
    request: Request,
    context: str,
    agency: str,
    resource: str,
    version: str,
    key: str,
    component: str,
    _caller: Callers,
    lang: Languages,
    wanted: Asking,
    mode: Annotated[str, Query(max_length=20)] = "exact",
    references: Annotated[str, Query(max_length=60)] = "none",
) -> Response:
    """The codes of each dimension (`component`: one, several between commas, or `*`) that some
    observation under the key and the conditions has, and how many observations there are. With
    `mode=available` the codes that could be chosen instead: what is asked of a dimension itself
    is left aside.
    """
    if mode not in ("exact", "available"):
        raise unknown("mode", mode)
    flow = selecting.flow_of(context, agency, resource, version)
    form = format_of(request, "structure", wanted.form)
    chosen = _chosen(flow, component)
    source = await selecting.source(request, flow, key, wanted, wanted.as_of)
    before = None
    if wanted.updated_after is not None:
        before = await selecting.source(request, flow, key, wanted, wanted.updated_after)
    found = await _found(source, before, chosen, mode)
    await asyncio.to_thread(artefacts.load)
    content = written.as_json(found, lang) if form == "json" else written.as_ml(found)
    return answered(request, content, form, "availability")


def _chosen(flow: Dataflow, wish: str) -> list[str]:
    """The dimensions that are asked for. Raises 400."""
    names = flow.places
    chosen = names if wish in ALL else wish.split(",")
    for one in chosen:
        if one not in names:
            raise unknown("component", one)
    return chosen


@router.get("/availability/{rest:path}", include_in_schema=False)
async def shorter(
    request: Request,
    rest: str,
    caller: Callers,
    lang: Languages,
    wanted: Asking,
    mode: Annotated[str, Query(max_length=20)] = "exact",
    references: Annotated[str, Query(max_length=60)] = "none",
) -> Response:
    """The same where the end of the address is left out."""
    parts = rest.rstrip("/").split("/")
    if not 3 <= len(parts) <= 6:
        raise not_found()
    context, agency, resource, version, key, component = [*parts, "~", "*", "*"][:6]
    place = (context, agency, resource, version, key, component)
    return await availability(request, *place, caller, lang, wanted, mode, references)


async def _found(source: Source, before: Source | None, chosen: list[str], mode: str) -> Available:
    """Raises 404 where there is nothing."""
    flow = source.selection.flow
    codes, count = await _codes(flow, _batches(source, before))
    if mode == "available":
        for name in chosen:
            others = before and _without(before, name)
            wider, _ = await _codes(flow, _batches(_without(source, name), others))
            codes[name] = wider[name]
    shown = {name: sorted(codes[name]) for name in chosen}
    if not any(shown.values()):
        raise not_found()
    return Available(flow, shown, count, source.asked.at.time)


def _without(source: Source, name: str) -> Source:
    return replace(source, selection=source.selection.without(name))


def _batches(source: Source, before: Source | None) -> Batches:
    return source.batches() if before is None else changed(before, source)


async def _codes(flow: Dataflow, batches: Batches) -> tuple[dict[str, set[str]], int]:
    """The codes of each dimension, and the number of observations."""
    codes: dict[str, set[str]] = {name: set() for name in flow.places}
    count = 0
    async for batch in batches:
        for one in batch:
            count += len(one.observations)
            codes[TIME] |= {each.period for each in one.observations}
            for name, code in zip(codes, one.key, strict=False):
                codes[name].add(code)
    return codes, count
