"""`make up`: the whole set of processes behind one address; each is killed once and comes back;
nothing outlives it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from xmlrpc.client import Fault, ServerProxy

import httpx2
import pytest
from supervisor.xmlrpc import SupervisorTransport

from system.resources import PREFIXES
from tests import requiring
from tests.system.journey import Journey, check_chain, judged
from tests.system.test_commands import BODY
from tools.components import processes

ROOT = Path(__file__).parents[2]
ISSUE = [sys.executable, "-m", "system", "keys", "issue", "--scope", "keys:admin"]
SYSTEM = [*(f"{name}-{part}" for name in PREFIXES for part in ("api", "worker")), "portal", "proxy"]


@dataclass
class Up:
    """One run of dev/up in a folder of its own."""

    folder: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text()

    def until(self, what: Callable[[], object], seconds: float = 400) -> None:
        """Wait for something; what it missed, and how the run ended, is said."""
        deadline = time.monotonic() + seconds
        while not what():
            if self.process.poll() is not None or time.monotonic() > deadline:
                if self.process.returncode == 2 and processes.MISSING in self.output:
                    requiring.do_without(self.output.partition(processes.MISSING)[2])
                raise AssertionError(
                    "not seen (ended with "
                    f"{self.process.returncode}):\n{self.output}\n{self.logs()}"
                )
            time.sleep(0.1)

    def logs(self) -> str:
        """The end of what each process said."""
        return "\n".join(
            f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}"
            for log in sorted((self.folder / "log").glob("*"))
        )

    def environment(self) -> dict[str, str]:
        """What it keeps for a person who runs other commands."""
        lines = (self.folder / "environment").read_text().split()
        return {
            **os.environ,
            **{
                name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)
            },
        }

    def pids(self) -> dict[str, int]:
        """Supervisor's processes that run."""
        transport = SupervisorTransport(
            serverurl=f"unix://{self.environment()['SUPERVISOR_SOCKET']}"
        )
        try:
            # the transport knows the address
            supervisor = cast(Any, ServerProxy("http://127.0.0.1", transport=transport)).supervisor
            every = supervisor.getAllProcessInfo()
        except (OSError, Fault):
            return {}
        finally:
            transport.close()
        return {
            process["name"]: process["pid"]
            for process in every
            if process["statename"] == "RUNNING"
        }

    def alive(self) -> list[str]:
        """Every process of this run, by its environment; PostgreSQL's children write theirs over,
        but end with their parent.
        """
        mark = f"UP_DIR={self.folder}".encode()
        return [name for folder in Path("/proc").glob("[0-9]*") if (name := _named(folder, mark))]


def _named(folder: Path, mark: bytes) -> str:
    try:
        marked = mark in (folder / "environ").read_bytes().split(b"\0")
        return (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode() if marked else ""
    except OSError:  # another user's, or gone meanwhile
        return ""


@contextmanager
def up() -> Iterator[Up]:
    """Start it; whatever happens, it is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="test-up-"))
    port = processes.free_ports(1)[0]
    environment = {
        **os.environ,
        "UP_DIR": str(folder),
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
        "RATE_READS": "1000000",
        "RATE_ADDRESS": "1000000",
        "LAST_USE_SECONDS": "0.5",
    }
    environment["DATABASE_URL"] = (
        "postgresql+asyncpg://nowhere"  # a setting of the caller's shell must not reach it
    )
    with (folder / "output").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, ROOT / "dev" / "up"],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield Up(folder, port, process)
    finally:
        processes.stop(process, signal.SIGINT, 120)
        for left in (
            [*(folder / "lock").read_text().split(), folder]
            if (folder / "lock").exists()
            else [folder]
        ):
            shutil.rmtree(left, ignore_errors=True)


def test_the_journey_through_one_address_while_every_process_is_killed_once() -> None:
    with up() as run:
        run.until(lambda: "Ready on " in run.output)
        key = (run.folder / "administrator.key").read_text().strip()
        assert run.output.count(key) == 1
        assert (run.folder / "administrator.key").stat().st_mode & 0o077 == 0
        base = f"http://127.0.0.1:{run.port}"
        with httpx2.Client(base_url=base, timeout=60) as client:
            journey = Journey(
                client,
                key,
                metrics=f"http://127.0.0.1:{run.environment()['REPORTS_METRICS_PORT']}/metrics",
            )
            _published_and_counted(journey)
            _the_caller_is_who_called(run, client)
            _the_last_use_is_told_to_access(run, journey)
            assert "<html" in client.get("/").text
            assert client.get("/reports/metrics").status_code == 404, "what it counts is not public"
            second = subprocess.Popen(
                [sys.executable, "-m", "system", "reports", "worker"], cwd=ROOT, env=_second(run)
            )
            try:
                _every_process_comes_back(run)
                _published_and_counted(journey)
                assert second.poll() is None, "two relays side by side"
                _both_stores_come_back(run)
            finally:
                processes.stop(second)
            _published_and_counted(journey)
            _the_stream_tells_all_since_the_beginning(client)
            check_chain(journey.ledger())
            judged(journey)
            assert len(journey.everything()) == 3
        again = subprocess.run(
            [sys.executable, ROOT / "dev" / "up"],
            env={**os.environ, "UP_DIR": str(run.folder)},
            capture_output=True,
            check=False,
        )
        assert (again.returncode, again.stderr.count(b"\n")) == (2, 1), "one run in a folder"
        run.process.send_signal(signal.SIGINT)
        assert run.process.wait(120) == 0, run.output
        assert run.alive() == []


def _second(run: Up) -> dict[str, str]:
    environment = run.environment()
    environment.pop("UP_DIR")  # it is not one of that run's processes
    environment.pop("REPORTS_METRICS_PORT")
    return environment


def _published_and_counted(journey: Journey) -> None:
    journey.published(BODY)
    journey.caught_up()


def _the_caller_is_who_called(run: Up, client: httpx2.Client) -> None:
    """A key for one network is not accepted from another that the caller only claims."""
    claim = {"X-Forwarded-For": "198.51.100.7"}
    for network, status in (("198.51.100.0/24", 401), ("127.0.0.0/8", 200)):
        issued = subprocess.run(
            [*ISSUE, "--network", network],
            cwd=ROOT,
            env=run.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        bearer = {"Authorization": f"Bearer {json.loads(issued.stdout)['key']}"}
        answer = client.get("/access/keys", headers={**bearer, **claim})
        assert answer.status_code == status, network


def _the_last_use_is_told_to_access(run: Up, journey: Journey) -> None:
    """A key that was only used in reports, which is another process."""
    key = journey.key("COL")
    who = {"Authorization": f"Bearer {key}"}
    assert journey.client.get("/reports/submissions", headers=who).status_code == 200
    path = f"/access/keys/{key.split('_')[2]}"
    administrator = {"Authorization": f"Bearer {journey.administrator}"}
    run.until(lambda: journey.client.get(path, headers=administrator).json()["last_used_at"])


def _the_stream_tells_all_since_the_beginning(client: httpx2.Client) -> None:
    """Through the proxy, line by line as it comes: the stream itself never ends."""
    first = {"Last-Event-ID": "0"}
    with client.stream("GET", "/indicators/stream?types=published", headers=first) as answer:
        lines = (line for line in answer.iter_lines() if line.startswith("data: "))
        told = [json.loads(next(lines).removeprefix("data: ")) for _ in range(3)]
    assert len({publication["submission"] for publication in told}) == 3


def _every_process_comes_back(run: Up) -> None:
    """kill -9 for each at once; supervisor starts them anew, and the one address serves again."""
    run.until(lambda: set(run.pids()) == set(SYSTEM))
    before = run.pids()
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    run.until(
        lambda: (
            len(after := run.pids()) == len(SYSTEM)
            and not set(after.values()) & set(before.values())
        )
    )
    addresses = [
        f"http://127.0.0.1:{run.port}{path}"
        for path in ("/", *(f"{prefix}/readyz" for prefix in PREFIXES.values()))
    ]
    addresses += [
        f"http://127.0.0.1:{port}/readyz"
        for name, port in run.environment().items()
        if name.endswith("_METRICS_PORT")
    ]
    for address in addresses:
        run.until(lambda address=address: _ready(address))  # type: ignore[misc]


def _both_stores_come_back(run: Up) -> None:
    """kill -9 for PostgreSQL and Kafka; both are started again on their data."""
    scratch = Path((run.folder / "lock").read_text().strip())
    pids = {"PostgreSQL": _pid(scratch, "postgres"), "Kafka": _pid(scratch, "kafka.Kafka")}
    for pid in pids.values():
        os.kill(pid, signal.SIGKILL)
    for name in pids:
        run.until(lambda name=name: f"{name} ended with -9; starting" in run.output)  # type: ignore[misc]
    for prefix in PREFIXES.values():
        ready = f"http://127.0.0.1:{run.port}{prefix}/readyz"
        run.until(lambda address=ready: _ready(address))  # type: ignore[misc]


def _pid(scratch: Path, program: str) -> int:
    """The process of a program that works below a folder; the oldest, whose children are others."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().decode()
            if program in line and str(scratch) in line:
                found.append(int(folder.name))
    return min(found)


def _ready(address: str) -> bool:
    try:
        return httpx2.get(address, timeout=60).status_code == 200
    except httpx2.TransportError:
        return False


def test_nothing_outlives_it_when_it_is_killed() -> None:
    with up() as run:
        run.until(lambda: (run.folder / "environment").exists() and len(run.pids()) == len(SYSTEM))
        assert len(run.alive()) > len(SYSTEM)
        run.process.kill()
        run.process.wait()
        deadline = time.monotonic() + 120
        while left := run.alive():
            assert time.monotonic() < deadline, left
            time.sleep(0.1)


@pytest.mark.parametrize(("named", "runs"), [("its parent", True), ("another", False)])
def test_a_child_of_supervisord_that_is_an_orphan_does_not_begin(
    named: str, runs: bool, tmp_path: Path
) -> None:
    (tmp_path / "supervisord.pid").write_text(
        f"{os.getpid() if named == 'its parent' else os.getppid()}\n"
    )
    environment = {**os.environ, "UP_DIR": str(tmp_path)}
    done = subprocess.run(
        [ROOT / "deploy" / "child", "echo", "a  b", "c"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == ((0, "a  b c\n") if runs else (1, ""))


def test_a_child_of_supervisord_dies_with_it(tmp_path: Path) -> None:
    script = (
        f"echo $$ > {tmp_path}/supervisord.pid; {ROOT}/deploy/child sleep 60 & echo $!; "
        "read -r line"
    )
    mark, deadline = f"UP_DIR={tmp_path}", time.monotonic() + 120
    environment = {**os.environ, "UP_DIR": str(tmp_path)}
    with subprocess.Popen(
        ["sh", "-c", script], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout
        child = Path("/proc", parent.stdout.readline().decode().strip())
        while not _named(child, mark.encode()).startswith("sleep"):
            assert time.monotonic() < deadline
        parent.kill()
    while _named(child, mark.encode()):
        assert time.monotonic() < deadline


@pytest.mark.parametrize(
    ("variable", "value"), [("PORT", "http"), ("PORT", "70000"), ("UP_DIR", "/dev/null/x")]
)
def test_what_is_asked_wrongly_is_one_line(variable: str, value: str, tmp_path: Path) -> None:
    environment = {**os.environ, "UP_DIR": str(tmp_path), variable: value}
    done = subprocess.run(
        [sys.executable, ROOT / "dev" / "up"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert variable in done.stderr


def test_what_is_missing_is_one_line(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "UP_DIR": str(tmp_path),
        "PATH": str(tmp_path),
        "PORT": str(processes.free_ports(1)[0]),
    }
    done = subprocess.run(
        [sys.executable, ROOT / "dev" / "up"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "missing: no caddy on this machine: install it (Debian: apt-get install caddy)\n",
    )
    assert done.stdout == ""
