"""One service's FastAPI application with the manners of the house: prefix, docs, probes, problems,
keys, limits.
"""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from fastapi_offline import FastAPIOffline
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import Response

from kernel.auth import Caller
from kernel.errors import Invalid, invalid
from kernel.web.answers import json_bytes
from kernel.web.doors import Doors
from kernel.web.health import HealthChecks
from kernel.web.limits import Limiter, Rates
from kernel.web.middleware import RequestContextMiddleware, TracingMiddleware
from kernel.web.openapi import complete
from kernel.web.problems import EXPECTED, on_error
from kernel.web.response_cache import ResponseCache


async def caller(request: Request) -> Caller:
    """Who is calling; 401 for a key that is not valid, on public reads too; counted against the
    key's limit.
    """
    health: HealthChecks = request.app.state.health
    address = request.client.host if request.client else None
    who = await health.keyring.caller(request.headers.get("authorization"), address)
    if who.key_id is not None:
        request.state.limits = request.app.state.limiter.count(
            "reads" if request.method == "GET" else "writes", who.key_id
        )
    return who


Callers = Annotated[Caller, Depends(caller)]


async def known_parameters(request: Request, _caller: Callers) -> None:
    """422 for a query parameter that the operation does not know."""
    known = {
        field.alias
        for field in get_flat_params(request.scope["route"].dependant)
        if isinstance(field.field_info, Query)
    }
    if unknown := [name for name in request.query_params if name not in known]:
        raise invalid(
            *(
                Invalid(
                    f"/{name}",
                    "unknown_parameter",
                    f"This operation has no query parameter {name}.",
                )
                for name in unknown
            )
        )


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
    app = FastAPIOffline(
        title=title,
        version="1",
        redirect_slashes=False,
        dependencies=[Depends(known_parameters)],
        exception_handlers=dict.fromkeys(EXPECTED, on_error),
        openapi_url=f"{prefix}/openapi.json",
        docs_url=f"{prefix}/docs",
        redoc_url=None,
        static_url=f"{prefix}/docs-static",
        telemetry={
            "tracing": False,
            "metrics": False,
            "logs": False,
        },  # our manners tell of requests: kernel/metrics, kernel/tracing
    )
    app.state.health = health
    app.state.limiter = Limiter(rates)
    _probes(app, service, prefix, health)
    app.openapi = cache(lambda: complete(app))  # type: ignore[method-assign]
    outermost: Any = app.build_middleware_stack()
    # it would answer what nobody expected without our manners: they take its place
    assert isinstance(outermost, ServerErrorMiddleware)
    app.state.doors = Doors(outermost.app, app, caller, Callers)
    made = TracingMiddleware(app.state.doors)
    app.middleware_stack = RequestContextMiddleware(
        ResponseCache(made, version) if version else made,
        health.db.metrics.requests,
        app.state.limiter,
    )
    return app


def include(app: FastAPI, *routers: APIRouter) -> None:
    """Add a service's operations: to FastAPI, which documents them, and to the doors that are
    called directly.
    """
    for router in routers:
        app.include_router(router)
        app.state.doors.add(router.routes)


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
