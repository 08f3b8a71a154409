"""The portal's front door."""

from dataclasses import dataclass, field

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware

from kernel.metrics import Metrics
from kernel.run import Worker
from kernel.web.limits import Limiter, Rates
from kernel.web.middleware import RequestContextMiddleware, TracingMiddleware
from services.portal import pages


@dataclass(frozen=True, slots=True)
class Needs:
    """A client whose base is the public address of the services."""

    client: httpx2.AsyncClient
    rates: Rates = field(default_factory=Rates)
    demonstration: bool = False  # every page says that what it shows is made up


def build(needs: Needs) -> Starlette:
    """The portal's application; starts nothing."""
    app = Starlette(
        routes=pages.ROUTES,
        exception_handlers=pages.EXCEPTION_HANDLERS,
        middleware=[
            Middleware(
                RequestContextMiddleware,
                metrics=Metrics("portal").requests,
                limiter=Limiter(needs.rates),
            ),
            Middleware(TracingMiddleware),
        ],
    )
    app.state.client, app.state.demonstration = needs.client, needs.demonstration
    return app


def workers(_needs: Needs) -> list[Worker]:
    """The portal has no work of its own."""
    return []


__all__ = ["Needs", "build", "workers"]
