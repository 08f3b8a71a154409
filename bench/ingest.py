"""Submitting reports over HTTP, beside what the database alone can do: two rows a transaction, as
many connections, the same disk.
"""

import itertools
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx2

from bench import load, reports, same_rows, usual_way
from bench.checks import left_whole
from bench.rounds import CONNECTIONS, SECONDS, SHORT, Broken, Finding, Rate, in_turns
from bench.running import PREFIXES, Ground, System, counted, server_of
from tools.components import postgres

PATH = "/reports/submissions"
EVENT = 400  # bytes of the second row, as large as the event of a draft
TABLES = """
CREATE TABLE limit_reports (id bigserial PRIMARY KEY, body text NOT NULL);
CREATE TABLE limit_outbox (n bigserial PRIMARY KEY, payload text NOT NULL);
"""
TWO_INSERTS = (
    "BEGIN;\nINSERT INTO limit_reports (body) VALUES (:body);\nINSERT INTO "
    "limit_outbox (payload) VALUES (:event);\nEND;\n"
)


class Clients:
    """Sixty-four connections that submit, shared out among the processes, and beside them one that
    does it wrongly and must be told so each time.
    """

    def __init__(
        self, bases: Sequence[str], key: str, bodies: Path, *, checked: bool = True
    ) -> None:
        self._bases, self._key, self._bodies, self._checked = bases, key, bodies, checked
        self._runs = itertools.count(1)
        self.answers, self.refusals = 0, 0

    def submit(self, seconds: int = SECONDS) -> Rate:
        """Load for some seconds."""
        over = threading.Event()
        wrong: list[str] = []
        thread = threading.Thread(target=self._err, args=(over, wrong))
        if self._checked:
            thread.start()
        try:
            with ThreadPoolExecutor(len(self._bases)) as pool:
                loads = list(pool.map(lambda base: self._load(base, seconds), self._bases))
        finally:
            over.set()
            if self._checked:
                thread.join()
        if wrong:
            raise Broken(f"the checks are not on: {wrong[:3]}")
        self.answers += sum(done.answers for done in loads)
        return Rate(
            sum(done.rate.per_second for done in loads),
            max(done.rate.p99_ms or 0 for done in loads),
        )

    def _load(self, base: str, seconds: int) -> load.Load:
        named, connections = f"run{next(self._runs)}", CONNECTIONS // len(self._bases)
        return load.wrk(
            "post.lua",
            base,
            PATH,
            self._key,
            named,
            str(self._bodies),
            seconds=seconds,
            connections=connections,
        )

    def _err(self, over: threading.Event, wrong: list[str]) -> None:
        """Without a key 401, with a bad body 422, all through the run."""
        good, bad = reports.body(1), reports.body(1) | {"title": 7}
        with httpx2.Client(base_url=self._bases[0], timeout=20) as client:
            while not over.wait(0.2):
                for body, headers, expected in (
                    (good, {}, 401),
                    (bad, {"Authorization": f"Bearer {self._key}"}, 422),
                ):
                    status = client.post(PATH, json=body, headers=headers).status_code
                    if status != expected:
                        wrong.append(f"{status} instead of {expected}")
                    self.refusals += 1


def postgresql(ground: Ground) -> Finding:
    """As many processes of the API as there are cores, the worker (relay, hash chain, log) in one
    of its own, PostgreSQL with fsync on.
    """
    finding = Finding(
        "ingest-postgresql",
        f"pgbench, two inserts a transaction, {CONNECTIONS} connections",
        "of the limit's reports/s",
    )
    system = ground.system("postgresql")
    limit = _pgbench(ground.server(), system.place)
    return _measured(finding, system, _processes(system), limit)


def sqlite(ground: Ground) -> Finding:
    """Everything in one process over SQLite files, as `make run` has it."""
    finding = Finding(
        "ingest-sqlite",
        "one commit a report in a loop in one process, synchronous=FULL",
        "of the limit's reports/s",
    )
    system = ground.system("sqlite")
    base = system.ready(system.start("embedded"), *PREFIXES)
    return _measured(finding, system, [base], lambda: _loop(system.place))


def postgresql_rows(ground: Ground) -> Finding:
    """The same load, beside PostgreSQL writing the very rows of a draft."""
    finding = Finding(
        "ingest-postgresql-rows",
        f"pgbench, the rows and indexes of a draft, {CONNECTIONS} connections",
        "of the limit's reports/s",
    )
    system = ground.system("postgresql")
    rows = _rows_of_a_draft(finding, system)
    limit = same_rows.OnPostgreSQL(ground, system, rows)
    return _measured(finding, system, _processes(system), limit, seeded=1)


def sqlite_rows(ground: Ground) -> Finding:
    """The same load, beside SQLite writing the very rows of a draft."""
    finding = Finding(
        "ingest-sqlite-rows",
        "one commit of the rows and indexes of a draft in a loop, synchronous=FULL",
        "of the limit's reports/s",
    )
    system = ground.system("sqlite")
    rows = _rows_of_a_draft(finding, system)
    limit = same_rows.OnSQLite(system, rows)
    base = system.ready(system.start("embedded"), *PREFIXES)
    return _measured(finding, system, [base], limit, seeded=1)


def usual(ground: Ground) -> Finding:
    """The same load, beside the same rows written in the usual way: FastAPI, an ORM session a
    request, as many processes.
    """
    finding = Finding(
        "ingest-usual",
        f"FastAPI with an ORM session a request, the same rows, {CONNECTIONS} connections",
        "times the rival's reports/s",
    )
    system = ground.system("postgresql")
    rows = _rows_of_a_draft(finding, system)
    rival = usual_way.start(ground, system, rows)
    clients = Clients(
        rival, system.keys["reporter"], reports.file_of(system.place / "usual"), checked=False
    )
    return _measured(finding, system, _processes(system), clients.submit, seeded=1)


def _rows_of_a_draft(finding: Finding, system: System) -> list[same_rows.Row]:
    """The rows of one draft, filed while no relay runs."""
    base = system.ready(system.start("reports", "api"), "reports")
    rows = same_rows.of_a_draft(system, base)
    system.stop()
    if len(rows) < same_rows.FEWEST:
        raise Broken(f"a draft left {len(rows)} rows")
    finding.checks["rows"] = len(rows)
    return rows


def _processes(system: System) -> list[str]:
    """As many processes of the API as there are cores, and the worker."""
    bases = [
        system.start("reports", "api", name=f"api{number}") for number in range(os.cpu_count() or 1)
    ]
    system.start("reports", "worker")
    for base in bases:
        system.ready(base, "reports")
    return bases


def _measured(
    finding: Finding,
    system: System,
    bases: Sequence[str],
    limit: Callable[[], Rate],
    seeded: int = 0,
) -> Finding:
    """Load and limit in turns, then the checks; `seeded`: reports that were filed before."""
    clients = Clients(bases, system.keys["reporter"], reports.file_of(system.place / "bodies"))
    clients.submit(1 if SHORT else 3)  # does not count: connections are opened, code has run once
    system.rest()
    behind: list[float] = []

    def told() -> None:
        began = time.perf_counter()
        system.rest()
        behind.append(time.perf_counter() - began)

    in_turns(finding, clients.submit, limit, told)
    finding.limit += f"; all of them told {max(behind):.1f} s after the load at most"
    left_whole(
        finding,
        system,
        answered=sum(counted(base, "/reports", "POST", 201) for base in bases),
        seen=clients.answers,
        seeded=seeded,
        kept=seeded,
    )
    finding.checks["refused"] = clients.refusals
    return finding


class _pgbench:  # noqa: N801 - it is called like a function
    """PostgreSQL alone, in a database of its own beside ours."""

    def __init__(self, server: postgres.Server, place: Path) -> None:
        self._server = server
        self._port, self._name = server.port, server_of(server.create_database())[1]
        server.run_sql(TABLES, self._name)
        self._script = place / "two_inserts.sql"
        self._script.write_text(TWO_INSERTS)
        self._variables = {"body": reports.as_json(reports.body(1)), "event": "e" * EVENT}

    def __call__(self, seconds: int = SECONDS) -> Rate:
        return load.pgbench(
            postgres.binaries(), self._port, self._name, self._script, self._variables, seconds
        )


def _loop(place: Path) -> Rate:
    """SQLite alone: report and event in one durable commit, one after the other, into a new file
    beside ours.
    """
    body, event, count = reports.as_json(reports.body(1)), "e" * EVENT, 0
    with closing(
        sqlite3.connect(place / f"limit-{uuid.uuid4().hex}.db", isolation_level=None)
    ) as connection:
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            + TABLES.replace("bigserial", "INTEGER")
        )
        began = time.perf_counter()
        while (passed := time.perf_counter() - began) < SECONDS:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO limit_reports (body) VALUES (?)", (body,))
            connection.execute("INSERT INTO limit_outbox (payload) VALUES (?)", (event,))
            connection.execute("COMMIT")
            count += 1
    return Rate(count / passed)
