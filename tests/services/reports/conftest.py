"""Reports on its own: a fresh database, a made-up catalogue followed over a real event log, keys
for every kind of caller.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from contracts import topics
from contracts.access import KeyIssued, KeyRevoked
from contracts.catalog import Activity, ActorChanged, EditionPublished, Membership
from contracts.envelope import Envelope
from contracts.events import Data
from kernel import auth, clock
from kernel.chain import canonical
from kernel.db import Database
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.run import settle
from kernel.web.limits import Rates
from services.reports import app as front
from tests.databases import Databases
from tests.services.documented import documented

PEPPER = "pepper"
PLENTY = Rates(10**9, 10**9, 10**9)
ACTIVITIES = {"ACT-12": ["CIM"], "ACT-06": ["CAM"], "ACT-22": ["STATES"], "ACT-23": ["STATES"]}
PEOPLE: dict[str, tuple[str, str | None, list[tuple[str, str | None]]]] = {
    "CIM": ("organ", None, []),
    "SG": ("organ", None, []),
    "CIDI": ("organ", None, []),
    "CAM": ("organ", "CIDI", []),
    "CIM-LAB": ("organ", "CIM", []),
    "ILO": ("multilateral", None, []),
    "STATES": ("group", None, []),
    "COL": ("state", None, [("1948-01-01", None)]),
    "MEX": ("state", None, [("1948-01-01", None)]),
    "NIC": ("state", None, [("1948-01-01", "2023-11-19")]),
    "CUB": ("state", None, [("1948-01-01", "1962-01-01")]),
}
SECRETARIAT = ("reports:review", "reports:publish")


def body(reporter: str = "CIM", **payload: Any) -> dict[str, Any]:
    """A submission that is complete; a payload value of None leaves the field out."""
    given = {
        "activity": "ACT-12" if reporter == "CIM" else "ACT-22",
        "year": 2022,
        "status": "under_way",
        **payload,
    }
    return {
        "kind": "implementation",
        "reporter": reporter,
        "joint_reporters": [],
        "language": "es",
        "title": "Informe sobre educación",
        "payload": {name: value for name, value in given.items() if value is not None},
        "evidence": [],
    }


def practice(reporter: str = "CIM", joint_reporters: Any = (), **payload: Any) -> dict[str, Any]:
    """A practice that is complete; a payload value of None leaves the field out."""
    given = {
        "context": "Faltaba orientación",
        "action": "Se abrió una ventanilla",
        "results": "Más contratos escritos",
        "activities": ["ACT-12", "ACT-06"],
        "objectives": ["GO-1"],
        "year": 2022,
        "partners": [{"kind": "academia", "name": "Universidad"}],
        "axes": ["gender"],
        **payload,
    }
    return {
        "kind": "practice",
        "reporter": reporter,
        "joint_reporters": list(joint_reporters),
        "language": "es",
        "title": "Ventanilla de orientación",
        "payload": {name: value for name, value in given.items() if value is not None},
        "evidence": [],
    }


@dataclass
class Desk:
    """The service with its log, and a client for each caller."""

    client: httpx2.AsyncClient
    db: Database
    log: MemoryLog
    needs: front.Needs
    loop: asyncio.AbstractEventLoop
    secrets: dict[str, str] = field(default_factory=dict)

    async def append(self, topic: str, subject: str, data: Data) -> None:
        position = await self.log.end(topic) + 1
        envelope = Envelope(
            id=clock.uuid7(),
            source="/test",
            type=data.type,
            subject=subject,
            time=clock.stamp(),
            typeversion=data.version,
            position=position,
            recordedtime=clock.stamp(),
        )
        await self.log.append(
            topic,
            [
                Record(
                    topic,
                    position,
                    subject,
                    envelope.headers(),
                    canonical(data.model_dump(mode="json")),
                )
            ],
        )

    async def settled(self) -> None:
        """Everything relayed and followed."""
        await settle(front.workers(self.needs))

    async def key(
        self, name: str, actor: str | None, *scopes: str, days: float = 1, revoked: bool = False
    ) -> None:
        secret, id_ = clock.salt(), name.replace("-", "")
        expires = clock.stamp(clock.now() + timedelta(days=days))
        hash_ = auth.keyed_hash(PEPPER, secret)
        await self.append(
            topics.ACCESS,
            id_,
            KeyIssued(
                key_id=id_,
                hash=hash_,
                actor=actor,
                scopes=list(scopes),
                expires_at=expires,
                networks=[],
            ),
        )
        if revoked:
            await self.append(topics.ACCESS, id_, KeyRevoked(key_id=id_, revoked_at=clock.stamp()))
        self.secrets[name] = auth.compose("test", id_, secret)

    async def ask(
        self, who: str | None, method: str, path: str, json: Any = None, **headers: str
    ) -> httpx2.Response:
        """One request of a caller (None: anonymous). Header names are written with underscores."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if who is not None:
            given["Authorization"] = f"Bearer {self.secrets[who]}"
        return await self.client.request(method, f"/reports{path}", json=json, headers=given)

    async def act(
        self,
        who: str | None,
        id_: str,
        action: str,
        comment: str | None = None,
        match: str = "*",
        **headers: str,
    ) -> httpx2.Response:
        sent = {"action": action} | ({"comment": comment} if comment else {})
        return await self.ask(
            who, "POST", f"/submissions/{id_}/transitions", sent, If_Match=match, **headers
        )

    async def draft(self, reporter: str = "CIM", **changes: Any) -> str:
        answer = await self.ask(reporter, "POST", "/submissions", body(reporter) | changes)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def published(self, reporter: str = "CIM", **changes: Any) -> str:
        id_ = await self.draft(reporter, **changes)
        await self.publish(reporter, id_)
        return id_

    async def publish(self, reporter: str, id_: str) -> None:
        for who, action in (
            (reporter, "submit"),
            ("SG", "start_review"),
            ("SG", "accept"),
            ("SG", "publish"),
        ):
            answer = await self.act(who, id_, action)
            assert answer.status_code == 200, answer.text

    async def rows(self, table: Any) -> int:
        async with self.db.read() as connection:
            return len((await connection.execute(table.select())).all())


@pytest.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    """A desk on either database, with the keys every test needs."""
    db, log = Database(databases.url("reports")), MemoryLog()
    needs = front.Needs(db=db, log=log, pepper=PEPPER, owner="test", rates=PLENTY)
    await db.start()
    app = front.build(needs)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app),
        base_url="http://test",
        event_hooks={"response": [documented(app)]},
    ) as client:
        made = Desk(client, db, log, needs, asyncio.get_running_loop())
        await _fill(made)
        await made.settled()
        yield made
    await db.stop()


async def _fill(desk: Desk) -> None:
    activities = [
        Activity(
            code=code,
            addressees=to,
            optional=to == ["STATES"],
            objectives=["SO-04" if code == "ACT-06" else "GO-1"],
            axes=[],
            themes=[],
        )
        for code, to in ACTIVITIES.items()
    ]
    edition = EditionPublished(
        edition="2016-draft",
        date="2016-04-19",
        current=True,
        objectives=["GO-1", "SO-04"],
        activities=activities,
    )
    await desk.append(topics.CATALOG, "2016-draft", edition)
    for code, (kind, parent, memberships) in PEOPLE.items():
        given = [
            Membership(from_day=start, to_day=end, status="member") for start, end in memberships
        ]
        await desk.append(
            topics.CATALOG,
            code,
            ActorChanged(
                code=code,
                kind=kind,
                role=None,
                parent=parent,
                valid_from=None,
                valid_to=None,
                memberships=given,
                names={},
                acronyms={},
            ),
        )
    for code, (kind, *_) in PEOPLE.items():
        if kind != "group":
            await desk.key(code, code, *(SECRETARIAT if code == "SG" else ("reports:write",)))
    await desk.key("admin", None, "keys:admin", "audit:read", "programme:edit")
    await desk.key("reviewer", None, "reports:review")
    await desk.key("revoked", "CIM", "reports:write", revoked=True)
    await desk.key("expired", "CIM", "reports:write", days=-1)
    await desk.key("idle", "MEX")


@pytest.fixture
def event_loop_of(desk: Desk) -> asyncio.AbstractEventLoop:
    """The loop the desk lives in, for property tests that are not coroutines themselves."""
    return desk.loop
