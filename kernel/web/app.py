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


def router(prefix: str, tag: str) -> APIRouter:
    """A router of operations, each in a language (`?lang=`), for `app.include_router`."""
    speaking = [Depends(language)]
    return APIRouter(prefix=prefix, tags=[tag], route_class=Operation, dependencies=speaking)


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
    requests = health.db.metrics.requests
    middleware = [
        Middleware(RequestContextMiddleware, metrics=requests, limiter=limiter, prefix=prefix),
        *([Middleware(ResponseCache, version=version)] if version else []),
        Middleware(TracingMiddleware),
    ]
    app = FastAPI(
        title=title,
        version="1",
        redirect_slashes=False,
        dependencies=[Depends(known_parameters)],
        middleware=middleware,
        exception_handlers=dict.fromkeys(EXPECTED, on_error),
        openapi_url=f"{prefix}/openapi.json",
        docs_url=None,
        redoc_url=None,
        # our own middleware and kernel/tracing do this
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.health = health
    app.state.limiter = limiter
    app.state.caller_parameters = {}
    app.openapi = cache(lambda: complete(app))  # type: ignore[method-assign]
    _probes(app, service, prefix, health)
    documentation.add(app, f"{prefix}/docs")
    return app


def _probes(app: FastAPI, service: str, prefix: str, health: HealthChecks) -> None:
    async def healthz(_request: Request) -> Response:
        return _plain({"status": "ok", "service": service})

    async def readyz(_request: Request) -> Response:
        checks = await health.ready()
        ready = all(check["ready"] for check in checks.values())
        return _plain(
            {"status": "ready" if ready else "not_ready", "service": service, "checks": checks},
            200 if ready else 503,
        )

    async def metrics(_request: Request) -> Response:
        await health.measure()
        return Response(generate_latest(health.db.metrics.registry), media_type=CONTENT_TYPE_LATEST)

    for path, probe in (("healthz", healthz), ("readyz", readyz), ("metrics", metrics)):
        app.add_route(f"{prefix}/{path}", probe, methods=["GET"])


def _plain(data: Any, status: int = 200) -> Response:
    return Response(json_bytes(data), status, {"Cache-Control": "no-store"}, "application/json")
