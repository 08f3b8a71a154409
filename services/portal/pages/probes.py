"""Liveness and readiness of the portal: it is ready when the services that every
page needs answer.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kernel.errors import Unavailable
from services.portal.clients.http import ServiceUnavailable


async def healthy(_request: Request) -> Response:
    """GET /healthz"""
    return JSONResponse({"status": "ok", "service": "portal"})


async def ready(request: Request) -> Response:
    """GET /readyz"""
    try:
        await request.app.state.site.version()
        await request.app.state.site.catalogue("en")
    except (Unavailable, ServiceUnavailable) as error:
        checks = {"services": {"ready": False, "reason": str(error)}}
        return JSONResponse({"status": "not_ready", "service": "portal", "checks": checks}, 503)
    return JSONResponse({"status": "ready", "service": "portal"})


ROUTES = [Route("/healthz", healthy), Route("/readyz", ready)]
