"""What every page needs of the services: how far figures have come, which edition is in force, and
the catalogue to name things by, kept until it has changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import httpx2

from kernel.db import SharedRead
from kernel.errors import Unavailable
from services.portal.clients import catalog, http, indicators, kinds
from services.portal.clients.catalog import Catalogue, Edition
from services.portal.clients.http import Parameter
from services.portal.clients.indicators import Definition, Status
from services.portal.clients.kinds import Kind

Result = TypeVar("Result")
Thing = TypeVar("Thing")
TRUSTED_SECONDS = 0.05  # one look at the services is enough for all pages of this time
MOST_CATALOGUES = 6  # that are kept, of all editions and languages: each is 5 MB
MOST_EARLIER = 4  # of earlier moments, so that they drive out none of today
MOST_LISTS = 32  # that desks name things by: up to 0.6 MB each
MOST_MOMENTS = 64  # whose entries and editions are kept


@dataclass(frozen=True, slots=True)
class State:
    """What all pages depend on; None for what a silent service does not tell."""

    figures: Status | None
    catalogue: str | None  # when it last changed


class LastUsed(Generic[Thing]):
    """The things that were used last, by their names."""

    def __init__(self, most: int) -> None:
        self._most, self._things = most, dict[Hashable, Thing]()

    def get(self, name: Hashable) -> Thing | None:
        """One of them; None where it is not kept."""
        thing = self._things.pop(name, None)
        if thing is not None:
            self._things[name] = thing  # behind all others
        return thing

    def put(self, name: Hashable, thing: Thing) -> None:
        """Keep one, and no more than so many."""
        self._things[name] = thing
        if len(self._things) > self._most:
            del self._things[next(iter(self._things))]

    def clear(self) -> None:
        """Keep none."""
        self._things.clear()


class Site:
    """The services as the pages see them."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client
        self._looked = SharedRead(self._look, TRUSTED_SECONDS)
        self._changed: str | None = None
        self._editions: LastUsed[tuple[Edition, ...]] = LastUsed(MOST_MOMENTS)
        self._catalogues: LastUsed[Catalogue] = LastUsed(MOST_CATALOGUES)
        self._earlier: LastUsed[Catalogue] = LastUsed(MOST_EARLIER)
        self._stands: LastUsed[Status] = LastUsed(MOST_MOMENTS)
        self._reference: LastUsed[Any] = LastUsed(MOST_LISTS)
        self._kinds: dict[str, dict[str, Kind]] = {}
        self._definitions: dict[str, dict[str, Definition]] = {}
        self._shared: tuple[State | None, dict[Hashable, Any]] = (None, {})

    async def state(self) -> State:
        """How the services stand now."""
        return await self._looked.get()

    async def version(self) -> State:
        """The same for who keeps pages. Raises Unavailable where a service is silent."""
        state = await self.state()
        if state.figures is None or state.catalogue is None:
            raise Unavailable("a service does not say how it stands")
        return state

    async def editions(self, lang: str, **moment: Parameter) -> tuple[Edition, ...]:
        """Every edition that is public, or was `as_of`; while the catalog is silent, those last
        known. Raises ServiceUnavailable, Refused.
        """
        await self.state()
        if known := self._editions.get((lang, *moment.values())):
            return known
        return (await self.catalogue(lang, None, **moment)).editions

    def names_things(self, lang: str) -> bool:
        """Whether the catalogue in a language is known without asking for it."""
        return self._editions.get((lang,)) is not None

    async def catalogue(
        self, lang: str, edition: str | None = None, **moment: Parameter
    ) -> Catalogue:
        """The Program in a language, of an edition (None: the current one), as it stands or stood
        `as_of`; while the catalog is silent, as it was last known. Raises ServiceUnavailable,
        Refused.
        """
        await self.state()
        asked = (lang, *moment.values())
        kept = self._earlier if moment else self._catalogues
        known = kept.get((edition or self._current(asked), *asked))
        if known is None:
            known = await catalog.get_catalogue(self._client, lang, edition, **moment)
            kept.put((edition or known.edition, *asked), known)
            self._editions.put(asked, known.editions)
        return known

    def _current(self, asked: Hashable) -> str | None:
        """The edition in force, of a language and a moment; None where it is not known."""
        editions = self._editions.get(asked) or ()
        return next((each.id for each in editions if each.current), None)

    async def stand(self, **moment: Parameter) -> Status:
        """The entry up to which figures `as_of` a moment are counted, and its time. Raises
        ServiceUnavailable, Refused.
        """
        state = await self.state()
        name = (state.figures, *moment.values())
        known = self._stands.get(name)
        if known is None:
            known = await indicators.get_status(self._client, **moment)
            self._stands.put(name, known)
        return known

    async def kinds(self, lang: str) -> dict[str, Kind]:
        """The kinds of submission in a language, as they are while the services run. Raises
        ServiceUnavailable.
        """
        if lang not in self._kinds:
            self._kinds[lang] = await kinds.list_kinds(self._client, lang)
        return self._kinds[lang]

    async def definitions(self, lang: str) -> dict[str, Definition]:
        """Every indicator in a language. Raises ServiceUnavailable."""
        if lang not in self._definitions:
            self._definitions[lang] = await indicators.list_definitions(self._client, lang)
        return self._definitions[lang]

    async def reference(self, name: Hashable, load: Callable[[], Awaitable[Any]]) -> Any:
        """What is public, and another only after the catalogue has changed; while the catalog is
        silent, as it was last known. Raises what `load` does.
        """
        await self.state()
        changed, known = self._changed, self._reference.get(name)
        if known is None:
            known = await load()
            if changed is not None and changed == self._changed:
                self._reference.put(name, known)
        return known

    async def shared(self, name: Hashable, load: Callable[[], Awaitable[Result]]) -> Result:
        """What several pages need alike, read once for each entry of the register; from services
        that are silent nothing is kept. Raises what `load` does.
        """
        state = await self.state()
        if state.figures is None or state.catalogue is None:
            return await load()
        if state != self._shared[0]:
            self._shared = (state, {})
        known = self._shared[1]  # a reading that takes longer is not kept for later entries
        if name not in known:
            known[name] = await load()
        return cast(Result, known[name])

    async def _look(self) -> State:
        figures, changed = await asyncio.gather(
            http.part(indicators.get_status(self._client)),
            http.part(catalog.get_latest_change(self._client)),
        )
        if changed is not None and changed != self._changed:
            self._changed = changed
            self._editions.clear()
            self._catalogues.clear()
            self._earlier.clear()
            self._reference.clear()
        return State(figures, changed)
