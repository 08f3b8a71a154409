"""One service in a process of its own: its API, or its workers; and the portal over the public
addresses.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from kernel.run import Group
from system import composition, integrity, lifespan
from system.resources import PREFIXES, Settings, WrongUse, resources

PROBES = ("/healthz", "/readyz", "/metrics")


class Api:
    """The application of one service with its database and log."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._resources = replace(resources(settings, (service,)), client=public_client(settings))
        self._service = composition.build(self._resources)[service]
        self._app = self._chosen()

    def _chosen(self) -> ASGIApp:
        """What answers requests, built before the first."""
        return self._service.app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan.serve(self.running, receive, send)
        else:
            await self._app(self._inner(scope), receive, send)

    def _inner(self, scope: Scope) -> Scope:
        """The request as the service gets it."""
        return scope

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the database and the log; migrations are a step of their own here (`migrate`)."""
        await self._resources.start()
        try:
            yield
        finally:
            await self._resources.stop()
            if self._resources.client is not None:
                await self._resources.client.aclose()


class Work(Api):
    """The workers of one service; over HTTP it answers the probes (`/healthz`, `/readyz`,
    `/metrics`) and nothing else.
    """

    def _chosen(self) -> ASGIApp:
        return self._service.probes

    def _inner(self, scope: Scope) -> Scope:
        # no service has a route at the root: 404
        path = scope["path"]
        prefix = PREFIXES[self._service.name]
        return {**scope, "path": prefix + path if path in PROBES else "/"}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the database and the log, and work."""
        group = Group([*self._service.workers, integrity.worker(self._resources)])
        async with super().running():
            await group.start()
            try:
                yield
            finally:
                await group.stop()


async def until_signalled(work: Work) -> None:
    """Work without any port until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with work.running():
        await stop.wait()


def public_client(settings: Settings) -> Any:
    """A client of all services at their public address; None without one (`API_URL`)."""
    if not settings.api_url:
        return None
    import httpx2  # late: most processes of a service do not need it

    return httpx2.AsyncClient(
        base_url=settings.api_url, headers=settings.portal_headers, timeout=10
    )


def pages(settings: Settings) -> Any:
    """The portal over the public addresses of the services (`API_URL`)."""
    import services.portal.app as portal  # late: the processes of a service do not need it

    client = public_client(settings)
    if client is None:
        raise WrongUse("the portal needs API_URL, the public address of the services")
    return portal.build(portal.Needs(client, settings.rates, settings.demonstration))
