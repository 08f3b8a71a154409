"""What an operator does with keys: the first one, and issuing, rotating and revoking by hand."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import delete

from kernel.db import Database
from kernel.errors import Problem, Unavailable
from services.access import tables
from services.access.store import keys as store
from tests.services.access.conftest import Desk


async def test_the_command_line_issues_rotates_and_revokes(desk: Desk) -> None:
    by_hand = desk.operations
    key = await by_hand.issue(
        actor="COL", scopes=["reports:write"], expires_at=None, label="cli", networks=[]
    )
    assert (await desk.ask(key["key"], "GET", "/me")).json()["actor"] == "COL"
    new = await by_hand.rotate(key_id=key["id"], overlap_hours=0)
    await by_hand.revoke(key_id=new["id"])
    assert (await desk.ask(new["key"], "GET", "/me")).status_code == 401
    with pytest.raises(Problem):
        await by_hand.revoke(key_id="nobody")


async def test_the_command_line_is_told_what_is_wrong(desk: Desk) -> None:
    with pytest.raises(Problem) as told:
        await desk.operations.issue(
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
        await desk.operations.bootstrap(path=tmp_path / "late.key")
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
        await desk.operations.bootstrap(path=tmp_path / "late.key")
    assert (tmp_path / "late.key").exists()


async def test_of_two_first_starts_with_folders_of_their_own_one_makes_the_key(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(_connection: object) -> bool:
        return False

    monkeypatch.setattr(store, "any_key", nothing)  # as both have seen it
    claims = delete(tables.kernel.idempotency)
    await desk.db.write(lambda tx: tx.execute(claims, expect=None))
    paths = [tmp_path / name / "first.key" for name in "ab"]
    for path in paths:
        path.parent.mkdir()
    bootstrap = desk.operations.bootstrap
    texts = await asyncio.gather(*(bootstrap(path=path) for path in paths))
    made = [text for text in texts if text]
    assert len(made) == 1
    assert [path.read_text().strip() for path in paths if path.exists()] == made
    assert (await desk.ask(made[0], "GET", "/me")).status_code == 200
