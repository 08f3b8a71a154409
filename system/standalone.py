"""One service in a process of its own: its API, or its workers; and the portal over the public
addresses.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.types import Receive, Scope, Send

from kernel.run import Group
from system import composition, lifespan
from system.resources import PREFIXES, Settings, WrongUse, resources

PROBES = ("/healthz", "/readyz", "/metrics")


class Api:
    """The application of one service with its database and log."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._resources = resources(settings, (service,))
        self._service = composition.build(self._resources)[service]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan.serve(self.running, receive, send)
        else:
            await self._service.app(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the database and the log; migrations are a step of their own here (`migrate`)."""
        await self._resources.start()
        try:
            yield
        finally:
            await self._resources.stop()


class Work:
    """The workers of one service; over HTTP it answers the probes (`/healthz`, `/readyz`,
    `/metrics`) and nothing else.
    """

    def __init__(self, settings: Settings, service: str) -> None:
        self._resources = resources(settings, (service,))
        self._service = composition.build(self._resources)[service]
        self._prefix = PREFIXES[service]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan.serve(self.running, receive, send)
        else:
            # nothing stands at the root of a service
            path = self._prefix + scope["path"] if scope["path"] in PROBES else "/"
            await self._service.app({**scope, "path": path}, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the database and the log, and work."""
        group = Group(self._service.workers)
        await self._resources.start()
        await group.start()
        try:
            yield
        finally:
            await group.stop()
            await self._resources.stop()


async def until_told(work: Work) -> None:
    """Work without any port until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with work.running():
        await stop.wait()


def pages(settings: Settings) -> Any:
    """The portal over the public addresses of the services (`API_URL`)."""
    import httpx2  # both imported late: the processes of a service need neither

    import services.portal.app as portal

    if not settings.api_url:
        raise WrongUse("the portal needs API_URL, the public address of the services")
    client = httpx2.AsyncClient(base_url=settings.api_url, timeout=10)
    return portal.build(portal.Needs(client=client, rates=settings.rates))
