"""What a request for data asks for: its conditions, its moments, the series it selects."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, NamedTuple, TypeVar

from fastapi import Depends, Query, Request

from kernel.errors import Invalid, Problem, invalid, not_found
from services.aggregator.api.dependencies import resources
from services.aggregator.api.reading import Asked
from services.aggregator.api.sdmx.as_of import AsOf, asked_at
from services.aggregator.api.sdmx.conditions import conditions
from services.aggregator.api.sdmx.series import Source
from services.aggregator.api.sdmx.structures import Wish, names
from services.aggregator.domain.dataflows import AGENCY, DATAFLOWS, TIME, VERSION, Dataflow
from services.aggregator.domain.selection import (
    Selection,
    Test,
    Unreadable,
    condition_of,
    has_version,
    keys_of,
)

CONTEXTS = ("dataflow", "datastructure", "*")
MOST = 10**9

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for beside its address."""

    conditions: Mapping[str, str]
    as_of: str | None
    updated_after: str | None
    first: int | None
    last: int | None
    level: str
    attributes: str
    measures: str
    history: bool
    form: str | None
    offset: int = 0
    limit: int | None = None
    sort: str | None = None


def _wanted(
    given: Annotated[dict[str, str], Depends(conditions)],
    as_of: AsOf = None,
    updated_after: Annotated[str | None, Query(alias="updatedAfter", max_length=40)] = None,
    first: Annotated[int | None, Query(alias="firstNObservations", ge=1, le=MOST)] = None,
    last: Annotated[int | None, Query(alias="lastNObservations", ge=1, le=MOST)] = None,
    level: Annotated[str, Query(alias="dimensionAtObservation", max_length=60)] = TIME,
    attributes: Annotated[str, Query(max_length=400)] = "dsd",
    measures: Annotated[str, Query(max_length=400)] = "all",
    history: Annotated[bool, Query(alias="includeHistory")] = False,
    form: Wish = None,
    offset: Annotated[int, Query(ge=0, le=MOST)] = 0,
    limit: Annotated[int | None, Query(ge=1, le=MOST)] = None,
    sort: Annotated[str | None, Query(max_length=400)] = None,
) -> Wanted:
    """What a request asks for."""
    shown = (level, attributes, measures, history, form)
    return Wanted(given, as_of, updated_after, first, last, *shown, offset, limit, sort)


Asking = Annotated[Wanted, Depends(_wanted)]


def flows_of(context: str, agency: str, resource: str, version: str) -> list[Dataflow]:
    """The dataflows that an address names. Raises 404."""
    there = _named(context, agency, version)
    named = [flow for code, flow in DATAFLOWS.items() if there and names(resource, code)]
    if not named:
        raise not_found()
    return named


async def answerable(flows: Sequence[Dataflow], ask: Callable[[Dataflow], Awaitable[T]]) -> list[T]:
    """What is made of each dataflow. Of several, those that have not what is asked for are left
    out. Raises 400 where that is all of them.
    """
    found, wrong = list[T](), list[Problem]()
    for flow in flows:
        try:
            found.append(await ask(flow))
        except Problem as problem:
            if problem.status != 422:
                raise
            wrong.append(problem)
    if not found:
        raise wrong[0]
    return found


def _named(context: str, agency: str, version: str) -> bool:
    known = names(agency, AGENCY) and has_version(version, VERSION)
    return known and context in CONTEXTS


def places(rest: str, defaults: Sequence[str]) -> list[str]:
    """The parts of an address, of which some at the end may be left out. Raises 404."""
    given = rest.rstrip("/").split("/") if rest.strip("/") else []
    if len(given) > len(defaults):
        raise not_found()
    return [*given, *defaults[len(given) :]]


class Moments(NamedTuple):
    """When data are asked for, and since when they should have changed."""

    now: Asked
    before: Asked | None


async def moments(request: Request, wanted: Wanted) -> Moments:
    """The moments that a request names. Raises 400."""
    now = await asked_at(request, "asOf", wanted.as_of)
    if wanted.updated_after is None:
        return Moments(now, None)
    before = await asked_at(request, "updatedAfter", wanted.updated_after)
    if before.at.position > now.at.position:
        raise invalid(Invalid("/updatedAfter", "out_of_range", "It is behind asOf."))
    return Moments(now, before)


def sources(
    request: Request, flow: Dataflow, key: str, wanted: Wanted, at: Moments
) -> tuple[Source, Source | None]:
    """What is selected of a dataflow, now and before. Raises 400."""
    db, selection = resources(request).db, _selection(flow, key, wanted)
    before = Source(db, at.before, selection) if at.before else None
    return Source(db, at.now, selection), before


def _selection(flow: Dataflow, key: str, wanted: Wanted) -> Selection:
    try:
        keys = keys_of(flow, key)
    except Unreadable as error:
        raise invalid(Invalid("/key", "wrong_form", str(error))) from None
    tests = {name: _test(flow, name, text) for name, text in wanted.conditions.items()}
    return Selection(flow, keys, tests, wanted.first, wanted.last)


def _test(flow: Dataflow, name: str, text: str) -> Test:
    if name not in {one.id for one in flow.components}:
        detail = f"{flow.id} has no component {name}."
        raise invalid(Invalid(f"/c[{name}]", "unknown_code", detail))
    try:
        return condition_of(name, text)
    except Unreadable as error:
        raise invalid(Invalid(f"/c[{name}]", "wrong_form", str(error))) from None
