"""What went wrong, whichever page it happened on: a page in the reader's language, or a problem
where JSON is asked for.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from kernel import logging
from kernel.errors import Problem, not_found
from kernel.web.problems import as_problem, method_not_allowed, render
from services.portal.clients import http
from services.portal.clients.http import Gone, Missing, Refused, ServiceUnavailable
from services.portal.pages.page import Page

RETRY_AFTER = "5"  # seconds

log = logging.get("portal")


def prefers_json(request: Request) -> bool:
    """Whether `Accept` asks for JSON before pages; a program that takes anything gets the page."""
    wishes: dict[str, str] = {}
    for wish in request.headers.get("accept", "").lower().split(","):
        media, *parameters = wish.replace(" ", "").split(";")
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        kind = "json" if media.endswith(("/json", "+json")) else media
        wishes[kind] = max(wishes.get(kind, ""), quality)  # as texts, 0.5 is before 1 too
    return wishes.get("json", "0") > wishes.get("text/html", "0")


async def missing(request: Request, _error: Exception) -> Response:
    """404: no page has this address, or there is no such thing."""
    if prefers_json(request):
        return render(not_found(), request.url.path)
    return await _page(request, "missing", 404)


async def gone(request: Request, error: Exception) -> Response:
    """410: a report that was public and is so no more; who withdrew it and when."""
    problem: Mapping[str, Any] = error.problem if isinstance(error, Gone) else {}
    if prefers_json(request):
        return render(Problem(410, str(problem.get("code", "gone")), str(error)), request.url.path)
    page = Page.of(request)
    catalogue = await http.part(page.site.catalogue(page.lang))
    reporter, moment = str(problem.get("reporter", "")), problem.get("at")
    withdrawn = problem.get("code") == "withdrawn" and moment
    return await _page(
        request,
        "gone",
        410,
        who=catalogue.name(reporter) if catalogue else reporter,
        day=datetime.fromisoformat(str(moment)).date() if withdrawn else None,
    )


async def refused(request: Request, error: Exception) -> Response:
    """422: a selection that cannot be, such as a year to come or a day that nobody knows."""
    if prefers_json(request):
        detail = "The filters of this address cannot be read."
        return render(Problem(422, "invalid_selection", detail), request.url.path)
    log.info("a selection was refused", reason=str(error))
    return await _page(request, "refused", 422)


async def not_allowed(request: Request, _error: Exception) -> Response:
    """405 with the methods of the address, and the answer to OPTIONS."""
    problem = method_not_allowed(request)
    if request.method == "OPTIONS" or prefers_json(request):
        return problem
    return await _page(request, "not_allowed", 405, {"Allow": problem.headers["Allow"]})


async def unavailable(request: Request, error: Exception) -> Response:
    """503: a service that the page cannot do without does not answer."""
    log.warning("a service is unavailable", reason=str(error))
    headers = {"Retry-After": RETRY_AFTER}
    if prefers_json(request):
        detail = "A service that this page needs does not answer."
        return render(Problem(503, "unavailable", detail, headers=headers), request.url.path)
    return await _page(request, "unavailable", 503, headers)


async def problem(request: Request, error: Exception) -> Response:
    """What was sent could not even be read, such as a form that is far too large."""
    assert isinstance(error, Problem)
    if prefers_json(request):
        return render(error, request.url.path)
    return await _page(request, "problem", error.status, error.headers, code=error.code)


def at_the_door(error: Exception, scope: Scope) -> Response:
    """429 for one request too many, 500 for what nobody foresaw: made without asking any service,
    and a page for those alone that ask for one.
    """
    request, told = Request(scope), as_problem(error)
    if "text/html" not in request.headers.get("accept", "") or prefers_json(request):
        return render(told, request.url.path.replace("\x00", ""))
    name = "busy" if told.status == 429 else "failed"
    headers = {**told.headers, "Cache-Control": "no-store"}
    seconds = int(told.headers.get("Retry-After", 0))
    reference = scope["request_id"]
    page = Page.of(request)
    return page.html(
        f"errors/{name}.html", told.status, headers, reference=reference, seconds=seconds
    )


async def _page(
    request: Request,
    name: str,
    status: int,
    headers: Mapping[str, str] | None = None,
    **content: Any,
) -> Response:
    """The page that every error has: what happened, what to do, and a reference to it."""
    reference = request.scope.get("request_id", "")
    page = Page.of(request)
    return await page.show(f"errors/{name}.html", status, headers, reference=reference, **content)


EXCEPTION_HANDLERS = {
    404: missing,
    405: not_allowed,
    Missing: missing,
    Gone: gone,
    Refused: refused,
    ServiceUnavailable: unavailable,
    Problem: problem,
}
