"""Access on its own: a fresh database of either kind, its actors, the bootstrap administrator."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from contracts import topics
from contracts.catalog import ActorChanged
from contracts.envelope import Envelope
from kernel import clock
from kernel.chain import canonical
from kernel.db import Database
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.run import settle
from kernel.web.limits import Rates
from services.access import app as front
from tests.databases import Databases
from tests.services.documented import documented


@dataclass
class Desk:
    """The service with its log and a client."""

    client: httpx2.AsyncClient
    app: FastAPI
    db: Database
    log: MemoryLog
    needs: front.Needs
    administrator: str

    async def settled(self) -> None:
        """Everything relayed and followed."""
        await settle(front.workers(self.needs))

    async def ask(
        self, key: str | None, method: str, path: str, json: Any = None, **headers: str
    ) -> httpx2.Response:
        given = {name.replace("_", "-"): value for name, value in headers.items()} | (
            {"Authorization": f"Bearer {key}"} if key else {}
        )
        return await self.client.request(method, f"/access{path}", json=json, headers=given)

    async def issued(self, **changes: Any) -> dict[str, Any]:
        body = {"actor": "CIM", "scopes": ["reports:write"], "label": "CIM"} | changes
        answer = await self.ask(self.administrator, "POST", "/keys", body)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture
async def desk(databases: Databases, tmp_path: Path) -> AsyncIterator[Desk]:
    db, log = Database(databases.url("access")), MemoryLog()
    needs = front.Needs(
        db=db, log=log, pepper="pepper", owner="test", rates=Rates(10**9, 10**9, 10**9)
    )
    await db.start()
    app = front.build(needs)
    for position, (code, kind) in enumerate(
        (("CIM", "organ"), ("COL", "state"), ("STATES", "group")), start=1
    ):
        data = ActorChanged(
            code=code,
            kind=kind,
            role=None,
            parent=None,
            valid_from=None,
            valid_to=None,
            memberships=[],
            names={},
            acronyms={},
        )
        envelope = Envelope(
            id=clock.uuid7(),
            source="/test",
            type=data.type,
            subject=code,
            time=clock.stamp(),
            typeversion=1,
            position=position,
            recordedtime=clock.stamp(),
        )
        value = canonical(data.model_dump(mode="json"))
        await log.append(
            topics.CATALOG, [Record(topics.CATALOG, position, code, envelope.headers(), value)]
        )
    administrator = await app.state.operations.bootstrap(path=tmp_path / "bootstrap.key")
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app),
        base_url="http://test",
        event_hooks={"response": [documented(app)]},
    ) as client:
        made = Desk(client, app, db, log, needs, administrator)
        await made.settled()
        yield made
    await db.stop()
