"""Lookups that arrive together share one query: what a request asks of every write costs a part of
one.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from time import monotonic
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

LARGEST = 128  # keys of one query
REMEMBERED = 4096  # values


class BatchLoader(Generic[K, V]):
    """Finds values by key. `fetch` is asked for several keys at once, one query after the other;
    what it leaves out is None.

    A key asked for after a query began is looked up by the next one, so an answer is never older
    than its question; with `trusted`, what was found is given again for so many seconds, unless it
    is forgotten before.
    """

    def __init__(
        self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]], trusted: float = 0.0
    ) -> None:
        self._fetch, self._trusted = fetch, trusted
        self._known: dict[K, tuple[float, V]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._next: dict[K, None] = {}  # the keys of a query that has not begun
        self._query: asyncio.Future[Mapping[K, V]] | None = None  # that one, or the last

    async def find(self, key: K) -> V | None:
        """The value of one key. Raises what the query raises."""
        if (known := self._known.get(key)) and monotonic() < known[0]:
            return known[1]
        if self._query is None or not self._next or len(self._next) == LARGEST:
            self._next = {}
            self._query = asyncio.ensure_future(self._ask(self._next))
            # looked at, also when nobody waits any more
            self._query.add_done_callback(lambda query: query.cancelled() or query.exception())
        self._next[key] = None
        return (await asyncio.shield(self._query)).get(key)  # whoever asked may go away

    def forget(self, key: K) -> None:
        """Ask anew for what has changed."""
        # not that of a query under way
        self._known = {other: known for other, known in self._known.items() if other != key}

    async def _ask(self, keys: Collection[K]) -> Mapping[K, V]:
        await asyncio.sleep(0)  # those that arrive in the same turn of the loop come along
        async with self._one_at_a_time:
            if self._next is keys:
                self._next = {}
            began, known = monotonic(), self._known
            found = await self._fetch(list(keys))
        if self._trusted:
            if len(known) >= REMEMBERED:
                known.clear()
            known.update((key, (began + self._trusted, value)) for key, value in found.items())
        return found
