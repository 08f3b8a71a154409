"""One service's FastAPI application: its middleware, its documentation and its probes."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.middleware import Middleware
from starlette.responses import Response

from kernel.web import documentation
from kernel.web.answers import json_bytes
from kernel.web.dependencies import known_parameters
from kernel.web.health import HealthChecks
from kernel.web.language import language
from kernel.web.limits import Limiter, Rates
from kernel.web.middleware import RequestContextMiddleware, TracingMiddleware
from kernel.web.openapi import complete
from kernel.web.operation import Operation
from kernel.web.problems import EXPECTED, on_error
from kernel.web.response_cache import ResponseCache

#: What every application is made with.
OWN: dict[str, Any] = {
    "version": "1",
    "redirect_slashes": False,
    "exception_handlers": dict.fromkeys(EXPECTED, on_error),
    "docs_url": None,
    "redoc_url": None,
    # our own middleware and kernel/tracing do this
    "telemetry": {"tracing": False, "metrics": False, "logs": False},
}


def router(prefix: str, tag: str) -> APIRouter:
    """A router of operations, each in a language (`?lang=`) and without unknown parameters."""
    always = [Depends(known_parameters), Depends(language)]
    return APIRouter(prefix=prefix, tags=[tag], route_class=Operation, dependencies=always)


def include(app: FastAPI, *routers: APIRouter) -> None:
    """Serve what routers declare: `include_router` would make it all twice (8 MB of a process)."""
    app.router.routes.extend(route for each in routers for route in each.routes)


def create(
    service: str,
    title: str,
    prefix: str,
    health: HealthChecks,
    rates: Rates,
    version: Callable[[], Awaitable[object]] | None = None,
) -> FastAPI:
    """The application of a service, with its probes; the service adds its routers.

    `version`: what every public answer depends on beside its address; None: keep none.
    """
    limiter = Limiter(rates)
    context = {"metrics": health.db.metrics.requests, "limiter": limiter, "prefix": prefix}
    app = FastAPI(
        **OWN,
        title=title,
        middleware=_middleware(context, version),
        openapi_url=f"{prefix}/openapi.json",
    )
    app.state.health, app.state.limiter, app.state.caller_parameters = health, limiter, {}
    app.openapi = cache(lambda: complete(app))  # type: ignore[method-assign]
    _probes(app, service, prefix, health)
    documentation.add(app, f"{prefix}/docs")
    return app


def _middleware(
    context: dict[str, Any], version: Callable[[], Awaitable[object]] | None
) -> list[Middleware]:
    """What a request passes, the outermost first."""
    kept = [Middleware(ResponseCache, version=version)] if version else []
    return [Middleware(RequestContextMiddleware, **context), *kept, Middleware(TracingMiddleware)]


def _probes(app: FastAPI, service: str, prefix: str, health: HealthChecks) -> None:
    async def healthz(_request: Request) -> Response:
        return _plain({"status": "ok", "service": service})

    async def readyz(_request: Request) -> Response:
        return _readiness(service, await health.ready())

    async def metrics(_request: Request) -> Response:
        await health.measure()
        return Response(generate_latest(health.db.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    for path, probe in (("healthz", healthz), ("readyz", readyz), ("metrics", metrics)):
        app.add_route(f"{prefix}/{path}", probe, methods=["GET"])


def _readiness(service: str, checks: dict[str, dict[str, Any]]) -> Response:
    ready = all(check["ready"] for check in checks.values())
    status = "ready" if ready else "not_ready"
    data = {"status": status, "service": service, "checks": checks}
    return _plain(data, 200 if ready else 503)


def _plain(data: Any, status: int = 200) -> Response:
    return Response(json_bytes(data), status, {"Cache-Control": "no-store"}, "application/json")
