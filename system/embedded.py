"""The whole system in one process: every service, its workers, the portal, one address."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import httpx2
from starlette.types import ASGIApp, Receive, Scope, Send

import services.portal.app as portal
from kernel.errors import Unavailable
from kernel.run import Group
from system import composition, lifespan
from system.dispatch import Dispatch
from system.resources import PREFIXES, Resources, Settings, resources

CATCH_UP_SECONDS = 30.0  # how long a start waits for its services to know what the others have told

Say = Callable[[str], None]


class Embedded:
    """An ASGI application that owns everything it answers with, from its start to its stop."""

    def __init__(
        self,
        settings: Settings,
        say: Say = lambda _line: None,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._resources: Resources = resources(settings)
        self._say, self._ready = say, ready
        self._services = composition.build(self._resources)
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self._answer), base_url="http://internal", timeout=10
        )
        self._client = client
        self._dispatch: ASGIApp = Dispatch(
            {PREFIXES[name]: service.app for name, service in self._services.items()},
            portal.build(portal.Needs(client=client, rates=settings.rates)),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan.serve(self.running, receive, send)
        else:
            await self._dispatch(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._dispatch(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Migrate, load the programme, make the first key, start the workers; stop all of it at the
        end.
        """
        settings = self._resources.settings
        if changed := await composition.migrate(self._resources):
            self._say(f"Migrated: {', '.join(changed)}.")
        await self._resources.start()
        group = Group(composition.workers(self._services))
        try:
            if loaded := await self._services.catalog.load():
                self._say(f"Loaded the programme: {loaded}.")
            key = await self._services.access.bootstrap(path=settings.bootstrap_key)
            if key:
                self._say(
                    f"Administrator key, shown this once and kept in {settings.bootstrap_key} "
                    f"(readable by you alone):\n\n    {key}\n"
                )
            await group.start()
            if (
                loaded or key
            ):  # the services have to hear of it first; a mere backlog is worked off while serving
                with suppress(TimeoutError, Unavailable):
                    await group.idle(CATCH_UP_SECONDS)
            self._ready()
            yield
        finally:
            await group.stop()
            await self._client.aclose()
            await self._resources.stop()
