"""Access on its own: a fresh database of either kind, its actors, the bootstrap administrator."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contracts import topics
from services.access import app as front
from tests.databases import Databases
from tests.services import desk as shared


@dataclass
class Desk(shared.Desk):
    """The service, and the key of its bootstrap administrator."""

    administrator: str = ""

    async def ask(
        self, key: str | None, method: str, path: str, json: Any = None, **headers: str
    ) -> httpx2.Response:
        """One request with a key (None: without). Header names are written with underscores."""
        return await self.send(key, method, f"/access{path}", json, **headers)

    async def issued(self, **changes: Any) -> dict[str, Any]:
        """The answer to a new key."""
        body = {"actor": "CIM", "scopes": ["reports:write"], "label": "CIM"} | changes
        answer = await self.ask(self.administrator, "POST", "/keys", body)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.fixture(name="desk")
async def made(databases: Databases, tmp_path: Path) -> AsyncIterator[Desk]:
    async with Desk.opened(front, databases.url("access")) as opened:
        for code, kind in (("CIM", "organ"), ("COL", "state"), ("STATES", "group")):
            await opened.append(topics.CATALOG, code, shared.actor_changed(code, kind))
        key = tmp_path / "bootstrap.key"
        opened.administrator = await opened.app.state.operations.bootstrap(path=key)
        await opened.settled()
        yield opened
