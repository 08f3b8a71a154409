"""Readiness, the first key, and how fast another service refuses a revoked one."""

import asyncio
import stat
from pathlib import Path

from kernel import auth
from kernel.auth import Keyring
from kernel.db import Database
from kernel.errors import Problem
from kernel.run import Group, Worker
from services.access import app as front
from services.reports import tables as elsewhere
from tests.databases import Databases
from tests.services.access.conftest import Desk
from tests.services.documented import wrong_examples


async def test_ready_when_keys_and_actors_are_there(desk: Desk) -> None:
    checks = (await desk.ask(None, "GET", "/readyz")).json()["checks"]
    assert checks["keys"]["ready"]
    assert checks["actors"]["ready"]


async def test_the_first_key_is_made_once(desk: Desk, tmp_path: Path) -> None:
    assert (tmp_path / "bootstrap.key").read_text().strip() == desk.administrator
    assert stat.S_IMODE((tmp_path / "bootstrap.key").stat().st_mode) == 0o600
    assert await desk.operations.bootstrap(path=tmp_path / "other") is None
    assert not (tmp_path / "other").exists()


async def test_another_service_accepts_and_refuses_soon(desk: Desk, databases: Databases) -> None:
    db = Database(databases.url("reports"))
    await db.start()
    follower = auth.follower(db, elsewhere.kernel, desk.log, "other")
    group = Group([*front.workers(desk.needs), Worker("follower", follower.run, follower.idle)])
    await group.start()
    try:
        ring = Keyring(db, elsewhere.kernel, "pepper")
        key = await desk.issued()
        await _until(ring, key["key"], accepted=True)
        await desk.ask(desk.administrator, "DELETE", f"/keys/{key['id']}")
        await _until(ring, key["key"], accepted=False)
    finally:
        await group.stop()
        await db.stop()


async def _until(ring: Keyring, key: str, *, accepted: bool) -> None:
    async with asyncio.timeout(30):  # promised are 2; a busy machine decides nothing
        while await _accepts(ring, key) != accepted:  # noqa: ASYNC110 - a user asks again and again, too
            await asyncio.sleep(0.02)


async def _accepts(ring: Keyring, key: str) -> bool:
    try:
        return (await ring.caller(f"Bearer {key}", None)).actor == "CIM"
    except Problem:
        return False


async def test_every_answer_has_an_example_that_fits_it(desk: Desk) -> None:
    assert wrong_examples(desk.app) == []
