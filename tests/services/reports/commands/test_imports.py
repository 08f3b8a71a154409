"""A row, its submission and the import that counts it are one commit."""

from collections.abc import Mapping
from typing import Any

import pytest

from kernel.auth import Caller
from kernel.errors import DuplicateKey, StaleWrite
from services.reports import tables
from services.reports.commands import Content
from services.reports.commands import imports as commands
from services.reports.commands.imports import Act
from services.reports.domain.imports import Verdict
from services.reports.store import imports as store
from services.reports.store import reading
from services.reports.store.replica import Replica
from tests.services.reports.conftest import Desk
from tests.services.reports.store.test_imports import HEAD, ROW

CIM = Caller("k", "CIM", frozenset({"reports:write"}), "k")
TOLD = {name: ROW[name] for name in ROW if name not in ("import_id", "n")}


async def act(desk: Desk, title: str, verdict: Verdict, before: Any = None) -> Act:
    payload = {"activity": "ACT-12", "year": 2022, "status": "under_way"}
    content = Content(title, "es", payload, [], ())
    catalogue = await Replica(desk.db).catalogue()
    taken = None if before is None else "d"
    return Act(
        before,
        "implementation",
        content,
        verdict,
        catalogue,
        CIM,
        "i",
        "d" if taken is None else "e",
        taken,
    )


async def head(desk: Desk) -> Mapping[Any, Any]:
    async with desk.db.read() as connection:
        found = await store.one(connection, "one", "CIM")
    assert found is not None
    return found


async def test_a_row_is_made_and_submitted_with_what_is_told_of_it(desk: Desk) -> None:
    await desk.db.write(commands.begin, HEAD)
    await desk.db.write(
        commands.take_row, HEAD, TOLD, await act(desk, "Uno", Verdict("created", True, True))
    )
    async with desk.db.read() as connection:
        (row,) = await store.rows(connection, "one", 0, 9)
        made = await reading.get_submission(connection, row["submission"])
    assert made is not None
    assert (row["state"], made.current.state) == ("submitted", "submitted")
    assert made.current.authors == {"k"}
    assert (await head(desk))["created"] == 1


async def test_done_by_somebody_else_it_makes_nothing(desk: Desk) -> None:
    await desk.db.write(commands.begin, HEAD)
    await desk.db.write(
        commands.take_row, HEAD, TOLD, await act(desk, "Uno", Verdict("created", True))
    )
    before = await desk.rows(tables.submissions), await desk.rows(tables.kernel.outbox)
    with pytest.raises((StaleWrite, DuplicateKey)):
        await desk.db.write(
            commands.take_row, HEAD, TOLD, await act(desk, "Dos", Verdict("created", True))
        )
    assert before == (await desk.rows(tables.submissions), await desk.rows(tables.kernel.outbox))


async def test_a_changed_row_is_saved_beside_the_text_before(desk: Desk) -> None:
    await desk.db.write(commands.begin, HEAD)
    await desk.db.write(
        commands.take_row, HEAD, TOLD, await act(desk, "Uno", Verdict("created", True))
    )
    async with desk.db.read() as connection:
        (row,) = await store.rows(connection, "one", 0, 9)
        made = await reading.get_submission(connection, row["submission"])
    again = TOLD | {"outcome": "updated"}
    await desk.db.write(
        commands.take_row,
        await head(desk),
        again,
        await act(desk, "Dos", Verdict("updated", True), made),
    )
    assert await desk.rows(tables.texts) == 2
    async with desk.db.read() as connection:
        known = await store.known(connection, "i")
    assert known is not None
    assert known["digest"] == "e"


async def test_it_ends_once(desk: Desk) -> None:
    await desk.db.write(commands.begin, HEAD)
    await desk.db.write(commands.finish, HEAD)
    assert (await head(desk))["state"] == "done"
    with pytest.raises(StaleWrite):
        await desk.db.write(commands.finish, HEAD, {"code": "x", "detail": "y"})
