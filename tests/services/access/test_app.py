"""Readiness, the first key, and how fast another service refuses a revoked one."""

import asyncio
import stat
from pathlib import Path

import pytest

from kernel import auth
from kernel.auth import Keyring
from kernel.db import Database
from kernel.errors import Problem, Unavailable
from kernel.run import Group, Worker
from services.access import app as front
from services.access import store
from services.reports import tables as elsewhere
from tests.databases import Databases
from tests.services.access.conftest import Desk


async def test_ready_when_keys_and_actors_are_there(desk: Desk) -> None:
    checks = (await desk.ask(None, "GET", "/readyz")).json()["checks"]
    assert checks["keys"]["ready"]
    assert checks["actors"]["ready"]


async def test_the_first_key_is_made_once(desk: Desk, tmp_path: Path) -> None:
    assert (tmp_path / "bootstrap.key").read_text().strip() == desk.administrator
    assert stat.S_IMODE((tmp_path / "bootstrap.key").stat().st_mode) == 0o600
    assert await desk.app.state.commands["bootstrap"](path=tmp_path / "other") is None
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


async def test_the_command_line_issues_rotates_and_revokes(desk: Desk) -> None:
    commands = desk.app.state.commands
    key = await commands["issue"](
        actor="COL", scopes=["reports:write"], expires_at=None, label="cli", networks=[]
    )
    assert (await desk.ask(key["key"], "GET", "/me")).json()["actor"] == "COL"
    new = await commands["rotate"](key_id=key["id"], overlap_hours=0)
    await commands["revoke"](key_id=new["id"])
    assert (await desk.ask(new["key"], "GET", "/me")).status_code == 401
    with pytest.raises(Problem):
        await commands["revoke"](key_id="nobody")


async def test_the_command_line_is_told_what_is_wrong(desk: Desk) -> None:
    with pytest.raises(Problem) as told:
        await desk.app.state.commands["issue"](
            actor=None, scopes=["everything"], expires_at=None, label="", networks=[]
        )
    assert told.value.status == 422


async def test_a_first_key_that_was_not_recorded_leaves_no_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_connection: object) -> bool:
        return False

    async def fails(*_given: object) -> None:
        raise Unavailable("down")

    monkeypatch.setattr(store, "any_key", nothing)
    monkeypatch.setattr(Database, "write", fails)
    with pytest.raises(Unavailable):
        await desk.app.state.commands["bootstrap"](path=tmp_path / "late.key")
    assert not (tmp_path / "late.key").exists()


async def test_a_first_key_whose_commit_was_not_answered_keeps_its_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings = iter((False, True))  # before the commit, and after the connection was lost

    async def any_key(_connection: object) -> bool:
        return next(readings)

    async def fails(*_given: object) -> None:
        raise Unavailable("the connection was lost")

    monkeypatch.setattr(store, "any_key", any_key)
    monkeypatch.setattr(Database, "write", fails)
    with pytest.raises(Unavailable):
        await desk.app.state.commands["bootstrap"](path=tmp_path / "late.key")
    assert (tmp_path / "late.key").exists()


async def test_a_file_left_by_a_crash_does_not_open_the_key_to_others(
    desk: Desk, tmp_path: Path
) -> None:
    left = tmp_path / "first.key.partial"
    left.write_text("half")
    left.chmod(0o666)
    front._write_secret(tmp_path / "first.key", "whole")
    assert (tmp_path / "first.key").read_text() == "whole\n"
    assert stat.S_IMODE((tmp_path / "first.key").stat().st_mode) == 0o600
    assert not left.exists()
