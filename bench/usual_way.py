"""The way that many would write it: a FastAPI route that takes its body as a model, an async ORM
session for each request, every row an object, one commit; the same checks, each by a query of its
own, and the same rows, made of the body.

It gives no positions, tells nobody, and two requests with one key at the same time are an error.
"""

import hashlib
import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, HTTPException, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry

from bench.running import Ground, System, server_of
from bench.same_rows import PATH, Row
from kernel import auth, clock
from services.reports import tables
from services.reports.domain.folding import folded
from services.reports.domain.kinds import KINDS
from services.reports.schemas import Envelope, SubmissionBody
from tools.components import processes

URL, ROWS, PEPPER = "RIVAL_URL", "RIVAL_ROWS", "RIVAL_PEPPER"
PROCESSES = os.cpu_count() or 1
mapped = registry()


def _class_of(name: str) -> type[Any]:
    made = type(name, (), {})
    mapped.map_imperatively(made, tables.metadata.tables[name])
    return made


CLASSES = {name: _class_of(name) for name in tables.metadata.tables}
KEYS, EDITIONS, ACTIVITIES, ACTORS, STORED, TERMS, SUBMISSIONS = (
    CLASSES[f"reports_{name}"]
    for name in ("keys", "editions", "activities", "actors", "idempotency", "index", "submissions")
)
MOST_SIMILAR = 11


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
            {URL: copy, ROWS: str(path), PEPPER: (system.data / "pepper").read_text().strip()},
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
    ) -> Any:
        scope = f"{await _actor(session, body.root, authorization)} POST {PATH}"
        asked = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
        if stored := await session.get(STORED, (scope, idempotency_key)):
            return _again(stored, asked)
        await _check(session, body.root)
        sent = body.model_dump(mode="json")
        answer = {"id": clock.uuid7(), "similar": await _similar(session, sent), **sent}
        own = _own(answer)
        own["reports_idempotency"] |= {
            "scope": scope,
            "key": idempotency_key,
            "request_hash": asked,
        }
        for table, values, fresh in rows:
            given = values | dict.fromkeys(fresh, answer["id"]) | own.get(table, {})
            session.add(_object(CLASSES[table], given))
        await session.commit()
        return answer

    return app


async def _actor(session: AsyncSession, body: Envelope, header: str) -> str:
    """Whom the key speaks for, who is the reporter."""
    parsed = auth.parse(header.removeprefix("Bearer "), header.split("_")[1])
    known = await session.get(KEYS, parsed[0]) if parsed else None
    if parsed is None or known is None or known.revoked_at is not None:
        raise HTTPException(401)
    if known.hash != auth.keyed_hash(os.environ[PEPPER], parsed[1]):
        raise HTTPException(401)
    if "reports:write" not in known.scopes or known.actor != body.reporter:
        raise HTTPException(403)
    return str(known.actor)


def _again(stored: Any, asked: str) -> Response:
    """The answer that was stored for the same request."""
    if stored.request_hash != asked:
        raise HTTPException(422)
    return Response(stored.body, stored.status, media_type="application/json")


async def _check(session: AsyncSession, body: Envelope) -> None:
    """What the body refers to is there: an activity of the edition in force, a state."""
    edition = (await session.scalars(select(EDITIONS.edition).where(EDITIONS.current))).one()
    named = (edition, body.payload.activity)
    activity, actor = await session.get(ACTIVITIES, named), await session.get(ACTORS, body.reporter)
    if activity is None or actor is None or actor.kind != "state":
        raise HTTPException(422)


async def _similar(session: AsyncSession, sent: dict[str, Any]) -> list[str]:
    """The reporter's living submissions that are like this one."""
    keys = KINDS[sent["kind"]].similar_keys(sent["reporter"], sent["payload"])
    living = (
        select(TERMS.submission)
        .join(SUBMISSIONS, SUBMISSIONS.id == TERMS.submission)
        .where(TERMS.name == "similar", TERMS.value.in_(keys), TERMS.side == "newest")
        .where(SUBMISSIONS.state != "withdrawn")
        .order_by(TERMS.submission)
        .limit(MOST_SIMILAR)
    )
    return list(await session.scalars(living))


def _own(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What the rows say of this body, by table."""
    payload, title = answer["payload"], answer["title"]
    texts = [value for value in payload.values() if isinstance(value, str)]
    told = {name: answer[name] for name in ("id", "kind", "reporter")}
    return {
        "reports_submissions": {"search": folded(" ".join([title, *texts]))},
        "reports_texts": {"title": title, "payload": json.dumps(payload)},
        "reports_outbox": {"payload": json.dumps(told)},
        "reports_idempotency": {"body": json.dumps(answer)},
    }


def _object(made: type[Any], values: dict[str, Any]) -> Any:
    row = made()
    for name, value in values.items():
        setattr(row, name, value)
    return row
