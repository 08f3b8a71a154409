"""Structures: dataflows, their components and lists of codes."""

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

from files import answers
from kernel.errors import Invalid, Problem, invalid, not_found
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import When, resources
from services.aggregator.api.sdmx.operation import documented
from services.aggregator.api.sdmx.operation import router as made
from services.aggregator.domain.dataflows import VERSION
from services.aggregator.formats.sdmx import media, structure_json, structure_ml
from services.aggregator.formats.sdmx.artefacts import WISHES, Artefact, Artefacts
from services.aggregator.formats.sdmx.media import Format
from services.aggregator.store import series

router = made()

KINDS = tuple(structure_ml.ELEMENTS)
LATEST = ("", "*", "~", "+", " ", "latest", "all", "1.0+", "1+", VERSION, "1.0", "1+.0", "1.0+.0")
ENDINGS: Mapping[Format, str] = {"ml": "xml", "json": "json", "csv": "csv"}
DETAILS = ("full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs")
MORE = ("referencepartial", "raw")
EVERYTHING = dependencies.Filters(None, None, None, None)
References = Annotated[str, Query(max_length=60)]
Wish = Annotated[str | None, Query(alias="format", max_length=100)]


@router.get(
    "/structure/{kind}/{agency}/{resource}/{version}",
    operation_id="getSdmxStructure",
    summary="Structures for statistical systems",
    response_class=Response,
    responses=documented("structure"),
)
async def structure(
    request: Request,
    kind: str,
    agency: str,
    resource: str,
    version: str,
    _caller: Callers,
    lang: Languages,
    references: References = "none",
    detail: References = "full",
    form: Wish = None,
) -> Response:
    """`kind`: dataflow, datastructure, codelist, conceptscheme, agencyscheme, categoryscheme,
    categorisation, or `*`. Each place takes `*`, and several codes between commas.
    """
    found = await structures(request)
    chosen = _chosen(found, kind, agency, resource, version)
    if references not in (*WISHES, *KINDS):
        raise invalid(Invalid("/references", "unknown_code", f"There is no {references}."))
    if detail not in (*DETAILS, *MORE):
        raise invalid(Invalid("/detail", "unknown_code", f"There is no {detail}."))
    whole = found.with_references(chosen, references)
    stubs = set() if detail in ("full", *MORE) else {id(one) for one in whole}
    if detail.startswith("reference"):
        stubs -= {id(one) for one in chosen}
    as_ = format_of(request, "structure", form)
    content = await asyncio.to_thread(_content, whole, as_, lang, stubs)
    return answered(request, content, as_, "structures")


@router.get("/structure/{rest:path}", include_in_schema=False)
async def shorter(
    request: Request,
    rest: str,
    caller: Callers,
    lang: Languages,
    references: References = "none",
    detail: References = "full",
    form: Wish = None,
) -> Response:
    """The same where the end of the address is left out."""
    parts = [*rest.rstrip("/").split("/"), "*", "*", "*"][:4]
    if rest.rstrip("/").count("/") > 3:
        raise not_found()
    kind, agency, resource, version = parts
    return await structure(
        request, kind, agency, resource, version, caller, lang, references, detail, form
    )


@router.get("/schema/{rest:path}", include_in_schema=False)
async def schema(rest: str, _caller: Callers) -> Response:
    """501, always."""
    raise Problem(501, "not_implemented", f"No schema of {rest} is made here.")


async def structures(request: Request) -> Artefacts:
    """All structures as they stand now."""
    under, at = await dependencies.located(request, EVERYTHING, When(None, None))
    async with resources(request).db.read() as connection:
        told = await series.published_at(connection, at.generation, at.position)
    keys = [one.series.key for one in told]
    areas = {area for key in keys for area in key[:2]}
    return await asyncio.to_thread(Artefacts, under, areas)


def format_of(request: Request, kind: media.Kind, wish: str | None) -> Format:
    """The format that is asked for. Raises 406."""
    chosen = media.chosen(kind, request.headers.get("accept", ""), wish)
    if chosen is None:
        raise _not_acceptable(kind)
    return chosen


def _not_acceptable(kind: media.Kind) -> Problem:
    there = ", ".join(media.media_type(kind, form) for form in media.MEDIA[kind])
    return Problem(406, "not_acceptable", f"There are: {there}.")


def _chosen(
    found: Artefacts, kind: str, agency: str, resource: str, version: str
) -> list[Artefact]:
    """What an address names. Raises 404, and 400 for a kind that SDMX may have and this has not."""
    kinds = KINDS if kind in ("*", "structure") else tuple(kind.split(","))
    names = None if resource in ("*", "all") else resource.split(",")
    agencies = None if agency in ("*", "all") else [*agency.split(","), "OAS"]
    versions = [one for one in version.split(",") if one in LATEST]
    chosen = [
        one
        for (of, id_), one in found.all.items()
        if of in kinds and (names is None or id_ in names) and versions
        if agencies is None or one.agency in agencies
    ]
    if not chosen:
        raise not_found()
    return chosen


def _content(whole: list[Artefact], form: Format, lang: str, stubs: set[int]) -> bytes:
    names_alone = bool(stubs) and len(stubs) == len(whole)
    return _written(whole, form, lang, names_alone)


def _written(whole: list[Artefact], form: Format, lang: str, names_alone: bool) -> bytes:
    if form == "json":
        return structure_json.message(whole, None, lang, names_alone)
    return structure_ml.message(whole, None, names_alone)


def answered(request: Request, content: bytes, form: Format, name: str) -> Response:
    """A message of structures; what it is depends on the Accept header too."""
    kind, file = media.media_type("structure", form), f"{name}.{ENDINGS[form]}"
    return negotiated(answers.file(request, content, kind, file))


def negotiated(answer: Response) -> Response:
    """An answer that depends on the Accept header too."""
    answer.headers["Vary"] = f"Accept, {answer.headers['Vary']}"
    return answer
