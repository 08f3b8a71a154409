"""Liveness and readiness of the portal: it is ready when the home page can be shown."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.portal.clients.http import ServiceUnavailable
from services.portal.pages.public.home import load_overview


async def healthy(_request: Request) -> Response:
    """GET /healthz"""
    return JSONResponse({"status": "ok", "service": "portal"})


async def ready(request: Request) -> Response:
    """GET /readyz"""
    try:
        await load_overview(request.app.state.client, "en")
    except ServiceUnavailable as error:
        checks = {"services": {"ready": False, "reason": str(error)}}
        return JSONResponse({"status": "not_ready", "service": "portal", "checks": checks}, 503)
    return JSONResponse({"status": "ready", "service": "portal"})


ROUTES = [Route("/healthz", healthy), Route("/readyz", ready)]
