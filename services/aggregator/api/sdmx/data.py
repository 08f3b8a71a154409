"""Data of the dataflows, and which codes they have."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TypeVar

from fastapi import Request
from starlette.responses import Response

from files import answers
from files.answers import About
from kernel.errors import Invalid, Problem, invalid, not_found
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import When
from services.aggregator.api.reading import Asked
from services.aggregator.api.sdmx import selecting, series
from services.aggregator.api.sdmx.operation import documented
from services.aggregator.api.sdmx.operation import router as made
from services.aggregator.api.sdmx.selecting import Asking, Wanted
from services.aggregator.api.sdmx.series import Source
from services.aggregator.api.sdmx.structures import ENDINGS, EVERYTHING, format_of, negotiated
from services.aggregator.domain.dataflows import MEASURE, TIME, Dataflow, Series, across
from services.aggregator.formats.sdmx import artefacts, data_csv, data_json, data_ml, media
from services.aggregator.formats.sdmx.media import Format
from services.aggregator.formats.sdmx.message import FLAT, Batches, Message, Part

router = made()

T = TypeVar("T")
Pairs = AsyncIterator[tuple[Source | None, Source]]

ALL, WORDS = {"dsd", "all", "obs"}, {"none", "msd", "dataset", "group", "series"}
PIECES = {"ml": data_ml.pieces, "json": data_json.pieces, "csv": data_csv.pieces}
#: Positions that a history goes through, each of which is computed anew: of a few figures, of all.
MOST_STEPS, MOST_OF_ALL = 1_000, 20
MOST_ACROSS = 100_000  # observations that are ordered by another dimension, in memory


@router.get(
    "/data/{context}/{agency}/{resource}/{version}/{key}",
    operation_id="getSdmxData",
    summary="Data for statistical systems",
    response_class=Response,
    responses=documented("data"),
)
async def data(
    request: Request,
    context: str,
    agency: str,
    resource: str,
    version: str,
    key: str,
    _caller: Callers,
    lang: Languages,
    wanted: Asking,
) -> Response:
    """`key`: a code for each dimension but the period, between dots; `*` for any, `+` between
    several. `dimensionAtObservation` takes any dimension, or `AllDimensions`. `asOf` and
    `updatedAfter` take an instant or a position; what is no more since then comes in a data set of
    its own, to be deleted.
    """
    flow = selecting.flow_of(context, agency, resource, version)
    level = _level(flow, wanted.level)
    form = format_of(request, "data", wanted.form)
    now = await selecting.source(request, flow, key, wanted, wanted.as_of)
    before = None
    if wanted.updated_after is not None:
        before = await selecting.source(request, flow, key, wanted, wanted.updated_after)
    steps = await _steps(request, before, now) if wanted.history else None
    await asyncio.to_thread(artefacts.load)
    parts = _parts(_pairs(request, before, now, steps))
    if level is not None and form != "csv":
        parts = await _across(level, parts)
    message = _message(flow, wanted, now, lang, _begun(await _first(parts), parts))
    return _answer(request, message, now, form)


@router.get("/data/{rest:path}", include_in_schema=False)
async def shorter(
    request: Request, rest: str, caller: Callers, lang: Languages, wanted: Asking
) -> Response:
    """The same where the end of the address is left out."""
    parts = rest.rstrip("/").split("/")
    if not 3 <= len(parts) <= 5:
        raise not_found()
    context, agency, resource, version, key = [*parts, "~", "*", "*"][:5]
    return await data(request, context, agency, resource, version, key, caller, lang, wanted)


def _level(flow: Dataflow, wish: str) -> int | None:
    """The place of the dimension that observations should tell; None: the period, or all of them.
    Raises 400.
    """
    places = {one.id: place for place, one in enumerate(flow.dimensions)}
    if wish not in (TIME, FLAT, *places):
        there = ", ".join((*places, TIME, FLAT))
        detail = f"There is no {wish}; there are {there}."
        raise invalid(Invalid("/dimensionAtObservation", "unknown_code", detail))
    return places.get(wish)


async def _across(level: int, parts: AsyncIterator[Part]) -> AsyncIterator[Part]:
    """The data sets with their series across another dimension. Raises 413."""
    made, left = list[Part](), MOST_ACROSS
    async for part in parts:
        every = list[Series]()
        async for batch in part.batches:
            left -= sum(len(one.observations) for one in batch)
            if left < 0:
                raise _too_large(f"{MOST_ACROSS} observations: narrow them, or ask for {TIME}")
            every += batch
        made.append(part._replace(batches=_listed([await asyncio.to_thread(across, level, every)])))
    return _listed(made)


async def _listed(things: Sequence[T]) -> AsyncIterator[T]:
    for one in things:
        yield one


def _too_large(most: str) -> Problem:
    return Problem(413, "too_large", f"More than {most}.")


async def _steps(request: Request, before: Source | None, now: Source) -> list[int]:
    """The positions from which on other data stood. Raises 413."""
    after = before.asked.at.position if before else 0
    most = int(min(MOST_STEPS, MOST_OF_ALL / (now.share or 1e-9)))
    steps = await series.steps(now, after, now.asked.at.position, most + 1)
    if len(steps) > most:
        raise _too_large(f"{most} versions: narrow the key, or by updatedAfter and asOf")
    return steps


async def _pairs(
    request: Request, before: Source | None, now: Source, steps: list[int] | None
) -> Pairs:
    """What is compared: two moments, or each step of a history with the one before it."""
    if steps is None:
        yield before, now
        return
    last = before or replace(now, asked=await _asked(request, now, 0))
    for position in steps:
        step = replace(now, asked=await _asked(request, now, position))
        yield last, step
        last = step


async def _asked(request: Request, source: Source, position: int) -> Asked:
    structure, at = await dependencies.located(request, EVERYTHING, When(str(position), None))
    return replace(source.asked, structure=structure, at=at)


async def _parts(pairs: Pairs) -> AsyncIterator[Part]:
    """The data sets that have something."""
    async for before, now in pairs:
        made: list[tuple[str, Batches]] = [("Information", now.batches())]
        if before is not None:
            made = [("Replace", series.changed(before, now)), ("Delete", series.gone(before, now))]
        for action, batches in made:
            if (first := await anext(batches, None)) is not None:
                yield Part(action, _begun(first, batches), now.asked.at.time if before else None)


async def _first(parts: AsyncIterator[Part]) -> Part:
    """Raises 404 where there is none."""
    first = await anext(parts, None)
    if first is None:
        raise Problem(404, "not_found", "No results found.")
    return first


async def _begun(first: T, rest: AsyncIterator[T]) -> AsyncIterator[T]:
    yield first
    async for one in rest:
        yield one


def _message(
    flow: Dataflow, wanted: Wanted, now: Source, lang: str, parts: AsyncIterator[Part]
) -> Message:
    return Message(
        flow,
        lambda: parts,
        _shown(flow, wanted.attributes),
        _measures(flow, wanted.measures),
        wanted.level,
        now.asked.at.time,
        lang,
        artefacts.name,
    )


def _shown(flow: Dataflow, wish: str) -> list[int]:
    """Which attributes are asked for, by their places. Raises 400."""
    names = [one.id for one in flow.attributes]
    asked = {*wish.split(",")}
    chosen = {*names} if asked & ALL else asked - WORDS
    chosen |= asked - ALL - WORDS
    if unknown := sorted(chosen - {*names}):
        raise invalid(Invalid("/attributes", "unknown_code", f"There is no {unknown[0]}."))
    return [n for n, name in enumerate(names) if name in chosen]


def _measures(flow: Dataflow, wish: str) -> bool:
    """Whether values are asked for. Raises 400."""
    asked = {*wish.split(",")}
    if unknown := sorted(asked - {"all", "none", MEASURE}):
        raise invalid(Invalid("/measures", "unknown_code", f"{flow.id} has no {unknown[0]}."))
    return asked != {"none"}


def _answer(request: Request, message: Message, now: Source, form: Format) -> Response:
    at = now.asked.at
    place = (request.url.path, request.url.query, form, message.lang)
    tag = answers.tag_of(*place, now.asked.structure.edition, at.position, at.noted)
    name = f"{message.flow.id.lower()}-position-{at.position}.{ENDINGS[form]}"
    about = About(media.media_type("data", form), name, tag, lang=message.lang)
    return negotiated(answers.stream(request, about, lambda: PIECES[form](message)))
