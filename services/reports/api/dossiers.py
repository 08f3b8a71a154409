"""The dossier of a closed cycle: as data, and as pages."""

from typing import Annotated, Literal

from fastapi import Query, Request
from starlette.responses import Response

from kernel import web
from kernel.errors import Problem
from kernel.web import Callers
from kernel.web.answers import PUBLIC, etag_matches, json_bytes
from kernel.web.language import Languages
from kernel.web.problems import documented
from services.reports.api import cycles, dependencies
from services.reports.api.pages import AsOf
from services.reports.domain.cycles import CLOSED, Cycle
from services.reports.formats.dossier import MEDIA_TYPES
from services.reports.schemas.examples import DOSSIER
from services.reports.store import dossiers as store

router = web.router("/reports/cycles/{id}/dossier", "cycles")
RETRY_SECONDS = "2"
Format = Literal["json", "pdf"]
FILES = {
    "application/json": {"schema": {"type": "object"}, "example": DOSSIER},
    "application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}},
}
WAITS = {"application/json": {"schema": {"type": "object"}, "example": {"state": "being_made"}}}


@router.get(
    "",
    operation_id="getDossier",
    summary="What its closing left, as data or as pages",
    response_class=Response,
    responses={
        **documented(404, 410),
        200: {"description": "The dossier", "content": FILES},
        202: {"description": "It is being made: ask again after `Retry-After`", "content": WAITS},
    },
)
async def read(
    request: Request,
    id: str,
    _caller: Callers,
    lang: Languages,
    format: Annotated[Format, Query(description="Canonical JSON, or a tagged PDF")] = "json",
    as_of: AsOf = None,
) -> Response:
    """As of the closing's position, in one of the four languages. Its SHA-256 stands in the ledger
    and is the ETag. 410 where a text in it was hidden since, until one without it stands. With
    `as_of`, 404 where the cycle was not closed then.
    """
    cycle = (await cycles.find_then(request, id, as_of))[0].cycle
    if cycle.state != CLOSED:
        raise Problem(404, "not_closed", "A cycle has a dossier once it is closed.")
    content = await _content(request, id, lang, format)
    if content is None:
        return _being_made(lang)
    return _file(request, _name(cycle, lang, format), lang, format, *content)


async def _content(request: Request, id_: str, lang: str, format_: str) -> tuple[bytes, str] | None:
    """The dossier that stands and its digest; None until it is made. Raises 410."""
    async with dependencies.snapshot(request) as connection:
        if await store.hidden(connection, id_, lang):
            raise _hidden(id_)
        return await store.content(connection, id_, lang, format_)


def _hidden(id_: str) -> Problem:
    detail = "A text in this dossier is no longer public. One without it is being made."
    headers = {"Retry-After": RETRY_SECONDS}
    return Problem(410, "withheld", detail, headers=headers, extra={"cycle": id_})


def _being_made(lang: str) -> Response:
    headers = {
        "Retry-After": RETRY_SECONDS,
        "Cache-Control": "no-store",
        "Content-Language": lang,
        "Vary": "Authorization, Accept-Language",
    }
    return Response(json_bytes({"state": "being_made"}), 202, headers, "application/json")


def _name(cycle: Cycle, lang: str, format_: str) -> str:
    """The name of the file says of what it is."""
    type_ = cycle.type.replace("_", "-")
    return f"dossier-{type_}-{cycle.year}-{cycle.id[:8]}-{lang}.{format_}"


def _file(
    request: Request, name: str, lang: str, format_: str, content: bytes, digest: str
) -> Response:
    """The file, or 304 where the caller has it."""
    tag = f'"{digest}"'
    headers = {
        "ETag": tag,
        "Cache-Control": PUBLIC,
        "Vary": "Authorization, Accept-Language",
        "Content-Language": lang,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if etag_matches(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    return Response(content, 200, headers, MEDIA_TYPES[format_])
