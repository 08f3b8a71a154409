"""Which codes the data of a dataflow have."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from services.aggregator.api.sdmx import selecting
from services.aggregator.api.sdmx.operation import documented
from services.aggregator.api.sdmx.operation import router as made
from services.aggregator.api.sdmx.selecting import Asking
from services.aggregator.api.sdmx.series import Source, changed
from services.aggregator.api.sdmx.structures import (
    answered,
    format_of,
    nothing,
    refuse_unknown_references,
    unknown,
)
from services.aggregator.domain.dataflows import TIME, Dataflow
from services.aggregator.formats.sdmx import artefacts
from services.aggregator.formats.sdmx import availability as written
from services.aggregator.formats.sdmx.availability import Available
from services.aggregator.formats.sdmx.message import Batches

router = made()
DEFAULTS = ("*", "*", "*", "~", "*", "*")  # of the parts of an address
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
    refuse_unknown_references(references)
    form = format_of(request, "structure", wanted.form)
    flows = selecting.flows_of(context, agency, resource, version)
    at = await selecting.moments(request, wanted)

    async def ask(flow: Dataflow) -> Available:
        chosen = _chosen(flow, component)
        source, before = selecting.sources(request, flow, key, wanted, at)
        return await _found(source, before, chosen, mode)

    every = await selecting.answerable(flows, ask)
    found = [one for one in every if any(one.codes.values())] or nothing()
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


@router.get("/availability", include_in_schema=False)
@router.get("/availability/{rest:path}", include_in_schema=False)
async def shorter(
    request: Request,
    caller: Callers,
    lang: Languages,
    wanted: Asking,
    rest: str = "",
    mode: Annotated[str, Query(max_length=20)] = "exact",
    references: Annotated[str, Query(max_length=60)] = "none",
) -> Response:
    """The same where the end of the address is left out."""
    context, agency, resource, version, key, component = selecting.places(rest, DEFAULTS)
    place = (context, agency, resource, version, key, component)
    return await availability(request, *place, caller, lang, wanted, mode, references)


async def _found(source: Source, before: Source | None, chosen: list[str], mode: str) -> Available:
    flow = source.selection.flow
    codes, count = await _codes(flow, _batches(source, before))
    if mode == "available":
        for name in chosen:
            others = before and _without(before, name)
            wider, _ = await _codes(flow, _batches(_without(source, name), others))
            codes[name] = wider[name]
    shown = {name: sorted(codes[name]) for name in chosen}
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
