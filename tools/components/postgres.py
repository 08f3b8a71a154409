"""A throw-away PostgreSQL cluster of the machine's own binaries, for tests, benches, by hand."""

import argparse
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path

if __name__ == "__main__":  # run as a command: the checkout is not on the path yet
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.components import processes

USER = "postgres"
HOW_TO_GET = (
    "no PostgreSQL server on this machine: install it (Debian: apt-get install "
    "postgresql) or put its bin folder on PATH"
)


def binaries() -> Path:
    """The folder of the newest PostgreSQL server here. Raises Missing."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve())
    if not found:
        raise processes.Missing(HOW_TO_GET)
    return found[-1].parent


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running cluster answers.

    Everybody on this machine is trusted: it holds nothing but test data.
    """

    port: int
    folder: str

    def url(self, database: str = USER) -> str:
        """The address of one of its databases, for SQLAlchemy with asyncpg."""
        return f"postgresql+asyncpg://{USER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str | None = None) -> str:
        """A new, empty database, or a copy of the database `template` (which nobody may be
        connected to); its URL.
        """
        name = f"t_{uuid.uuid4().hex}"
        # its files are copied, not written page by page through the log: quicker for small ones,
        # and then nothing waits to be flushed
        self.run_sql(
            f'CREATE DATABASE "{name}" STRATEGY file_copy'
            + (f' TEMPLATE "{template}"' if template else "")
        )
        return self.url(name)

    fresh_database = create_database

    def drop_database(self, name: str) -> None:
        """Remove a database with whoever is still connected to it."""
        self.run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run_sql(self, statement: str, database: str = USER) -> str:
        """Run one statement as the superuser and return what it prints, one line a row."""
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", USER, "-d", database]
        command = [
            str(binaries() / "psql"),
            "-X",
            "-q",
            "-A",
            "-t",
            "-v",
            "ON_ERROR_STOP=1",
            *address,
            "-c",
            statement,
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.strip()


@dataclass(slots=True)
class Cluster:
    """A cluster of our own in a temporary folder: start, stop or kill, start again on the same
    data, remove. `synced`: what it commits would outlive a power cut, as in production.
    """

    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="pg-")))
    port: int = field(default_factory=lambda: processes.free_ports(1)[0])
    synced: bool = True
    process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> Server:
        """How to reach it."""
        return Server(self.port, str(self.folder))

    def start(self) -> Server:
        """Make the cluster where there is none yet, and wait until it answers.

        Raises Missing, RuntimeError.
        """
        programs = binaries()
        log = self.folder / "log"
        if not (self.folder / "data").exists():
            self._initialise(programs, log)
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "max_connections": 300,
            "fsync": "on" if self.synced else "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.start(
            [programs / "postgres", "-D", self.folder / "data", *options],
            log,
            self._environment(),
            _other_user(),
        )
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        processes.wait_until(
            lambda: subprocess.run(ready, check=False).returncode == 0, self.process, log
        )
        return self.server

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT fast and clean, SIGQUIT at once as if the power failed."""
        if self.process:
            processes.stop(self.process, how)
            self.process = None

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _initialise(self, programs: Path, log: Path) -> None:
        user = _other_user()
        if user:
            shutil.chown(self.folder, user)
        # a linguistic collation, as most installations have: an ORDER BY that counts on byte order
        # shows itself here
        collation = ["--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en-US", "--locale=C"]
        command = [
            programs / "initdb",
            "-D",
            self.folder / "data",
            "-U",
            USER,
            "--auth=trust",
            "--no-sync",
            *collation,
        ]
        process = processes.start(command, log, self._environment(), user)
        if process.wait():
            raise RuntimeError(f"initdb failed:\n{log.read_text(errors='replace')[-4000:]}")

    def _environment(self) -> dict[str, str]:
        # a server's time zone must not matter
        return {"HOME": str(self.folder), "LC_ALL": "C", "PGTZ": "America/Caracas"}


def _other_user() -> str | None:
    """PostgreSQL refuses to run as root: then as its own user, or as nobody where the package made
    none.
    """
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in (USER, "nobody") if name in known)


def main() -> None:
    """Start a cluster, say where, and stay until a signal or until the process named has ended."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--owner", type=int, help="end when this process ends")
    arguments.add_argument("--unsynced", action="store_true", help="do not wait for the disk")
    given = arguments.parse_args()
    cluster = Cluster(synced=not given.unsynced)
    with processes.as_command():
        try:
            server = cluster.start()
            print(
                json.dumps({"url": server.url(), "port": server.port, "folder": server.folder}),
                flush=True,
            )
            processes.wait_for_exit_of(given.owner)
        finally:
            cluster.remove()


if __name__ == "__main__":
    main()
