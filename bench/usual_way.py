"""The way that many would write it: a FastAPI route that takes its body as a model, an async ORM
session for each request, every row an object, one commit; the same checks and the same rows.

It gives no positions, tells nobody, and cannot answer a second request with the same key.
"""

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry

from bench.running import Ground, System, server_of
from bench.same_rows import PATH, Row
from kernel import auth, clock
from services.reports import tables
from services.reports.schemas import SubmissionBody
from tools.components import processes

URL, ROWS = "RIVAL_URL", "RIVAL_ROWS"
PROCESSES = os.cpu_count() or 1
mapped = registry()


def _class_of(name: str) -> type[Any]:
    made = type(name, (), {})
    mapped.map_imperatively(made, tables.metadata.tables[name])
    return made


CLASSES = {name: _class_of(name) for name in tables.metadata.tables}
KEYS, ACTIVITIES, STORED = (
    CLASSES[f"reports_{name}"] for name in ("keys", "activities", "idempotency")
)


def start(ground: Ground, system: System, rows: list[Row]) -> list[str]:
    """Processes of the rival over a copy of the installation's database; their addresses."""
    copy = ground.server().create_database(server_of(system.url)[1])
    path = system.place / "rows.json"
    path.write_text(json.dumps([[row.table, dict(row.values), sorted(row.fresh)] for row in rows]))
    bases = []
    for number in range(PROCESSES):
        port = processes.free_ports(1)[0]
        log = system.place / f"rival{number}.log"
        command = [sys.executable, "-m", "uvicorn", "--factory", "bench.usual_way:build"]
        process = processes.start(
            [*command, "--port", str(port), "--log-level", "warning", "--no-access-log"],
            log,
            {URL: copy, ROWS: str(path)},
        )
        system.running[f"rival{number}"] = process
        processes.wait_until(partial(processes.accepts, port), process, log)
        bases.append(f"http://127.0.0.1:{port}")
    return bases


def build() -> FastAPI:
    """The application of one process."""
    sessions = async_sessionmaker(
        create_async_engine(os.environ[URL], pool_size=32, max_overflow=0), expire_on_commit=False
    )
    rows = json.loads(Path(os.environ[ROWS]).read_text())
    app = FastAPI()

    async def session() -> Any:
        async with sessions() as opened:
            yield opened

    @app.post(PATH, status_code=201)
    async def post(
        body: SubmissionBody,
        session: Annotated[AsyncSession, Depends(session)],
        authorization: Annotated[str, Header()],
        idempotency_key: Annotated[str, Header()],
    ) -> dict[str, Any]:
        await _check(session, body, authorization, idempotency_key)
        id_ = clock.uuid7()
        for table, values, fresh in rows:
            own = {name: id_ if name != "key" else idempotency_key for name in fresh}
            session.add(_object(CLASSES[table], values | own))
        await session.commit()
        return {"id": id_, "state": "draft", **body.model_dump(mode="json")}

    return app


async def _check(session: AsyncSession, body: SubmissionBody, key: str, idempotency: str) -> None:
    """The key, whether this request was answered before, and what the body refers to."""
    parsed = auth.parse(key.removeprefix("Bearer "), key.split("_")[1])
    known = await session.get(KEYS, parsed[0]) if parsed else None
    if known is None or known.actor != body.root.reporter:
        raise HTTPException(401)
    scope = f"POST {PATH} {known.key_id}"
    if await session.get(STORED, (scope, idempotency)):
        raise HTTPException(409)
    code = body.root.payload.activity
    if not (await session.scalars(select(ACTIVITIES).where(ACTIVITIES.code == code))).first():
        raise HTTPException(422)


def _object(made: type[Any], values: dict[str, Any]) -> Any:
    row = made()
    for name, value in values.items():
        setattr(row, name, value)
    return row
