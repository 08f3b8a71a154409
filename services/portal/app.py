"""The portal's front door."""

from dataclasses import dataclass, field

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware

from kernel.metrics import Metrics
from kernel.run import Worker
from kernel.web.limits import Limiter, Rates
from kernel.web.middleware import RequestContextMiddleware, TracingMiddleware
from kernel.web.response_cache import ResponseCache
from services.portal import pages
from services.portal.clients.oidc import Envelope, Registration
from services.portal.clients.site import Site
from services.portal.session import Sessions, random_name
from services.portal.settings import Settings
from services.portal.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Needs:
    """A client whose base is the public address of the services, and what can be set."""

    client: httpx2.AsyncClient
    rates: Rates = field(default_factory=Rates)
    demonstration: bool = False  # every page says that what it shows is made up
    settings: Settings = field(default_factory=Settings)
    transport: httpx2.AsyncBaseTransport | None = None  # to the provider; None: the network


def build(needs: Needs) -> Starlette:
    """The portal's application; starts nothing."""
    site = Site(needs.client)
    app = Starlette(
        routes=pages.ROUTES,
        exception_handlers=pages.EXCEPTION_HANDLERS,
        middleware=[
            Middleware(
                RequestContextMiddleware,
                metrics=Metrics("portal").requests,
                limiter=Limiter(needs.rates),
                answer=pages.AT_THE_DOOR,
            ),
            Middleware(ResponseCache, version=site.version, trusted=0.0),
            Middleware(TracingMiddleware),
        ],
    )
    app.state.client, app.state.site = needs.client, site
    app.state.demonstration = needs.demonstration
    app.state.sessions, app.state.envelope = Sessions(), Envelope(random_name())
    app.state.uploads = Uploads()
    app.state.registration = _registration(needs)
    app.state.public_url = needs.settings.public_url.rstrip("/")
    return app


def _registration(needs: Needs) -> Registration | None:
    """This portal at the provider that is set; None: there is no provider."""
    given = needs.settings
    if not given.oidc_issuer:
        return None
    secret = given.client_secret
    return Registration(
        given.oidc_issuer, given.oidc_client_id, secret, given.oidc_keys_file, needs.transport
    )


def workers(_needs: Needs) -> list[Worker]:
    """The portal has no work of its own."""
    return []


__all__ = ["Needs", "build", "workers"]
