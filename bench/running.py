"""The real system in processes of its own (`python -m system …`) over real PostgreSQL and Kafka,
and how to look into its rows.
"""

import asyncio
import contextlib
import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx2

from bench import reports
from bench.rounds import Broken
from tests.system.journey import Journey
from tools.components import kafka, postgres, processes

ROOT = Path(__file__).resolve().parents[1]
NO_LIMITS = {"RATE_READS": "1000000000", "RATE_WRITES": "1000000000", "RATE_ADDRESS": "1000000000"}
PREFIXES = {
    "catalog": "/catalog",
    "access": "/access",
    "reports": "/reports",
    "aggregator": "/indicators",
}


class Ground:
    """What the benches of one run stand on: one PostgreSQL cluster, and installations made ready
    once, then copied for each bench.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        self._cluster: postgres.Cluster | None = None
        self._ready: dict[str, tuple[System, dict[str, str]]] = {}
        self._copies = itertools.count(1)
        self._systems: list[System] = []
        self._brokers: list[kafka.Brokers] = []
        # these, and what follows, last until the run is over
        self.grown: list[tuple[int, System]] = []
        self.told: tuple[System, int] | None = None
        self.starts: list[tuple[float, float]] = []

    def __enter__(self) -> "Ground":
        return self

    def __exit__(self, *_error: object) -> None:
        self.clear()
        for _, system in self.grown:
            system.stop()
        if self._cluster:
            self._cluster.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def clear(self) -> None:
        """End what a bench has left running."""
        while self._systems:
            self._systems.pop().stop()
        while self._brokers:
            self._brokers.pop().remove()

    def server(self) -> postgres.Server:
        """PostgreSQL, fsync on as it comes."""
        if self._cluster is None:
            self._cluster = postgres.Cluster()
            self._cluster.start()
            if {
                self._cluster.server.run_sql(f"SHOW {name}")
                for name in ("fsync", "synchronous_commit", "full_page_writes")
            } != {"on"}:
                raise Broken("PostgreSQL does not wait for the disk")
        return self._cluster.server

    def system(self, kind: str) -> "System":
        """A copy of an installation with the programme loaded and keys issued, on "postgresql" or
        "sqlite" (the log beside the data).
        """
        if kind not in self._ready:
            self._ready[kind] = self._prepare(kind)
        model, keys = self._ready[kind]
        data = self.folder / f"{kind}-{next(self._copies)}" / "data"
        shutil.copytree(model.data, data)
        return self.keep(
            System(
                data,
                self.server().create_database(server_of(model.url)[1]) if model.url else "",
                keys=keys,
            )
        )

    def on_kafka(self) -> "System":
        """An installation on PostgreSQL and a Kafka of its own."""
        broker = kafka.brokers(1)
        self._brokers.append(broker)
        log = {"EVENT_LOG_URL": f"kafka://{broker.start().bootstrap_servers}"}
        system = self.keep(
            System(self.folder / "kafka" / "data", self.server().create_database(), log)
        )
        base = system.ready(system.start("embedded"), *PREFIXES)
        system.keys = keys_from(base, system.data)
        system.stop()
        return system

    def copy(self, system: "System") -> "System":
        """The same installation once more, with all it holds; nothing of the first may be running.

        Whoever asks for it stops it.
        """
        data = self.folder / f"copy-{next(self._copies)}" / "data"
        shutil.copytree(system.data, data)
        return System(
            data, self.server().create_database(server_of(system.url)[1]), keys=system.keys
        )

    def again(self, system: "System") -> "System":
        """The same installation, for processes of their own."""
        return self.keep(System(system.data, system.url, keys=system.keys))

    def release(self, system: "System") -> None:
        """Do not stop it when its bench is over."""
        self._systems.remove(system)

    def keep(self, system: "System") -> "System":
        """Have it stopped when its bench is over."""
        self._systems.append(system)
        return system

    def _prepare(self, kind: str) -> "tuple[System, dict[str, str]]":
        data = self.folder / kind / "data"
        system = System(data, self.server().create_database() if kind == "postgresql" else "")
        base = system.ready(system.start("embedded"), *PREFIXES)
        keys = keys_from(base, data)
        system.stop()
        return system, keys


def keys_from(base: str, data: Path) -> dict[str, str]:
    """A reporter's and the Secretariat's key, known to every service."""
    journey = Journey.at(base, data)
    keys = {"reporter": journey.key(reports.REPORTER), "secretariat": journey.secretariat()}
    journey.client.close()
    return keys


@dataclass(slots=True)
class System:
    """Processes of the system over one folder and one environment; `url` is the PostgreSQL
    database, empty for SQLite files.
    """

    data: Path
    url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        given = {"DATABASE_URL": self.url} if self.url else {}
        self.environment = {
            "DATA_DIR": str(self.data),
            "HOST": "127.0.0.1",
            **NO_LIMITS,
            **given,
            **self.environment,
        }

    def command(self, *arguments: str) -> str:
        """Run a command of the system and return what it says. Raises Broken."""
        done = subprocess.run(
            [sys.executable, "-m", "system", *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Broken(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def measured(self, *arguments: str) -> tuple[str, float]:
        """Run a command; what it says, and the most memory it held in MB."""
        with tempfile.TemporaryFile("w+") as said:
            command = [sys.executable, "-m", "system", *arguments]
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=said,
                stderr=subprocess.DEVNULL,
            )
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                raise Broken(f"{' '.join(arguments)} ended with {process.returncode}")
            said.seek(0)
            return said.read(), usage.ru_maxrss / 1024

    def start(self, *arguments: str, name: str = "") -> str:
        """Start a process of the system (`name`: where several are alike); returns the address it
        would serve on.
        """
        name = name or "-".join(arguments)
        port = processes.free_ports(1)[0]
        environment = {**self.environment, "PORT": str(port)}
        self.running[name] = processes.start(
            [sys.executable, "-m", "system", *arguments], self.place / f"{name}.log", environment
        )
        self.bases[name] = f"http://127.0.0.1:{port}"
        return self.bases[name]

    def ready(self, base: str, *services: str, seconds: float = 60) -> str:
        """Wait until these services answer there that they are ready. Raises Broken."""
        deadline = time.monotonic() + seconds
        with httpx2.Client(base_url=base, timeout=5) as client:
            while not all(_ready(client, PREFIXES[name]) for name in services):
                dead = {
                    name: process.returncode
                    for name, process in self.running.items()
                    if process.poll() is not None
                }
                if dead or time.monotonic() > deadline:
                    logs = "".join(
                        path.read_text(errors="replace")[-2000:]
                        for path in self.data.parent.glob("*.log")
                    )
                    raise Broken(f"not ready, ended: {dead}\n{logs}")
                time.sleep(0.02)
        return base

    def stop(self, *names: str) -> None:
        """End these processes (all unless named) as Ctrl-C does."""
        for name in names or tuple(self.running):
            self.bases.pop(name, None)
            processes.stop(self.running.pop(name), signal.SIGINT)

    def rows(self, service: str, statement: str) -> list[tuple[Any, ...]]:
        """What a statement gives in the database of a service."""
        if self.url:
            return asyncio.run(self._rows(statement))
        with contextlib.closing(
            sqlite3.connect(f"file:{self.data / service}.db?mode=ro", uri=True, timeout=30)
        ) as connection:
            return connection.execute(statement).fetchall()

    async def _rows(self, statement: str) -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(self.url.replace("+asyncpg", ""))
        try:
            return [tuple(row) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    def column(self, service: str, statement: str) -> list[Any]:
        """The first column of what a statement gives."""
        return [row[0] for row in self.rows(service, statement)]

    def scalar(self, service: str, statement: str) -> Any:
        """The one value a statement gives; None for a statement that gives none."""
        found = self.rows(service, statement)
        return found[0][0] if found else None

    @contextlib.asynccontextmanager
    async def connection(self, service: str) -> AsyncIterator[Callable[[str], Awaitable[Any]]]:
        """A function that gives the one value of a statement, None without a row, over a connection
        that is kept open.
        """
        if self.url:
            connection = await asyncpg.connect(self.url.replace("+asyncpg", ""))
            try:
                yield connection.fetchval
            finally:
                await connection.close()
            return
        with contextlib.closing(
            sqlite3.connect(f"file:{self.data / service}.db?mode=ro", uri=True, timeout=30)
        ) as file:

            async def fetch(statement: str) -> Any:
                row = file.execute(statement).fetchone()
                return row[0] if row else None

            yield fetch

    @property
    def place(self) -> Path:
        """A folder of its bench, beside its data."""
        return self.data.parent

    def count(self, service: str, table: str, where: str = "true") -> int:
        """How many rows of a table there are."""
        return int(self.scalar(service, f"SELECT count(*) FROM {table} WHERE {where}"))

    def rest(self, seconds: float = 600) -> None:
        """Wait until the relay has told everything."""
        deadline = time.monotonic() + seconds
        waiting = (
            "SELECT (SELECT count(*) FROM reports_outbox WHERE seq IS NULL) + (SELECT "
            "assigned - published FROM reports_relay)"
        )
        while int(self.scalar("reports", waiting)):
            if time.monotonic() > deadline:
                raise Broken("the relay has not told everything in time")
            time.sleep(0.1)


def server_of(url: str) -> tuple[postgres.Server, str]:
    """The server and the name of the database at an address."""
    port, _, name = url.rpartition(":")[2].partition("/")
    return postgres.Server(int(port), ""), name


def counted(base: str, prefix: str, method: str, status: int) -> int:
    """How many requests the service says it has answered so."""
    text = httpx2.get(f"{base}{prefix}/metrics", timeout=30).text
    wanted = (f'method="{method}"', f'status="{status}"')
    lines = [
        line
        for line in text.splitlines()
        if line.startswith("http_requests_total") and all(part in line for part in wanted)
    ]
    return sum(int(float(line.rpartition(" ")[2])) for line in lines)


def _ready(client: httpx2.Client, prefix: str) -> bool:
    try:
        return client.get(f"{prefix}/readyz").status_code == 200
    except httpx2.HTTPError:
        return False
