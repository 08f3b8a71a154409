"""One running component for all workers of a test session: the first to ask starts it, it ends with
the session.
"""

import contextlib
import fcntl
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.components import processes

FOLDER = "TEST_COMPONENTS_FOLDER"
OWNER = "TEST_COMPONENTS_OWNER"
MEMORY = 6 * 1024**3  # bytes that have to be free: a run of all tests keeps up to a third of it
CGROUP = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
UNSYNCED = {"postgres": ["--unsynced"]}  # no test cuts the power of the shared one
PROGRAMS = Path(processes.__file__).resolve().parent


def open_session() -> None:
    """Called once, by the process that the test workers descend from, before any of them starts."""
    os.environ["TMPDIR"] = tempfile.tempdir = str(scratch())
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="components-")
    os.environ[OWNER] = str(os.getpid())


def scratch() -> Path:
    """Where tests keep their files: in memory where there is plenty, as no test cuts the power and
    the disk is most of what they wait for.
    """
    given, memory = Path(tempfile.gettempdir()), Path("/dev/shm")  # noqa: S108 - no name of ours is made in it but by mkdtemp
    if "TMPDIR" in os.environ or not os.access(memory, os.W_OK):
        return given
    return memory if min(shutil.disk_usage(memory).free, _memory()) > MEMORY else given


def _memory() -> int:
    """Bytes that this machine has free, or that its container may use in all."""
    available = re.search(r"MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text())
    limits = [Path(name).read_text().strip() for name in CGROUP if Path(name).exists()]
    allowed = [int(limit) for limit in limits if limit.isdecimal()]
    return min([int(available[1]) * 1024 if available else 0, *allowed])


def close_session() -> None:
    """Stop what the session's workers started and wait for it.

    Where this is never reached, the keepers see the owner die.
    """
    folder = Path(os.environ.pop(FOLDER))
    pids = [json.loads(kept.read_text())["keeper"] for kept in folder.glob("*.json")]
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 20
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


def obtain(name: str) -> dict[str, Any]:
    """What the component's command announced; started now if nobody has.

    Raises Missing, RuntimeError.
    """
    folder = Path(os.environ[FOLDER])
    announced = folder / f"{name}.json"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not announced.exists():
            announced.write_text(json.dumps(_start(name, folder / f"{name}.log")))
    return dict(json.loads(announced.read_text()))


def _start(name: str, log: Path) -> dict[str, Any]:
    command = [sys.executable, str(PROGRAMS / f"{name}.py"), "--owner", os.environ[OWNER]]
    command += UNSYNCED.get(name, [])
    with log.open("wb") as errors:
        # a session of its own: Ctrl-C is for the tests, which then end it
        keeper = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    assert keeper.stdout
    line = keeper.stdout.readline() if select.select([keeper.stdout], [], [], 90)[0] else b""
    keeper.stdout.close()
    if not line:
        keeper.terminate()
        said = log.read_text(errors="replace")
        if said.startswith(processes.MISSING):
            raise processes.Missing(said.removeprefix(processes.MISSING).strip())
        raise RuntimeError(f"{name} did not start:\n{said[-3000:]}")
    keeper.returncode = 0  # it outlives this worker: not ours to wait for
    return {**json.loads(line), "keeper": keeper.pid}


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
