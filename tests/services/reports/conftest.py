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
from kernel import auth, clock
from services.reports import app as front
from tests.databases import Databases
from tests.services import desk as shared

ACTIVITIES = {
    "ACT-12": (["CIM"], ["GO-1"]),
    "ACT-06": (["CAM"], ["SO-04"]),
    "ACT-22": (["STATES"], ["GO-1"]),
    "ACT-23": (["STATES"], ["GO-1"]),
}
PEOPLE: shared.People = {
    "CIM": ("organ", None, []),
    "SG": ("organ", None, []),
    "CIDI": ("organ", None, []),
    "CAM": ("organ", "CIDI", []),
    "CIM-LAB": ("organ", "CIM", []),
    "EXPERTS": ("organ", "CIDI", []),
    "ILO": ("multilateral", None, []),
    "STATES": ("group", None, []),
    "COL": ("state", None, [("1948-01-01", None)]),
    "MEX": ("state", None, [("1948-01-01", None)]),
    "NIC": ("state", None, [("1948-01-01", "2023-11-19")]),
    "CUB": ("state", None, [("1948-01-01", "1962-01-01")]),
}
ASSESSING = ("reports:write", "assess:write")
SECRETARIAT = ("reports:review", "reports:publish")
SCOPES = {"SG": SECRETARIAT, "EXPERTS": ASSESSING}


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
class Desk(shared.Desk):
    """The service, and a key for each caller."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)
    secrets: dict[str, str] = field(default_factory=dict)

    async def key(
        self,
        name: str,
        actor: str | None,
        *scopes: str,
        days: float = 1,
        revoked: bool = False,
        line: str | None = None,
    ) -> None:
        secret, id_ = clock.salt(), name.replace("-", "")
        expires = clock.stamp(clock.now() + timedelta(days=days))
        hash_ = auth.keyed_hash(shared.PEPPER, secret)
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
                line=line,
            ),
        )
        if revoked:
            await self.append(topics.ACCESS, id_, KeyRevoked(key_id=id_, revoked_at=clock.stamp()))
        self.secrets[name] = auth.compose("live", id_, secret)

    async def ask(
        self, who: str | None, method: str, path: str, json: Any = None, **headers: str
    ) -> httpx2.Response:
        """One request of a caller (None: anonymous). Header names are written with underscores."""
        key = None if who is None else self.secrets[who]
        return await self.send(key, method, f"/reports{path}", json, **headers)

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


@pytest.fixture(name="desk")
async def made(databases: Databases) -> AsyncIterator[Desk]:
    """A desk on either database, with the keys every test needs."""
    async with Desk.opened(front, databases.url("reports")) as opened:
        await opened.append_programme("2016-draft", ACTIVITIES, ["GO-1", "SO-04"], PEOPLE)
        await _issue_keys(opened)
        await opened.settled()
        yield opened


async def _issue_keys(desk: Desk) -> None:
    for code, (kind, *_) in PEOPLE.items():
        if kind != "group":
            await desk.key(code, code, *SCOPES.get(code, ("reports:write",)))
    await desk.key("admin", None, "keys:admin", "audit:read", "programme:edit")
    await desk.key("reviewer", "SG", "reports:review")
    await desk.key("publisher", "SG", "reports:publish")
    await desk.key("nameless", None, "reports:write", "reports:review", "reports:publish")
    await desk.key("revoked", "CIM", "reports:write", revoked=True)
    await desk.key("expired", "CIM", "reports:write", days=-1)
    await desk.key("idle", "MEX")


@pytest.fixture
def event_loop_of(desk: Desk) -> asyncio.AbstractEventLoop:
    """The loop the desk lives in, for property tests that are not coroutines themselves."""
    return desk.loop
