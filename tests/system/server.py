"""Real processes of the system for tests:

`python -m system …`, and the embedded server on a free port and a folder of its own.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx2

from system.resources import PREFIXES
from tools.components import processes

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180.0  # a busy machine decides nothing


def command(environment: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run `python -m system …` to its end."""
    called = [sys.executable, "-m", "system", *arguments]
    return subprocess.run(
        called,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


@contextmanager
def process(environment: Mapping[str, str], *arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """One process of the system, ended at the end, also where it was paused."""
    started = subprocess.Popen(
        [sys.executable, "-m", "system", *arguments], cwd=ROOT, env={**os.environ, **environment}
    )
    try:
        yield started
    finally:
        started.send_signal(signal.SIGCONT)
        processes.stop(started, seconds=60)


def ready(client: httpx2.Client) -> bool:
    """Whether every service says at this address that it is ready."""
    try:
        return all(
            client.get(f"{prefix}/readyz").status_code == 200 for prefix in PREFIXES.values()
        )
    except httpx2.HTTPError:
        return False


def until(holds: Callable[[], object], what: str, seconds: float = PATIENCE_SECONDS) -> float:
    """Wait until it holds; returns how long that took."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < seconds, what
        time.sleep(0.05)
    return time.monotonic() - began


class Server:
    """The embedded server over `data`; `environment` is added to this process's own."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data, self.port = data, processes.free_ports(1)[0]
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DATA_DIR": str(data),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Start the process without waiting for it."""
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "system", "embedded"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def start(self) -> "Server":
        """Start and wait until every service is ready; fails with the log when it is not."""
        self.launch()
        if not self.wait_ready():
            raise AssertionError(f"not ready:\n{self.log()[-4000:]}")
        return self

    def wait_ready(self) -> bool:
        """Whether all services became ready before the process ended or the time was over."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with httpx2.Client(base_url=self.base, timeout=60) as client:
            while time.monotonic() < deadline and self.process and self.process.poll() is None:
                if ready(client):
                    return True
                time.sleep(0.05)
        return False

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does; returns its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(120)

    def kill(self) -> None:
        """End it as `kill -9` does."""
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait(60)

    def log(self) -> str:
        """What it printed so far."""
        return (self.data.parent / f"{self.data.name}.log").read_text(errors="replace")

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `python -m system …` on the same folder."""
        return command(self.environment, *arguments)
