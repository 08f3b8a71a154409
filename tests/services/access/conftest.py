"""Access on its own: a fresh database of either kind, its actors, the bootstrap administrator."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contracts import topics
from contracts.codes import ActorKind
from services.access import app as front
from services.access.settings import Settings
from tests.databases import Databases
from tests.services import desk as shared

PUBLIC = "https://oas.example/"
ACTORS: tuple[tuple[str, ActorKind, shared.Memberships], ...] = (
    ("CIM", "organ", ()),
    ("CAM", "organ", ()),
    ("COL", "state", [("1948-05-05", None)]),
    ("NIC", "state", [("1948-05-05", "2023-11-19")]),
    ("STATES", "group", ()),
)


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
    # mail goes to files, links begin with an address of their own
    url, settings = databases.url("access"), Settings(data_dir=tmp_path, public_url=PUBLIC)
    async with Desk.opened(front, url, settings=settings) as opened:
        for code, kind, memberships in ACTORS:
            changed = shared.actor_changed(code, kind, memberships=memberships)
            await opened.append(topics.CATALOG, code, changed)
        key = tmp_path / "bootstrap.key"
        opened.administrator = await opened.operations.bootstrap(path=key)
        await opened.settled()
        yield opened
