"""The aggregator on its own: a fresh database, a small made-up programme, and reports' events
appended by hand.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from contracts import reports, topics
from contracts.catalog import Activity, ActorChanged, EditionPublished, Membership
from contracts.envelope import Envelope
from contracts.events import Data
from kernel import clock
from kernel.chain import canonical
from kernel.db import Database
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.run import settle
from kernel.web.limits import Rates
from services.aggregator import app as front
from tests.databases import Databases
from tests.reference import indicators as reference
from tests.services.documented import documented

PROGRAMME = {
    "ACT-1": (("CIM",), ("GO-1", "SO-01")),
    "ACT-2": (("STATES",), ("GO-1",)),
    "ACT-3": (("CIDH", "CIM"), ("SO-01",)),
}
PEOPLE: dict[str, tuple[str, str | None, list[tuple[str, str | None]]]] = {
    "CIM": ("organ", None, []),
    "LAB": ("organ", "CIM", []),
    "CIDH": ("organ", None, []),
    "ILO": ("multilateral", None, []),
    "COL": ("state", None, [("1948-01-01", None)]),
    "NIC": ("state", None, [("1948-01-01", "2023-11-19")]),
    "STATES": ("group", None, []),
}
#: What a publication carries where a test says nothing else.
GIVEN: dict[str, dict[str, Any]] = {
    "implementation": {"activity": "ACT-1", "year": 2020, "status": "under_way"},
    "practice": {"year": 2020, "activities": ["ACT-1"]},
}
STRUCTURE = reference.Structure(
    "e",
    date(2016, 4, 19),
    ("GO-1", "SO-01"),
    {code: addressees for code, (addressees, _) in PROGRAMME.items()},
    frozenset(
        (code, objective) for code, (_, objectives) in PROGRAMME.items() for objective in objectives
    ),
    {
        code: reference.Actor(
            code,
            kind,
            None,
            parent,
            tuple(
                reference.Membership(date.fromisoformat(a), date.fromisoformat(b) if b else None)
                for a, b in memberships
            ),
        )
        for code, (kind, parent, memberships) in PEOPLE.items()
    },
)


@dataclass
class Desk:
    """The service with its log and a client; `facts` is what the reference is fed with."""

    client: httpx2.AsyncClient
    app: FastAPI
    db: Database
    log: MemoryLog
    needs: front.Needs
    facts: dict[str, reference.Fact] = field(default_factory=dict)
    recorded: Callable[[], str] = clock.stamp
    day: date = STRUCTURE.edition_date  # of the last recorded time of reports
    given: Counter[str] = field(default_factory=Counter)

    async def append(self, topic: str, subject: str, data: Data, **instead: Any) -> int:
        self.given[topic] += 1
        position, recordedtime = self.given[topic], self.recorded()
        if topic == topics.REPORTS:
            self.day = date.fromisoformat(recordedtime[:10])
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
        await self.log.append(
            topic,
            [
                Record(
                    topic,
                    position,
                    subject,
                    envelope.headers(),
                    canonical(data.model_dump(mode="json") | instead),
                )
            ],
        )
        return position

    async def publish(
        self,
        id_: str,
        reporter: str = "CIM",
        joint: Sequence[str] = (),
        revision: int = 1,
        evidence: bool = False,
        kind: str = "implementation",
        **payload: Any,
    ) -> int:
        """A publication, told to the log and to the reference alike."""
        told = {**GIVEN[kind], **payload}
        links: list[Any] = (
            [{"url": "https://example.org", "title": "E", "access": "public"}] if evidence else []
        )
        people = [reports.Reporter(code=code, kind=PEOPLE[code][0]) for code in (reporter, *joint)]
        inner = {k: v for k, v in told.items() if k != "partners"} | {
            "partner_kinds": [p["kind"] for p in told.get("partners", [])]
        }
        position = await self.append(
            topics.REPORTS,
            id_,
            reports.Published(
                **_moved(id_, reporter, "published", revision, kind),
                title="t",
                language="es",
                reporters=people,
                **{kind: reports.KINDS[kind].model_validate(GIVEN[kind])},
                evidence=[reports.Evidence(**link) for link in links],
            ),
            **{kind: inner},
        )
        self.facts[id_] = reference.Fact(
            id_, revision, position, reporter, tuple(joint), told, links, kind
        )
        return position

    async def practice(self, id_: str, reporter: str = "CIM", *joint: str, **payload: Any) -> int:
        """The publication of a practice."""
        return await self.publish(id_, reporter, joint, kind="practice", **payload)

    async def move(
        self, id_: str, event: type[reports.Moved], state: str, kind: str = "implementation"
    ) -> int:
        return await self.append(topics.REPORTS, id_, event(**_moved(id_, "CIM", state, 1, kind)))

    async def settled(self) -> None:
        await settle(front.workers(self.needs))

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.client.get(
            f"/indicators{path}", params={k: v for k, v in query.items() if v is not None}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def judged(self, **asked: Any) -> list[Any]:
        """Every objective's values, having been compared with the reference."""
        found = (await self.get("/objectives", **asked))["objectives"]
        for entry in found:
            expected = reference.objective_values(
                STRUCTURE,
                list(self.facts.values()),
                entry["code"],
                reference.Filters(**asked),
                self.day,
            )
            assert entry["values"] == expected, entry["code"]
        return list(found)


def _moved(
    id_: str, reporter: str, state: str, revision: int, kind: str = "implementation"
) -> dict[str, Any]:
    return {
        "submission": id_,
        "kind": kind,
        "state": state,
        "revision": revision,
        "reporter": reporter,
        "edition": "e",
    }


@pytest.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    async with opened(databases.url("aggregator"), MemoryLog()) as made:
        yield made


@asynccontextmanager
async def opened(url: str, log: MemoryLog) -> AsyncIterator[Desk]:
    """The service on a database of its own, the programme having reached it."""
    db = Database(url)
    needs = front.Needs(
        db=db,
        log=log,
        pepper="pepper",
        owner="test",
        rates=Rates(10**9, 10**9, 10**9),
        settings=front.Settings(wait_seconds=0.2, look_seconds=0.05),
    )
    await db.start()
    app = front.build(needs)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app),
        base_url="http://test",
        event_hooks={"response": [documented(app)]},
    ) as client:
        made = Desk(client, app, db, log, needs)
        await _tell_programme(made)
        await made.settled()
        yield made
    await db.stop()


async def _tell_programme(desk: Desk) -> None:
    """Append the events of the catalogue."""
    activities = [
        Activity(
            code=code,
            addressees=list(to),
            optional=False,
            objectives=list(objectives),
            axes=[],
            themes=[],
        )
        for code, (to, objectives) in PROGRAMME.items()
    ]
    edition = EditionPublished(
        edition="e",
        date="2016-04-19",
        current=True,
        objectives=["GO-1", "SO-01"],
        activities=activities,
    )
    await desk.append(topics.CATALOG, "e", edition)
    for code, (kind, parent, memberships) in PEOPLE.items():
        given = [Membership(from_day=a, to_day=b, status="member") for a, b in memberships]
        changed = ActorChanged(
            code=code,
            kind=kind,
            role=None,
            parent=parent,
            valid_from=None,
            valid_to=None,
            memberships=given,
            names={},
            acronyms={},
        )
        await desk.append(topics.CATALOG, code, changed)


@pytest.fixture(scope="module", autouse=True)
def nothing_is_trusted_for_a_moment() -> Iterator[None]:
    """These tests fold by hand and ask at once: a position looked at 50 ms ago would do for a user,
    not for them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kernel.web.response_cache.TRUSTED_SECONDS", 0.0)
        patch.setattr("kernel.replica.TRUSTED_SECONDS", 0.0)
        yield
