"""The real system in processes of its own (`python -m system …`) over real PostgreSQL and Kafka, and how to look into its rows."""

import contextlib
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from bench.rounds import Broken
from tests.components import postgres, processes

ROOT = Path(__file__).resolve().parents[1]
NO_LIMITS = {"RATE_READS": "1000000000", "RATE_WRITES": "1000000000", "RATE_ADDRESS": "1000000000"}
PREFIXES = {"catalog": "/catalog", "access": "/access", "reports": "/reports", "aggregator": "/indicators"}


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder for one bench; BENCH_FOLDER's file system where TMPDIR says so."""
    path = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def cluster() -> Iterator[postgres.Cluster]:
    """A PostgreSQL cluster of our own, fsync on as PostgreSQL has it."""
    made = postgres.Cluster()
    try:
        made.start()
        if made.server.run_sql("SHOW fsync") != "on" or made.server.run_sql("SHOW synchronous_commit") != "on":
            raise Broken("PostgreSQL does not wait for the disk")
        yield made
    finally:
        made.remove()


@dataclass(slots=True)
class System:
    """Processes of the system over one folder and one environment; `url` is the PostgreSQL database, empty for SQLite files."""

    data: Path
    url: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    prepared: bool = False

    def __post_init__(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        given = {"DATABASE_URL": self.url} if self.url else {}
        self.environment = {"DATA_DIR": str(self.data), "HOST": "127.0.0.1", **NO_LIMITS, **given, **self.environment}

    def command(self, *arguments: str) -> str:
        """Run a command of the system and return what it says. Raises Broken."""
        done = subprocess.run(
            [sys.executable, "-m", "system", *arguments], cwd=ROOT, env={**_environment(), **self.environment}, capture_output=True, text=True,
            check=False,
        )
        if done.returncode:
            raise Broken(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def key(self, actor: str, *scopes: str) -> str:
        """A key, known to every service when this returns; in a new installation the programme is loaded and told to all first."""
        if not self.prepared:
            self.command("ledger", "export", str(self.data.parent / "first.jsonl"))
            self.prepared = True
        wanted = [part for scope in scopes for part in ("--scope", scope)]
        return str(json.loads(self.command("keys", "issue", "--actor", actor, *wanted))["key"])

    def start(self, *arguments: str) -> str:
        """Start a process of the system; returns the address it would serve on."""
        port = processes.free_ports(1)[0]
        log = self.data.parent / f"{'-'.join(arguments)}.log"
        environment = {**self.environment, "PORT": str(port)}
        self.running["-".join(arguments)] = processes.start([sys.executable, "-m", "system", *arguments], log, environment)
        return f"http://127.0.0.1:{port}"

    def ready(self, base: str, *services: str, seconds: float = 60) -> str:
        """Wait until these services answer there that they are ready. Raises Broken."""
        deadline = time.monotonic() + seconds
        with httpx2.Client(base_url=base, timeout=5) as client:
            while not all(_ready(client, PREFIXES[name]) for name in services):
                dead = {name: process.returncode for name, process in self.running.items() if process.poll() is not None}
                if dead or time.monotonic() > deadline:
                    logs = "".join(path.read_text(errors="replace")[-2000:] for path in self.data.parent.glob("*.log"))
                    raise Broken(f"not ready, ended: {dead}\n{logs}")
                time.sleep(0.02)
        return base

    def stop(self, *names: str) -> None:
        """End these processes (all unless named) as Ctrl-C does."""
        for name in names or tuple(self.running):
            processes.stop(self.running.pop(name), signal.SIGINT)

    def scalar(self, service: str, statement: str) -> Any:
        """The one value a statement gives in the database of a service."""
        if not self.url:
            with contextlib.closing(sqlite3.connect(f"file:{self.data / service}.db?mode=ro", uri=True, timeout=30)) as connection:
                return connection.execute(statement).fetchone()[0]
        server, name = server_of(self.url)
        return server.run_sql(statement, name)

    def count(self, service: str, table: str, where: str = "true") -> int:
        """How many rows of a table there are."""
        return int(self.scalar(service, f"SELECT count(*) FROM {table} WHERE {where}"))

    def rest(self, seconds: float = 600) -> None:
        """Wait until the relay has told everything."""
        deadline = time.monotonic() + seconds
        waiting = "SELECT (SELECT count(*) FROM reports_outbox WHERE seq IS NULL) + (SELECT assigned - published FROM reports_relay)"
        while int(self.scalar("reports", waiting)):
            if time.monotonic() > deadline:
                raise Broken("the relay has not told everything in time")
            time.sleep(0.1)


def server_of(url: str) -> tuple[postgres.Server, str]:
    """The server and the name of the database at an address."""
    port, _, name = url.rpartition(":")[2].partition("/")
    return postgres.Server(int(port), ""), name


def counted(base: str, prefix: str, status: int) -> int:
    """How many POST requests the service says it has answered so."""
    text = httpx2.get(f"{base}{prefix}/metrics", timeout=30).text
    lines = [line for line in text.splitlines() if line.startswith("http_requests_total") and f'status="{status}"' in line and '"POST"' in line]
    return sum(int(float(line.rpartition(" ")[2])) for line in lines)


def _environment() -> dict[str, str]:
    import os

    return dict(os.environ)


def _ready(client: httpx2.Client, prefix: str) -> bool:
    try:
        return client.get(f"{prefix}/readyz").status_code == 200
    except httpx2.HTTPError:
        return False
