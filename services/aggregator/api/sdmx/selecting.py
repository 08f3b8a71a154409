"""What a request for data asks for: its conditions, its moments, the series it selects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request

from kernel.errors import Invalid, Problem, invalid, not_found
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import When, resources
from services.aggregator.api.reading import Asked
from services.aggregator.api.sdmx.conditions import conditions
from services.aggregator.api.sdmx.series import Source
from services.aggregator.api.sdmx.structures import EVERYTHING, Wish, names
from services.aggregator.domain.dataflows import AGENCY, DATAFLOWS, TIME, VERSION, Dataflow
from services.aggregator.domain.selection import (
    Selection,
    Unreadable,
    condition_of,
    has_version,
    keys_of,
)

CONTEXTS = ("dataflow", "datastructure", "*")
MOST = 10**9


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


def _wanted(
    given: Annotated[dict[str, str], Depends(conditions)],
    as_of: Annotated[str | None, Query(alias="asOf", max_length=40)] = None,
    updated_after: Annotated[str | None, Query(alias="updatedAfter", max_length=40)] = None,
    first: Annotated[int | None, Query(alias="firstNObservations", ge=1, le=MOST)] = None,
    last: Annotated[int | None, Query(alias="lastNObservations", ge=1, le=MOST)] = None,
    level: Annotated[str, Query(alias="dimensionAtObservation", max_length=60)] = TIME,
    attributes: Annotated[str, Query(max_length=400)] = "dsd",
    measures: Annotated[str, Query(max_length=400)] = "all",
    history: Annotated[bool, Query(alias="includeHistory")] = False,
    form: Wish = None,
) -> Wanted:
    """What a request asks for."""
    moments = (as_of, updated_after)
    return Wanted(given, *moments, first, last, level, attributes, measures, history, form)


Asking = Annotated[Wanted, Depends(_wanted)]


def flow_of(context: str, agency: str, resource: str, version: str) -> Dataflow:
    """The dataflow that an address names. Raises 404."""
    there = _named(context, agency, version)
    named = {code for code in DATAFLOWS if there and names(resource, code)}
    if not named:
        raise not_found()
    if len(named) > 1:
        raise Problem(501, "not_implemented", "A message has one dataflow: name it.")
    return DATAFLOWS[named.pop()]


def _named(context: str, agency: str, version: str) -> bool:
    known = names(agency, AGENCY) and has_version(version, VERSION)
    return known and context in CONTEXTS


async def source(
    request: Request, flow: Dataflow, key: str, wanted: Wanted, moment: str | None
) -> Source:
    """What is selected, at a moment (None: now). Raises 400."""
    structure, at = await dependencies.located(request, EVERYTHING, When(moment, None))
    selection = _selection(flow, key, wanted)
    return Source(resources(request).db, Asked(structure, EVERYTHING, at), selection)


def _selection(flow: Dataflow, key: str, wanted: Wanted) -> Selection:
    known = {one.id for one in flow.components}
    for name in wanted.conditions:
        if name not in known:
            detail = f"{flow.id} has no component {name}."
            raise invalid(Invalid(f"/c[{name}]", "unknown_code", detail))
    try:
        keys = keys_of(flow, key)
        tests = {name: condition_of(name, text) for name, text in wanted.conditions.items()}
    except Unreadable as error:
        raise invalid(Invalid("/key", "wrong_form", str(error))) from None
    return Selection(flow, keys, tests, wanted.first, wanted.last)
