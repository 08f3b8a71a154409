"""What describes the files of the indicators to machines: CSVW, a data package, DCAT."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.web.dependencies import Callers
from kernel.web.language import Languages
from kernel.web.problems import documented
from services.aggregator.api import addresses
from services.aggregator.api.exports import Asking, Wanted
from services.aggregator.formats import csvw, datapackage, dcat
from services.aggregator.formats.about import Described

router = web.router("/indicators", "exports")

PACKAGE = {"name": "indicators", "resources": [{"name": "observations", "path": "data.csv"}]}


def _documented(media_type: str, example: Mapping[str, Any]) -> dict[int | str, dict[str, Any]]:
    content = {media_type: {"schema": {"type": "object"}, "example": example}}
    return {200: {"description": "A description", "content": content}, **documented()}


@router.get(
    "/data.csv-metadata.json",
    operation_id="describeCsv",
    summary="The CSV file described (CSVW)",
    response_class=Response,
    responses=_documented(csvw.MEDIA_TYPE, {"url": "data.csv"}),
)
async def as_csvw(request: Request, _caller: Callers, wanted: Asking) -> Response:
    """Columns, types and what they mean in four languages; a query is the query of the file."""
    return _answer(request, csvw.metadata(_described(request, wanted)), csvw.MEDIA_TYPE)


@router.get(
    "/datapackage.json",
    operation_id="describePackage",
    summary="The observations as a data package (Frictionless)",
    response_class=Response,
    responses=_documented(datapackage.MEDIA_TYPE, PACKAGE),
)
async def as_package(
    request: Request, _caller: Callers, lang: Languages, wanted: Asking
) -> Response:
    """The CSV file with its schema, its licence and the lists of codes."""
    package = datapackage.package(_described(request, wanted), lang)
    return _answer(request, package, datapackage.MEDIA_TYPE)


@router.get(
    "/dcat.jsonld",
    operation_id="describeCatalogue",
    summary="All open data as a catalogue (DCAT 3)",
    response_class=Response,
    responses=_documented(dcat.MEDIA_TYPE, {"@type": "dcat:Catalog"}),
)
async def as_dcat(request: Request, _caller: Callers, wanted: Asking) -> Response:
    """The data sets and their files, for portals that harvest them."""
    catalogue = dcat.catalogue(_described(request, wanted), addresses.absolute(request, ""))
    return _answer(request, catalogue, dcat.MEDIA_TYPE)


def _described(request: Request, wanted: Wanted) -> Described:
    observations = wanted.observations
    return Described(observations.asked.structure, observations.foot, _query(request))


def _query(request: Request) -> str:
    """The query of the file: that of the request without its language, which changes nothing."""
    given = request.query_params.multi_items()
    return urlencode([(name, value) for name, value in given if name != "lang"])


def _answer(request: Request, described: Mapping[str, Any], media_type: str) -> Response:
    answer = web.answer(request, described, live=True)
    if answer.status_code == 200:
        answer.headers["Content-Type"] = media_type
    return answer
