"""Lookups that arrive together share one query: what a request asks of every write costs a part of one."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

LARGEST = 128


class Gather(Generic[K, V]):
    """Finds values by key. `fetch` is asked for several keys at once, one query after the other; what it leaves out is None.

    A key asked for after a query began is looked up by the next one, so an answer is never older than its question.
    """

    def __init__(self, fetch: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._fetch = fetch
        self._waiting: dict[K, list[asyncio.Future[V | None]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def find(self, key: K) -> V | None:
        """The value of one key. Raises what the query raises."""
        future: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(future)
        if self._task is None:
            self._task = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        try:
            await asyncio.sleep(0)  # those that arrive in the same turn of the loop come along
            while self._waiting:
                keys = list(self._waiting)[:LARGEST]
                await self._answer({key: self._waiting.pop(key) for key in keys})
        finally:
            self._task = None

    async def _answer(self, asked: Mapping[K, "list[asyncio.Future[V | None]]"]) -> None:
        """Whoever asked may be gone."""
        try:
            found = await self._fetch(list(asked))
        except Exception as error:
            for future in (future for futures in asked.values() for future in futures if not future.done()):
                future.set_exception(error)
            return
        for key, futures in asked.items():
            value = found.get(key)
            for future in futures:
                if not future.done():
                    future.set_result(value)
