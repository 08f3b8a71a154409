"""Data of the dataflows, and which codes they have."""

import asyncio
from collections.abc import Mapping, Sequence

from fastapi import Request
from starlette.responses import Response

from files import answers
from files.answers import About
from kernel.errors import Invalid, Problem, invalid
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from services.aggregator.api.reading import Asked
from services.aggregator.api.sdmx import arranging, datasets, selecting
from services.aggregator.api.sdmx.datasets import DataSets, Parts
from services.aggregator.api.sdmx.operation import documented
from services.aggregator.api.sdmx.operation import router as made
from services.aggregator.api.sdmx.selecting import Asking, Wanted
from services.aggregator.api.sdmx.structures import ENDINGS, format_of, negotiated
from services.aggregator.domain.dataflows import MEASURE, TIME, Dataflow
from services.aggregator.domain.ordering import Order, Window, orders_of
from services.aggregator.domain.selection import Unreadable
from services.aggregator.formats.sdmx import artefacts, data_csv, data_json, data_ml, media
from services.aggregator.formats.sdmx.media import Format
from services.aggregator.formats.sdmx.message import FLAT, Message, Part, View

router = made()

DEFAULTS = ("*", "*", "*", "~", "*")  # of the parts of an address
ALL, WORDS = {"dsd", "all", "obs"}, {"none", "msd", "dataset", "group", "series"}
PIECES = {"ml": data_ml.pieces, "json": data_json.pieces, "csv": data_csv.pieces}


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
    form = format_of(request, "data", wanted.form)
    flows = selecting.flows_of(context, agency, resource, version)
    at = await selecting.moments(request, wanted)
    orders: dict[str, list[Order]] = {}

    async def ask(flow: Dataflow) -> DataSets:
        view = _view(flow, wanted)
        orders[flow.id] = _orders(view, wanted)
        return await datasets.data_sets(request, view, key, wanted, at)

    every = await selecting.answerable(flows, ask)
    await asyncio.to_thread(artefacts.load)
    parts = await _arranged(_parts(every), wanted, orders, form)
    whole = datasets.begun(await _first(parts), parts)
    views, recorded = [one.view for one in every], at.now.at.time
    message = Message(views, lambda: whole, recorded, lang, artefacts.name)
    return _answer(request, message, at.now, form)


async def _parts(every: Sequence[DataSets]) -> Parts:
    for one in every:
        async for part in one.parts():
            yield part


async def _arranged(
    parts: Parts, wanted: Wanted, orders: Mapping[str, Sequence[Order]], form: Format
) -> Parts:
    """The data sets in the order, the page and the series that are asked for. Raises 413."""
    if wanted.sort is not None:
        parts = await arranging.in_order(parts, orders)
    if wanted.offset or wanted.limit is not None:
        parts = arranging.page(parts, Window(wanted.offset, wanted.limit))
    as_it_comes = wanted.level == TIME and wanted.sort is None
    if as_it_comes or wanted.level == FLAT or form == "csv":
        return parts
    return await arranging.in_series(parts, wanted.level, wanted.sort is not None)


@router.get("/data", include_in_schema=False)
@router.get("/data/{rest:path}", include_in_schema=False)
async def shorter(
    request: Request, caller: Callers, lang: Languages, wanted: Asking, rest: str = ""
) -> Response:
    """The same where the end of the address is left out."""
    context, agency, resource, version, key = selecting.places(rest, DEFAULTS)
    return await data(request, context, agency, resource, version, key, caller, lang, wanted)


def _view(flow: Dataflow, wanted: Wanted) -> View:
    """How a dataflow is shown. Raises 400."""
    _check_level(flow, wanted.level)
    shown, measures = _shown(flow, wanted.attributes), _measures(flow, wanted.measures)
    return View(flow, shown, measures, wanted.level)


def _check_level(flow: Dataflow, level: str) -> None:
    there = [*flow.places, FLAT]
    if level not in there:
        detail = f"There is no {level}; there are {', '.join(there)}."
        raise invalid(Invalid("/dimensionAtObservation", "unknown_code", detail))


def _orders(view: View, wanted: Wanted) -> list[Order]:
    """What observations are sorted by. Raises 400."""
    try:
        return orders_of(view.flow, wanted.sort, [one.id for one in view.keys])
    except Unreadable as error:
        raise invalid(Invalid("/sort", "unknown_code", str(error))) from None


async def _first(parts: Parts) -> Part:
    """Raises 404 where there is none."""
    first = await anext(parts, None)
    if first is None:
        raise Problem(404, "not_found", "No results found.")
    return first


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


def _answer(request: Request, message: Message, asked: Asked, form: Format) -> Response:
    about = _about(request, message, asked, form)
    return negotiated(answers.stream(request, about, lambda: PIECES[form](message)))


def _about(request: Request, message: Message, asked: Asked, form: Format) -> About:
    """What the answer says of the file."""
    at = (asked.structure.edition, asked.at.position, asked.at.noted)
    tag = answers.tag_of(request.url.path, request.url.query, form, message.lang, *at)
    name = f"{message.id.lower()}-position-{asked.at.position}.{ENDINGS[form]}"
    return About(media.media_type("data", form), name, tag, lang=message.lang)
