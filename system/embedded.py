"""The whole system in one process: every service, its workers, the portal, one address."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx2
from starlette.types import ASGIApp, Receive, Scope, Send

import services.portal.app as portal
from kernel import clock
from kernel.errors import Unavailable
from kernel.run import Group
from system import beginning, composition, integrity, lifespan
from system.dispatch import Dispatch
from system.resources import PREFIXES, Resources, Settings, resources

CATCH_UP_SECONDS = 30.0  # how long a start waits for its services to apply the events of the others

FIRST_KEY = (
    "Administrator key, shown this once and kept in {path} (readable by you alone):\n\n    {key}\n"
)
INVITATION = "One-time address of the Secretariat's desk, good for 15 minutes:\n\n    {address}\n"

Say = Callable[[str], None]


class Embedded:
    """An ASGI application that owns its services, databases and workers from start to stop."""

    def __init__(
        self,
        settings: Settings,
        say: Say = lambda _line: None,
        ready: Callable[[], None] = lambda: None,
        *,
        at_terminal: bool = False,
    ) -> None:
        # of this process alone: no outsider can pass for the portal
        settings = settings.model_copy(update={"portal_secret": clock.salt()})
        self._say, self._ready, self._at_terminal = say, ready, at_terminal
        self._client = self._own_client(settings)
        self._resources: Resources = replace(resources(settings), client=self._client)
        self._services = composition.build(self._resources)
        needs = portal.Needs(self._client, settings.rates, settings.demonstration)
        self._pages = portal.build(needs)
        apps: dict[str, ASGIApp] = {
            PREFIXES[name]: service.app for name, service in self._services.items()
        }
        self._dispatch: ASGIApp = Dispatch(apps, self._pages)

    def _own_client(self, settings: Settings) -> httpx2.AsyncClient:
        """Asks this process without a network."""
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self._answer),
            base_url="http://internal",
            headers=settings.portal_headers,
            timeout=10,
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
        """Migrate, load the programme, create the first key, start the workers; stop everything at
        the end.
        """
        begun = await beginning.begin_apart(self._resources)
        if begun.migrated:
            self._say(f"Migrated: {', '.join(begun.migrated)}.")
        await self._resources.start()
        checks = integrity.worker(self._resources)
        group = Group([*composition.workers(self._services), checks])
        try:
            await self._begin(group, begun.loaded)
            self._ready()
            yield
        finally:
            await group.stop()
            await self._client.aclose()
            await self._resources.stop()

    async def _begin(self, group: Group, loaded: str | None) -> None:
        # both, whatever the first returns
        news = [await self._load_programme(loaded), await self._create_first_key()]
        await group.start()
        if any(news):  # other services need it first; a mere backlog is applied while serving
            with suppress(TimeoutError, Unavailable):
                await group.idle(CATCH_UP_SECONDS)

    async def _load_programme(self, loaded: str | None) -> bool:
        """Whether the programme's files have changed since they were loaded last; `loaded`: just
        now.
        """
        if changes := await self._services.catalog.load() or loaded:
            self._say(f"Loaded the programme: {changes}.")
        return bool(changes)

    async def _create_first_key(self) -> bool:
        """Whether there was no key yet."""
        path = self._resources.settings.bootstrap_key
        if key := await self._services.access.bootstrap(path=path):
            self._say(FIRST_KEY.format(path=path, key=key))
            self._invite(key)
        elif self._at_terminal and path.exists():  # never into a log: its readers may be others
            self._invite(path.read_text().strip())
        return bool(key)

    def _invite(self, key: str) -> None:
        """Print an address that signs in with a key, a single time."""
        settings, invitation = self._resources.settings, self._pages.state.sessions.invite(key)
        base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
        self._say(INVITATION.format(address=f"{base}/desk/sign-in/once/{invitation}"))
