"""Dossiers of the real system: none is lost by a crash, and both databases make the same bytes."""

import asyncio
import hashlib
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from starlette.testclient import TestClient

from kernel.eventlog import database as eventlog
from services.reports.operations.dossiers import POINTS
from system import migrations
from system.resources import SERVICES
from tests.requiring import required
from tests.system.journey import Journey
from tests.system.process import application
from tests.system.server import Server, until
from tests.system.test_commands import BODY
from tools.components.postgres import Server as Postgres

LANGUAGES = ("en", "es", "fr", "pt")
REPORT = {
    **BODY,
    "payload": {
        "activity": "ACT-12",
        "year": 2024,
        "status": "under_way",
        "carried_out": "Se publicaron tres estudios sobre las niñas migrantes.",
        "planned": "Dos seminarios.",
    },
}


def closed(journey: Journey) -> str:
    """An annual report with one organ's report, closed."""
    journey.published(REPORT)
    secretariat, committee = journey.secretariat(), journey.key("CAM", "programme:adopt")
    body = {"type": "annual_report", "year": 2024, "title": "Informe anual 2024"}
    id_ = str(journey.send("POST", "/reports/cycles", secretariat, body).json()["id"])
    for key, action in ((committee, "convene"), (secretariat, "open"), (secretariat, "close")):
        path = f"/reports/cycles/{id_}/transitions"
        assert journey.send("POST", path, key, {"action": action}, match="*").status_code == 200
    return id_


def digests(journey: Journey, cycle: str) -> dict[str, tuple[str, str]]:
    """By language the digests of both files, as the cycle tells them."""
    told = journey.client.get(f"/reports/cycles/{cycle}").json()["dossiers"]
    return {one["lang"]: (one["json_sha256"], one["pdf_sha256"]) for one in told}


def complete(journey: Journey, cycle: str) -> dict[str, tuple[str, str]]:
    """The digests once all languages are there, held against the files."""
    until(lambda: len(digests(journey, cycle)) == len(LANGUAGES), "a dossier is not there")
    made = digests(journey, cycle)
    for lang, expected in made.items():
        path = f"/reports/cycles/{cycle}/dossier?lang={lang}&format="
        files = [journey.client.get(f"{path}{format_}").content for format_ in ("json", "pdf")]
        assert tuple(hashlib.sha256(file).hexdigest() for file in files) == expected
    return made


def test_killed_while_it_is_made_it_is_made_after_the_restart(tmp_path: Path) -> None:
    data, cycle = tmp_path / "data", ""
    for crash in (f"{POINTS[0]}:1", f"{POINTS[1]}:2", f"{POINTS[2]}:1"):
        cycle = killed(data, crash, cycle)
    server = Server(data).start()
    journey = Journey.at(server.base, data)
    try:
        complete(journey, cycle)
        issued = [item["type"] for item in journey.ledger()]
        assert issued.count("reports.dossier_issued") == len(LANGUAGES)
    finally:
        journey.client.close()
        server.kill()


def killed(data: Path, crash: str, cycle: str) -> str:
    """The server dies at a point of the making of this cycle's dossiers, of one that is closed now
    where there is none; returns the cycle.
    """
    server = Server(data, CRASH_AT=crash)
    try:
        if not cycle:
            journey = Journey.at(server.start().base, data)
            cycle = closed(journey)
            journey.client.close()
        else:
            server.launch()
        process = server.process
        assert process is not None
        until(lambda: process.poll() is not None, "it was not killed")
    finally:
        server.kill()
    return cycle


def metadatas() -> dict[str, MetaData]:
    """The tables of every database of the system."""
    own = {name: import_module(f"services.{name}.tables").metadata for name in SERVICES}
    return {**own, "eventlog": eventlog.metadata}


async def copied(data: Path, url: str) -> None:
    """Everything of a system on SQLite into a PostgreSQL database, but its dossiers."""
    for name, metadata in metadatas().items():
        await migrations.upgrade(name, url)
        source = create_async_engine(f"sqlite+aiosqlite:///{data / name}.db")
        target = create_async_engine(url)
        async with source.connect() as reading, target.begin() as writing:
            for table in metadata.sorted_tables:
                if "dossier" not in table.name:
                    await _copy(table, reading, writing)
        await source.dispose()
        await target.dispose()


async def _copy(table: Any, reading: AsyncConnection, writing: AsyncConnection) -> None:
    rows = [dict(row) for row in (await reading.execute(select(table))).mappings()]
    await writing.execute(table.delete())
    if rows:
        await writing.execute(insert(table), rows)
    counted = table.autoincrement_column
    if counted is not None and rows:
        last = await writing.scalar(select(func.max(counted)))
        sequence = {"table": table.name, "column": counted.name, "last": last}
        named = "pg_get_serial_sequence(:table, :column)"
        await writing.execute(
            text(f"SELECT setval({named}, :last) WHERE {named} IS NOT NULL"), sequence
        )


def test_postgresql_makes_the_bytes_that_sqlite_made(
    tmp_path: Path, postgres_server: Postgres
) -> None:
    data = tmp_path / "data"
    with TestClient(application(data)) as client:
        journey = Journey(client, (data / "bootstrap.key").read_text().strip())
        cycle = closed(journey)
        on_sqlite = complete(journey, cycle)
        journey.caught_up()
    with required():
        url = postgres_server.create_database()
    asyncio.run(copied(data, url))
    with TestClient(application(data, url)) as client:
        journey.client = client
        assert complete(journey, cycle) == on_sqlite
        issued = [item["type"] for item in journey.ledger()]
        assert issued.count("reports.dossier_issued") == 2 * len(LANGUAGES), "made anew"
