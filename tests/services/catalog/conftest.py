"""A catalogue of the real programme on a migrated database, its keys, and a client that speaks to
it.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx2
import pytest

from contracts import topics
from contracts.access import KeyIssued
from contracts.envelope import Envelope
from contracts.events import Data
from kernel import auth, clock
from kernel.chain import canonical
from kernel.db import Database, Tx
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.run import settle
from services.catalog import tables
from services.catalog.app import Needs, build, workers
from services.catalog.process import operations
from services.catalog.settings import Settings
from tests.databases import Databases
from tests.services.documented import documented, share_analysis

PEPPER = "pepper"
SECRET = "s" * 32
FILES = Settings().programme


class Desk:
    """One catalogue: its application, its database, its own copy of the data files, keys for
    whoever is named.
    """

    def __init__(self, url: str, files: Path) -> None:
        self.files = files
        self.db = Database(url)
        self.log = MemoryLog()
        self.needs = Needs(
            db=self.db,
            log=self.log,
            pepper=PEPPER,
            owner="test",
            settings=Settings(programme=files),
        )
        self.app = share_analysis(build(self.needs))
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app),
            base_url="http://test",
            event_hooks={"response": [documented(self.app)]},
        )

    async def key(
        self, name: str, *scopes: str, actor: str | None = None, **columns: Any
    ) -> dict[str, str]:
        """The header of a new key; `columns` of its row instead of those of a valid one."""
        key_id = name.ljust(12, "0")
        issued = KeyIssued(
            key_id=key_id,
            hash=auth.keyed_hash(PEPPER, SECRET),
            actor=actor,
            scopes=list(scopes),
            expires_at=None,
            networks=[],
        )

        def command(tx: Tx) -> None:
            tx.insert(tables.kernel.keys, {**auth.key_row(issued), **columns})

        await self.db.write(command)
        return {"Authorization": f"Bearer {auth.compose('live', key_id, SECRET)}"}

    async def get(self, path: str, **given: Any) -> Any:
        """The body of a read that succeeds."""
        answer = await self.client.get(f"/catalog{path}", **given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def editor(self) -> dict[str, str]:
        """The header of a key that edits drafts, whatever their ETag."""
        return {**await self.key("editor", "programme:edit", actor="SG"), "If-Match": "*"}

    async def adopter(self) -> dict[str, str]:
        """The header of a key that adopts drafts, whatever their ETag."""
        return {**await self.key("adopter", "programme:adopt", actor="CAM"), "If-Match": "*"}

    async def draft(self, key: dict[str, str], code: str = "2027", base: str = "2016-draft") -> str:
        """The path of a new draft edition."""
        body = {"id": code, "from": base, "title": {"en": {"text": f"Edition {code}"}}}
        answer = await self.client.post("/catalog/editions", json=body, headers=key)
        assert answer.status_code == 201, answer.text
        return f"/catalog/editions/{code}"

    async def tell(self, data: Data, subject: str) -> int:
        """An event of reports, followed; returns its position."""
        position = await self.log.end(topics.REPORTS) + 1
        at = clock.stamp()
        envelope = Envelope(
            id=clock.uuid7(),
            source="/test",
            type=data.type,
            subject=subject,
            time=at,
            typeversion=data.version,
            position=position,
            recordedtime=at,
        )
        value = canonical(data.model_dump(mode="json", by_alias=True))
        record = Record(topics.REPORTS, position, subject, envelope.headers(), value)
        await self.log.append(topics.REPORTS, [record])
        await settle(workers(self.needs))
        return position

    async def rows(self, table: Any) -> list[Any]:
        """Every row of a table."""
        async with self.db.read() as connection:
            return list((await connection.execute(table.select())).mappings())

    @cached_property
    def operations(self) -> Any:
        return operations(self.needs)

    async def load(self) -> Any:
        """Load the data files."""
        return await self.operations.load()


@asynccontextmanager
async def opened(url: str, files: Path) -> AsyncIterator[Desk]:
    """A catalogue on this database, closed at the end."""
    desk = Desk(url, files)
    await desk.db.start()
    yield desk
    await desk.client.aclose()
    await desk.db.stop()


async def programme(url: str) -> None:
    """Load the real programme."""
    async with opened(url, FILES) as desk:
        await desk.load()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the programme's data files, to be changed."""
    return Path(shutil.copytree(FILES, tmp_path / "programme"))


@pytest.fixture
async def empty(databases: Databases, files: Path) -> AsyncIterator[Desk]:
    """A catalogue that has loaded nothing yet."""
    async with opened(databases.url("catalog"), files) as desk:
        yield desk


@pytest.fixture
async def desk(databases: Databases, files: Path) -> AsyncIterator[Desk]:
    """A catalogue that has loaded the real programme."""
    async with opened(databases.url("catalog", programme), files) as desk:
        yield desk
