"""The workers of imports: several of them do each row once, begun work is finished later, keys that
end end their imports, and nothing is kept for ever.
"""

import asyncio
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from contracts import topics
from contracts.access import KeyRevoked
from files import xlsx
from kernel import auth, clock
from kernel.errors import StaleWrite
from kernel.run import settle
from services.reports import tables
from services.reports.commands import imports as commands
from services.reports.domain import rules
from services.reports.formats import import_files as files
from services.reports.formats.imports import Refused, Row
from services.reports.operations.imports import Importer, Retention
from services.reports.operations.rows import RowTaker
from services.reports.store.replica import Replica
from tests.databases import Databases
from tests.services.desk import PEPPER
from tests.services.reports.conftest import Desk
from tests.services.reports.importing import CSV, imported, outcomes, send, submissions, table, told

MANY = 45


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite alone: what is SQL in this is tried on both beside the store."""
    return sqlite_databases


def importer(desk: Desk, owner: str) -> Importer:
    return Importer(desk.db, auth.Keyring(desk.db, tables.kernel, PEPPER), owner)


def many(n: int = MANY) -> bytes:
    return table(*({"external_id": str(each)} for each in range(n)))


async def sent(desk: Desk, content: bytes) -> str:
    answer = await send(desk, content)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


async def test_two_importers_do_each_row_once(desk: Desk) -> None:
    ids = [await sent(desk, many()), await sent(desk, many(3))]
    workers = [importer(desk, owner).worker() for owner in ("one", "two")]
    await settle(workers)
    first, second = [await told(desk, id_) for id_ in ids]
    assert first["outcomes"]["created"] == MANY
    assert second["outcomes"]["unchanged"] == 3
    assert len(await submissions(desk)) == MANY


async def test_a_row_is_done_once_by_two_who_do_not_know_of_one_another(desk: Desk) -> None:
    id_ = await sent(desk, many(1))
    taker = RowTaker(desk.db, Replica(desk.db))
    row = Row(2, {"language": "es", "title": "Uno", "payload": {}}, "a")
    caller = await auth.Keyring(desk.db, tables.kernel, PEPPER).living("CIM")
    assert caller is not None
    head = {"id": id_, "actor": "CIM", "kind": "implementation", "mode": "draft"}
    head |= {"dry_run": False, "done": 0}
    assert (await taker.take(head, row, caller))["done"] == 1
    with pytest.raises(StaleWrite):
        await taker.take(head, row, caller)
    assert len(await submissions(desk)) == 1


async def test_it_goes_on_where_another_has_stopped(desk: Desk) -> None:
    id_ = await sent(desk, many())
    task = asyncio.create_task(importer(desk, "first").run())
    while (await told(desk, id_))["progress"]["done"] < 3:
        await desk.db.changed(desk.db.commits, 1.0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    stopped = (await told(desk, id_))["progress"]["done"]
    assert stopped < MANY
    await settle([importer(desk, "second").worker()])
    done = await told(desk, id_, query="?limit=500")
    assert (done["state"], outcomes(done)) == ("done", ["created"] * MANY)
    assert [row["row"] for row in done["items"]] == [*range(2, MANY + 2)]
    assert len(await submissions(desk)) == MANY


async def test_a_short_one_of_another_actor_does_not_wait_for_a_long_one(desk: Desk) -> None:
    long, after = await sent(desk, many()), await sent(desk, many(1))
    short = (await send(desk, table({"activity": "ACT-22"}), "COL")).json()["id"]
    await settle([importer(desk, "one").worker()])
    ends = [(await told(desk, id_))["finished_at"] for id_ in (long, after)]
    assert (await told(desk, short, "COL"))["finished_at"] < ends[0] < ends[1]


async def test_a_key_that_is_revoked_ends_its_imports(desk: Desk) -> None:
    await desk.key("second", "CIM", "reports:write")
    await desk.settled()
    answer = await send(desk, many(), "second")
    revoked = KeyRevoked(key_id="second", revoked_at=clock.stamp())
    await desk.append(topics.ACCESS, "second", revoked)
    follower = auth.follower(desk.db, tables.kernel, desk.log, "test")
    while await auth.Keyring(desk.db, tables.kernel, PEPPER).living("second"):
        task = asyncio.create_task(follower.run())
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await settle([importer(desk, "one").worker()])
    done = await told(desk, answer.json()["id"])
    assert (done["state"], done["problem"]["code"]) == ("failed", "key_ended")
    assert await submissions(desk) == []


async def test_a_file_that_breaks_something_of_ours_holds_up_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = await sent(desk, many(2)), await sent(desk, many(1))
    real, first = files.opened, [True]

    async def opened(file: files.File, skip: int = 0) -> files.Reading:
        if first and first.pop():
            raise Refused(*files.NOT_READ)
        return await real(file, skip)

    monkeypatch.setattr(files, "opened", opened)
    await settle([importer(desk, "one").worker()])
    failed = await told(desk, broken)
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "internal")
    assert outcomes(await told(desk, good)) == ["created"]


async def test_it_is_removed_with_its_file_when_it_is_not_kept_any_longer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = await imported(desk, many(3))
    await Retention(desk.db).forget()
    assert (await told(desk, done["id"]))["state"] == "done"
    later = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    await Retention(desk.db).forget()
    monkeypatch.undo()
    answer = await desk.ask("CIM", "GET", f"/imports/{done['id']}")
    assert answer.status_code == 404
    for table_ in (tables.imports, tables.import_rows, tables.import_files):
        assert await desk.rows(table_) == 0
    assert len(await submissions(desk)) == 3
    assert outcomes(await imported(desk, many(3))) == ["unchanged"] * 3
    assert await Retention(desk.db).worker().idle()


MARK = "Sekret7"
HOLDS = ("external_id", "language", "title", "activity", "year", "status", "start_date", "regions")


def marked_files() -> dict[str, bytes]:
    """Files with a word in cells of every kind, as values that are taken and that are not."""
    rows = [
        *({"external_id": f"{MARK}{name}", name: MARK} for name in HOLDS),
        {"external_id": f"{MARK}x", "title": f"{MARK} {'x' * 400}"},
        {"external_id": MARK * 40},
        {"title": f"Malo {MARK}"},
    ]
    line = {"language": "es", "title": MARK, "payload": {MARK: MARK, "year": MARK}}
    lines = [json.dumps(line), json.dumps(line)[:-1], f'"{MARK}"']
    columns = (*HOLDS, MARK)
    return {
        CSV: table(*({**row, MARK: MARK} for row in rows), columns=columns),
        "application/x-ndjson": "\n".join(lines).encode(),
        xlsx.MEDIA_TYPE: xlsx.write(columns, [[row.get(name) for name in columns] for row in rows]),
    }


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged, as it is written."""
    before, stream = structlog.get_config(), io.StringIO()
    structlog.configure(
        processors=[structlog.processors.format_exc_info, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    yield stream
    structlog.configure(**before)


async def test_no_value_of_a_file_is_in_a_log(
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    logged: io.StringIO,
    caplog: pytest.LogCaptureFixture,
) -> None:
    real, seeks = commands.take_row, rules.violations

    def unwritten(tx: Any, head: Any, told: Any, act: Any) -> None:
        if act is not None and MARK in act.content.title:
            raise RuntimeError(act.content.title)
        real(tx, head, told, act)

    def undecided(kind: Any, catalogue: Any, draft: Any, today: Any) -> Any:
        if draft.payload.get("year") == 2021:
            raise KeyError(MARK)
        return seeks(kind, catalogue, draft, today)

    monkeypatch.setattr(commands, "take_row", unwritten)
    monkeypatch.setattr(rules, "violations", undecided)
    good = table({"external_id": MARK, "year": 2021}, {"title": MARK})
    done = [await imported(desk, good)]
    for media_type, content in marked_files().items():
        answer = await send(desk, content, media_type=media_type)
        assert answer.status_code == 202, answer.text
        await desk.settled()
        done.append(await told(desk, answer.json()["id"]))
        marks = await desk.ask("CIM", "GET", f"/imports/{answer.json()['id']}/errors.xlsx")
        assert marks.status_code == 200
    broken = await send(desk, f"PK\x03\x04{MARK}".encode(), media_type=xlsx.MEDIA_TYPE)
    unknown = await send(desk, f"{MARK},{MARK}\n{MARK}".encode())
    assert (broken.status_code, unknown.status_code) == (422, 422)
    assert all(one["outcomes"]["refused"] for one in done), "nothing was wrong"
    lines = logged.getvalue() + caplog.text
    assert "a row cannot be written" in lines
    assert "a row cannot be taken" in lines
    assert "KeyError" in lines
    assert MARK.casefold() not in lines.casefold()
