"""The pages: one overview, and the ones nobody hopes to see. No script, no foreign host."""

from pathlib import Path

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from kernel import logging
from kernel.metrics import Metrics
from kernel.web.language import accepted
from kernel.web.limits import Limiter, Rates
from kernel.web.middleware import RequestContextMiddleware, TracingMiddleware
from services.portal import clients, views

STATIC = StaticFiles(directory=Path(__file__).parent / "static")
SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri "
    "'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

log = logging.get("portal")


def application(client: httpx2.AsyncClient, rates: Rates) -> Starlette:
    """The portal over a client of the services."""

    async def home(request: Request) -> Response:
        lang = _language(request)
        try:
            overview = await clients.overview(client, lang)
        except clients.ServiceUnavailable as silent:
            log.warning("a service is silent", reason=str(silent))
            return _html(views.page("silent.html", lang), lang, 503, {"Retry-After": "5"})
        return _html(
            views.page(
                "home.html",
                lang,
                rows=views.rows(overview),
                edition=overview.edition,
                position=overview.position,
            ),
            lang,
        )

    async def missing(request: Request, _error: Exception) -> Response:
        lang = _language(request)
        return _html(views.page("missing.html", lang), lang, 404)

    async def ready(_request: Request) -> Response:
        try:
            await clients.overview(client, "en")
        except clients.ServiceUnavailable as silent:
            return JSONResponse(
                {
                    "status": "not_ready",
                    "service": "portal",
                    "checks": {"services": {"ready": False, "reason": str(silent)}},
                },
                503,
            )
        return JSONResponse({"status": "ready", "service": "portal"})

    async def healthy(_request: Request) -> Response:
        return JSONResponse({"status": "ok", "service": "portal"})

    async def static(request: Request) -> Response:
        return await STATIC.get_response(request.path_params["name"], request.scope)

    routes = [
        Route("/", home),
        Route("/healthz", healthy),
        Route("/readyz", ready),
        Route("/static/{name}", static),
    ]
    manners = Middleware(
        RequestContextMiddleware, metrics=Metrics("portal").requests, limiter=Limiter(rates)
    )
    return Starlette(
        routes=routes,
        exception_handlers={404: missing},
        middleware=[manners, Middleware(TracingMiddleware)],
    )


def _language(request: Request) -> str:
    asked = request.query_params.get("lang", "")
    return (
        asked if asked in views.LANGUAGES else accepted(request.headers.get("accept-language", ""))
    )


def _html(
    text: str, lang: str, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    return HTMLResponse(
        text,
        status,
        {
            **SAFE,
            "Content-Language": lang,
            "Vary": "Accept-Language",
            "Cache-Control": "no-cache",
            **(headers or {}),
        },
    )
