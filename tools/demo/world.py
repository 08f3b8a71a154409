"""The system in this process while its ten years pass: its clock is moved from one day to the next,
everything else happens through its own HTTP interface, many requests at once.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any, TypeVar

import httpx2

from kernel import clock
from system.embedded import Embedded
from system.resources import Settings

AT_ONCE = 48
PLENTY = 10_000_000
PATIENCE_SECONDS = 180.0
WAITING = re.compile(
    r"^(?:outbox_waiting|relay_lag_positions|consumer_lag_positions)\{[^}]*\} (\S+)$", re.M
)
T = TypeVar("T")
Say = Callable[[str], None]


class Refused(RuntimeError):
    """The system did not do what the demonstration needs; the text says what it answered."""


class Calendar:
    """What time it is in the demonstration: set to a day, then running on; never after now."""

    def __init__(self) -> None:
        self.real = clock.now
        self._day, self._since = self.real(), monotonic()

    def now(self) -> datetime:
        """The instant that the system takes for now."""
        elapsed = timedelta(seconds=monotonic() - self._since)
        return min(self._day + elapsed, self.real())

    def begin(self, day: datetime) -> None:
        """Set it, backwards too: before anything has happened."""
        self._day, self._since = day, monotonic()

    def travel(self, day: datetime) -> None:
        """Set it to a later day; an earlier one leaves it as it is."""
        if day > self.now():
            self.begin(day)

    def wait(self, days: float) -> None:
        """Let days pass."""
        self.travel(self.now() + timedelta(days=days))


class World:
    """A running system, the keys of its actors, and its calendar."""

    def __init__(self, client: httpx2.AsyncClient, calendar: Calendar, administrator: str) -> None:
        self.client, self.calendar = client, calendar
        self.keys: dict[str, str] = {"administrator": administrator}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.requests = 0

    async def call(self, method: str, path: str, who: str, body: Any = None, **more: str) -> Any:
        """One request with somebody's key. Raises Refused."""
        headers = {"Authorization": f"Bearer {self.keys[who]}", "If-Match": "*"}
        async with self._slots:
            self.requests += 1
            answer = await self.client.request(
                method, path, json=body, headers=headers, params=more or None
            )
        if answer.status_code >= 400:
            raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:600]} {body}")
        return answer.json() if answer.content else None

    async def all(self, path: str) -> list[dict[str, Any]]:
        """Every item of a list that is public."""
        items: list[dict[str, Any]] = []
        url: str | None = path
        while url:
            page = (await self.client.get(url)).json()
            items += page["items"]
            url = page["next"]
        return items

    async def each(self, work: Iterable[Awaitable[T]]) -> list[T]:
        """Many at once; the first that fails ends it."""
        return list(await asyncio.gather(*work))

    async def issue_keys(self, grants: dict[str, tuple[str, list[str]]]) -> None:
        """A key for each name: an actor and its scopes. They are valid for a year from now on."""
        day = self.calendar.now()
        self.calendar.begin(self.calendar.real())
        names = list(grants)
        issued = await self.each(self._issue(*grants[name]) for name in names)
        self.keys |= dict(zip(names, issued, strict=True))
        await self._until(self._known, "the keys are not known")
        self.calendar.begin(day)

    async def _issue(self, actor: str, scopes: list[str]) -> str:
        body = {"actor": actor, "scopes": scopes, "expires_at": None, "label": "demonstration"}
        return str((await self.call("POST", "/access/keys", "administrator", body))["key"])

    async def _known(self) -> bool:
        answers = await self.each(
            self.client.get(
                "/reports/submissions?limit=1", headers={"Authorization": f"Bearer {key}"}
            )
            for key in self.keys.values()
        )
        return all(answer.status_code == 200 for answer in answers)

    async def settle(self, *services: str) -> None:
        """Until every event of reports has its position, and these services wait for nothing."""
        for service in ("reports", *services):
            await self._until(partial(self._placed, service), f"events of {service} wait")

    async def _placed(self, service: str) -> bool:
        text = (await self.client.get(f"/{service}/metrics")).text
        return sum(map(float, WAITING.findall(text))) == 0

    async def _until(self, holds: Callable[[], Awaitable[bool]], what: str) -> None:
        began = monotonic()
        while not await holds():
            if monotonic() - began > PATIENCE_SECONDS:
                raise Refused(what)
            await asyncio.sleep(0.05)

    async def step(self, id_: str, action: str, who: str, comment: str | None = None) -> Any:
        """One transition of a submission."""
        body = {"action": action} | ({"comment": comment} if comment else {})
        return await self.call("POST", f"/reports/submissions/{id_}/transitions", who, body)

    async def steps(self, ids: Sequence[str], action: str, who: str) -> None:
        """The same transition of many."""
        await self.each(self.step(id_, action, who) for id_ in ids)


@asynccontextmanager
async def world(settings: Settings, begin: datetime, say: Say) -> AsyncIterator[World]:
    """The system over an empty folder, on the first day of the demonstration."""
    calendar = Calendar()
    calendar.begin(begin.astimezone(UTC))
    plenty = dict.fromkeys(("rate_reads", "rate_writes", "rate_address"), PLENTY)
    system = Embedded(settings.model_copy(update=plenty), say)
    transport = httpx2.ASGITransport(app=system)
    real, clock.now = clock.now, calendar.now
    try:
        async with (
            system.running(),
            httpx2.AsyncClient(transport=transport, base_url="http://demo", timeout=60) as client,
        ):
            yield World(client, calendar, settings.bootstrap_key.read_text().strip())
    finally:
        clock.now = real
