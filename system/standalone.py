"""One service in a process of its own: its API, or its workers; and the portal over the public addresses."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
from starlette.types import Receive, Scope, Send

import services.portal.app as portal
from kernel.run import Group
from system import houses, lifespan
from system.resources import Settings, WrongUse, resources


class Api:
    """The application of one service with its database and log."""

    def __init__(self, settings: Settings, service: str) -> None:
        self._resources = resources(settings, (service,))
        self._house = houses.build(self._resources)[service]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan.serve(self.running, receive, send)
        else:
            await self._house.app(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the database and the log; migrations are a step of their own here (`migrate`)."""
        await self._resources.start()
        try:
            yield
        finally:
            await self._resources.stop()


async def work(settings: Settings, service: str) -> None:
    """Run the workers of one service until SIGINT or SIGTERM."""
    with_ = resources(settings, (service,))
    group = Group(houses.build(with_)[service].workers)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await with_.start()
    await group.start()
    await stop.wait()
    await group.stop()
    await with_.stop()


def pages(settings: Settings) -> Any:
    """The portal over the public addresses of the services (`API_URL`)."""
    if not settings.api_url:
        raise WrongUse("the portal needs API_URL, the public address of the services")
    client = httpx2.AsyncClient(base_url=settings.api_url, timeout=10)
    return portal.build(portal.Needs(client=client, rates=settings.rates))
