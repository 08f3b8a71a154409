"""Structures: dataflows, their components and lists of codes."""

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Annotated, NoReturn

from fastapi import Query, Request
from starlette.responses import Response

from files import answers
from kernel.errors import Invalid, Problem, invalid, not_found
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from services.aggregator.api.dependencies import resources
from services.aggregator.api.sdmx.as_of import AsOf, asked_at
from services.aggregator.api.sdmx.operation import documented
from services.aggregator.api.sdmx.operation import router as made
from services.aggregator.domain.dataflows import VERSION
from services.aggregator.domain.selection import has_version
from services.aggregator.formats.sdmx import media, structure_json, structure_ml
from services.aggregator.formats.sdmx.artefacts import WISHES, Artefact, Artefacts
from services.aggregator.formats.sdmx.media import Format
from services.aggregator.store import series

router = made()

KINDS = tuple(structure_ml.ELEMENTS)
#: Kinds that references may name too, and that are not here.
ELSEWHERE = re.compile(
    "metadata(flow|structure|constraint|providerscheme|provisionagreement)|dataconstraint|"
    "data(provider|consumer)scheme|organisationunitscheme|hierarchy(association)?|valuelist|"
    "provisionagreement|process|reportingtaxonomy(map)?|(structure|representation)(set|map)|"
    "(concept|category|organisation)schememap|vtlmappingscheme|"
    "(transformation|ruleset|userdefinedoperator|customtype|namepersonalisation|namealias)scheme"
)
ENDINGS: Mapping[Format, str] = {"ml": "xml", "json": "json", "csv": "csv"}
DETAILS = ("full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs")
MORE = ("referencepartial", "raw")
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
    as_of: AsOf = None,
    form: Wish = None,
) -> Response:
    """`kind`: dataflow, datastructure, codelist, conceptscheme, agencyscheme, categoryscheme,
    categorisation, or `*`. Each place takes `*`, and several codes between commas. `asOf` takes an
    instant or a position.
    """
    place = (kind, agency, resource, version)
    found = await structures(request, as_of)
    return await _answer(request, found, place, lang, references, detail, form)


async def _answer(
    request: Request,
    found: Artefacts,
    place: Sequence[str],
    lang: str,
    references: str,
    detail: str,
    wish: str | None,
) -> Response:
    """What an address names: kind, agency, resource, version, and items if it has any."""
    chosen = _chosen(found, *place[:4])
    refuse_unknown_references(references)
    _refuse_unknown("detail", detail, {*DETAILS, *MORE})
    every = (found.with_references(chosen, one) for one in references.split(","))
    beside = [one for one in dict.fromkeys(chain.from_iterable(every)) if one not in chosen]
    if len(place) > 4:
        chosen = _with_items(chosen, place[4])
    form = format_of(request, "structure", wish)
    stubs = () if detail in ("full", *MORE) else beside
    if detail in ("allstubs", "allcompletestubs"):
        stubs = [*chosen, *beside]
    content = await asyncio.to_thread(_content, [*chosen, *beside], form, lang, stubs)
    return answered(request, content, form, "structures")


def refuse_unknown_references(wish: str) -> None:
    """Raises 400 for a word that `references` never has."""
    _refuse_unknown("references", wish, {*WISHES, *KINDS})


def _refuse_unknown(name: str, wish: str, words: Collection[str]) -> None:
    for one in wish.split(","):
        if one not in words and not ELSEWHERE.fullmatch(one):
            raise unknown(name, one)


def unknown(name: str, code: str) -> Exception:
    """400: a parameter has a word that nobody knows."""
    return invalid(Invalid(f"/{name}", "unknown_code", f"There is no {code}."))


def _with_items(chosen: Sequence[Artefact], wish: str) -> list[Artefact]:
    """Lists with the items alone that are named. Raises 404."""
    if wish in ("*", "all"):
        return list(chosen)
    asked = wish.split(",")
    cut = ((one, tuple(item for item in one.items if item in asked)) for one in chosen)
    some = [replace(one, items=items, partial=True) for one, items in cut if items]
    return some or nothing()


def nothing() -> NoReturn:
    """404."""
    raise not_found()


@router.get("/structure", include_in_schema=False)
@router.get("/structure/{rest:path}", include_in_schema=False)
async def shorter(
    request: Request,
    caller: Callers,
    lang: Languages,
    rest: str = "",
    references: References = "none",
    detail: References = "full",
    as_of: AsOf = None,
    form: Wish = None,
) -> Response:
    """The same where the end of the address is left out, or items stand behind it."""
    parts = rest.rstrip("/").split("/") if rest.strip("/") else []
    if len(parts) > 5:
        raise not_found()
    place = parts if len(parts) == 5 else [*parts, "*", "*", "*", "*"][:4]
    found = await structures(request, as_of)
    return await _answer(request, found, place, lang, references, detail, form)


async def structures(request: Request, as_of: str | None) -> Artefacts:
    """All structures as they stand now, or stood at a moment. Raises 400."""
    asked = await asked_at(request, "asOf", as_of)
    async with resources(request).db.read() as connection:
        told = await series.published_at(connection, asked.at.generation, asked.at.position)
    keys = [one.series.key for one in told]
    areas = {area for key in keys for area in key[:2]}
    return await asyncio.to_thread(Artefacts, asked.structure, areas)


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
    kinds = "*" if kind == "structure" else kind
    known = has_version(version, VERSION)
    chosen = [
        one
        for (of, id_), one in found.all.items()
        if known and names(kinds, of) and names(resource, id_)
        if names(agency, one.agency) or one.agency == "OAS"
    ]
    return chosen or nothing()


def names(wish: str, code: str) -> bool:
    """Whether a part of an address names a code: among several between commas, or as any."""
    return wish in ("*", "all") or code in wish.split(",")


def _content(whole: list[Artefact], form: Format, lang: str, stubs: Sequence[Artefact]) -> bytes:
    if form == "json":
        return structure_json.message(whole, None, lang, stubs)
    return structure_ml.message(whole, None, stubs)


def answered(request: Request, content: bytes, form: Format, name: str) -> Response:
    """A message of structures; what it is depends on the Accept header too."""
    kind = media.media_type("structure", form)
    return negotiated(answers.file(request, content, kind, f"{name}.{ENDINGS[form]}"))


def negotiated(answer: Response) -> Response:
    """An answer that depends on the Accept header too."""
    answer.headers["Vary"] = f"Accept, {answer.headers['Vary']}"
    return answer
