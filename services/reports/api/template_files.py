"""Templates of the kinds as files, in the four languages: to be filled in and imported."""

import asyncio
from typing import Any

from fastapi import Request
from starlette.responses import Response

from files import answers, csv, xlsx
from kernel import web
from kernel.errors import not_found
from kernel.web import Callers, Languages
from services.reports.api.dependencies import resources
from services.reports.domain.blank import Blank
from services.reports.formats import blanks as files
from services.reports.schemas import KINDS, blanks

router = web.router("/reports/templates", "imports")


def _file(media_type: str) -> dict[str, Any]:
    return {
        "response_class": Response,
        "responses": answers.documented_file(media_type, 404),
    }


@router.get(
    "/{kind}.csv",
    operation_id="getTemplateCsv",
    summary="The template of a kind as CSV",
    **_file(csv.MEDIA_TYPE),
)
async def as_csv(
    request: Request, kind: str, _caller: Callers, lang: Languages, excel: bool = False
) -> Response:
    """A header in the language and an example row. With `excel`, as the Excel of the language reads
    it by a double click.
    """
    dialect = csv.for_excel(lang) if excel else csv.PLAIN
    content = files.comma_separated(await _blank(request, kind, lang), dialect)
    return answers.file(request, content, csv.MEDIA_TYPE, f"template-{kind}-{lang}.csv", lang)


@router.get(
    "/{kind}.xlsx",
    operation_id="getTemplateXlsx",
    summary="The template of a kind as a workbook",
    **_file(xlsx.MEDIA_TYPE),
)
async def as_xlsx(request: Request, kind: str, _caller: Callers, lang: Languages) -> Response:
    """A header in the language with the help beside each cell, lists of codes to choose from, an
    example row, and a sheet that explains.
    """
    content = await asyncio.to_thread(files.workbook, await _blank(request, kind, lang))
    return answers.file(request, content, xlsx.MEDIA_TYPE, f"template-{kind}-{lang}.xlsx", lang)


async def _blank(request: Request, kind: str, lang: Any) -> Blank:
    """The template of a kind. Raises 404."""
    if kind not in KINDS:
        raise not_found(f"There is no kind {kind[:40]}.")
    return blanks.blank(kind, lang, await resources(request).replica.catalogue())
