"""What the desks of the services share: the application on a fresh database, a log in memory to
which events are appended by hand, and a client whose answers are held against the OpenAPI document.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Any, Self

import httpx2
from fastapi import FastAPI

from contracts import topics
from contracts.catalog import Activity, ActorChanged, EditionPublished, Instrument, Membership
from contracts.codes import ActorKind
from contracts.envelope import Envelope
from contracts.events import Data
from kernel import clock
from kernel.chain import canonical
from kernel.db import Database
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.run import settle
from kernel.web.limits import Rates
from tests.services.documented import documented, share_analysis

PEPPER = "pepper"
PLENTY = Rates(10**9, 10**9, 10**9)

Memberships = Sequence[tuple[str, str | None]]  # first day in, first day out
People = Mapping[str, tuple[ActorKind, str | None, Memberships]]  # code: kind, parent
Activities = Mapping[str, tuple[Iterable[str], Iterable[str]]]  # code: addressees, objectives


@dataclass
class Desk:
    """One service: its front door, its application, its database and log, and a client of it."""

    front: ModuleType
    app: FastAPI
    client: httpx2.AsyncClient
    needs: Any
    recorded: Callable[[], str] = clock.stamp  # the recorded time of the next event
    appended: Counter[str] = field(default_factory=Counter)  # events by topic
    last_recorded: dict[str, str] = field(default_factory=dict)  # by topic

    @property
    def db(self) -> Database:
        database: Database = self.needs.db
        return database

    @cached_property
    def operations(self) -> Any:
        return import_module(f"{self.front.__package__}.process").operations(self.needs)

    @property
    def log(self) -> MemoryLog:
        log: MemoryLog = self.needs.log
        return log

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, front: ModuleType, url: str, log: MemoryLog | None = None, **needs: Any
    ) -> AsyncIterator[Self]:
        """The service on the database at `url`, started; stopped at the end."""
        given = front.Needs(
            db=Database(url),
            log=log or MemoryLog(),
            pepper=PEPPER,
            owner="test",
            rates=PLENTY,
            **needs,
        )
        app = share_analysis(front.build(given))
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app),
            base_url="http://test",
            event_hooks={"response": [documented(app)]},
        )
        await given.db.start()
        async with client:
            yield cls(front, app, client, given)
        await given.db.stop()

    async def append(self, topic: str, subject: str, data: Data, **instead: Any) -> int:
        """Append an event, some fields of its data replaced; returns its position."""
        self.appended[topic] += 1
        position, recordedtime = self.appended[topic], self.recorded()
        self.last_recorded[topic] = recordedtime
        envelope = Envelope(
            id=clock.uuid7(),
            source="/test",
            type=data.type,
            subject=subject,
            time=clock.stamp(),
            typeversion=data.version,
            position=position,
            recordedtime=recordedtime,
        )
        value = canonical(data.model_dump(mode="json", by_alias=True) | instead)
        record = Record(topic, position, subject, envelope.headers(), value)
        await self.log.append(topic, [record])
        return position

    async def append_programme(
        self,
        code: str,
        activities: Activities,
        objectives: Sequence[str],
        people: People,
        instruments: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        """Append the events of a catalogue: its actors, then an edition."""
        for actor, (kind, parent, memberships) in people.items():
            await self.append(
                topics.CATALOG, actor, actor_changed(actor, kind, parent, memberships)
            )
        whole = edition(code, activities, objectives, instruments=instruments)
        await self.append(topics.CATALOG, code, whole)

    async def settled(self) -> None:
        """Wait until everything is relayed and followed."""
        await settle(self.front.workers(self.needs))

    async def send(
        self, key: str | None, method: str, address: str, json: Any = None, **headers: str
    ) -> httpx2.Response:
        """One request with a key (None: without). Header names are written with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if key is not None:
            given["Authorization"] = f"Bearer {key}"
        return await self.client.request(method, address, json=json, headers=given)


def edition(
    code: str,
    activities: Activities,
    objectives: Sequence[str],
    date: str = "2016-04-19",
    instruments: Mapping[str, Iterable[str]] | None = None,
    **replaces: list[str],
) -> EditionPublished:
    """A current edition with these activities; `instruments`: with the activities that name each;
    `replaces`: codes (`_` for `-`) with those they stand for.
    """
    return EditionPublished(
        edition=code,
        date=date,
        current=True,
        objectives=list(objectives),
        activities=[activity(name, *about) for name, about in activities.items()],
        instruments=[instrument(name, on) for name, on in (instruments or {}).items()],
        replaces={code.replace("_", "-"): old for code, old in replaces.items()},
    )


def activity(code: str, addressees: Iterable[str], objectives: Iterable[str]) -> Activity:
    """An activity; one that is addressed to the states is optional."""
    to = list(addressees)
    return Activity(
        code=code,
        addressees=to,
        optional=to == ["STATES"],
        objectives=list(objectives),
        axes=[],
        themes=[],
    )


def instrument(code: str, activities: Iterable[str]) -> Instrument:
    """A treaty that these activities name."""
    days = {"adopted_on": "1990-12-18", "in_force_on": "2003-07-01"}
    named = {"names": {"en": code}, "depositary": "UN", "activities": list(activities)}
    return Instrument.model_validate({"code": code, **named, **days})


def actor_changed(
    code: str,
    kind: ActorKind,
    parent: str | None = None,
    memberships: Memberships = (),
    valid: tuple[str | None, str | None] = (None, None),
) -> ActorChanged:
    """An actor as it stands now; `valid`: from, and the first day on which it exists no longer."""
    return ActorChanged(
        code=code,
        kind=kind,
        role=None,
        parent=parent,
        valid_from=valid[0],
        valid_to=valid[1],
        memberships=[
            Membership(from_day=start, to_day=end, status="member") for start, end in memberships
        ],
        names={},
        acronyms={},
    )
