"""What went wrong, whichever page it happened on: a page in the reader's language, or a problem
where JSON is asked for.
"""

from starlette.requests import Request
from starlette.responses import Response

from kernel import logging
from kernel.errors import Problem, not_found
from kernel.web.problems import method_not_allowed, render
from services.portal.clients.http import ServiceUnavailable
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
    """404: no page has this address."""
    if prefers_json(request):
        return render(not_found(), request.url.path)
    return Page.of(request).html("missing.html", 404)


async def not_allowed(request: Request, _error: Exception) -> Response:
    """405 with the methods of the address, and the answer to OPTIONS."""
    problem = method_not_allowed(request)
    if request.method == "OPTIONS" or prefers_json(request):
        return problem
    return Page.of(request).html("not_allowed.html", 405, {"Allow": problem.headers["Allow"]})


async def unavailable(request: Request, error: Exception) -> Response:
    """503: a service that the page needs does not answer."""
    log.warning("a service is unavailable", reason=str(error))
    headers = {"Retry-After": RETRY_AFTER}
    if prefers_json(request):
        detail = "A service that this page needs does not answer."
        return render(Problem(503, "unavailable", detail, headers=headers), request.url.path)
    return Page.of(request).html("unavailable.html", 503, headers)


EXCEPTION_HANDLERS = {404: missing, 405: not_allowed, ServiceUnavailable: unavailable}
