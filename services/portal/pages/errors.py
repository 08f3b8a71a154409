"""The pages for what went wrong, whichever page it happened on."""

from starlette.requests import Request
from starlette.responses import Response

from kernel import logging
from services.portal.clients.http import ServiceUnavailable
from services.portal.pages.page import Page

RETRY_AFTER = "5"  # seconds

log = logging.get("portal")


async def missing(request: Request, _error: Exception) -> Response:
    """404: no page has this address."""
    return Page.of(request).html("missing.html", 404)


async def unavailable(request: Request, error: Exception) -> Response:
    """503: a service that the page needs does not answer."""
    log.warning("a service is unavailable", reason=str(error))
    return Page.of(request).html("unavailable.html", 503, {"Retry-After": RETRY_AFTER})


EXCEPTION_HANDLERS = {404: missing, ServiceUnavailable: unavailable}
