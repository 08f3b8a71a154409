"""The second start of `make run`, from the command to the first page that every service stands
behind; and what it then keeps in memory.
"""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2

from bench.rounds import ROUNDS, SHORT, Broken, Finding
from bench.running import NO_LIMITS, PREFIXES, ROOT, Ground
from tools.components import processes

PAGES = ("/", "/indicators/objectives/SO-07", "/catalog/activities/ACT-12", "/reports/ledger")
SETTLE_SECONDS = 0.2 if SHORT else 3.0


def seconds(ground: Ground) -> Finding:
    """From `make run` until readyz of every service says ready."""
    finding = Finding("start", "a page is answered and every service is ready", "s")
    _starts(ground, finding, memory=False)
    return finding


def memory(ground: Ground) -> Finding:
    """Resident memory of all its processes, some seconds and some pages later."""
    finding = Finding("memory", "resident after the second start and some pages", "MB")
    _starts(ground, finding, memory=True)
    return finding


def _starts(ground: Ground, finding: Finding, *, memory: bool) -> None:
    if not ground.starts:
        data = ground.folder / "started" / "data"
        data.mkdir(parents=True)
        _start(data)  # the first: makes the databases, loads the programme
        for number in range(ROUNDS):
            ground.starts.append(_start(data))
            print(
                "  start {}: {:.2f} s, {:.0f} MB".format(number + 1, *ground.starts[-1]), flush=True
            )
    finding.values += [megabytes if memory else took for took, megabytes in ground.starts]
    finding.require("pages", len(PAGES) * ROUNDS, len(PAGES) * len(finding.values))


def _start(data: Path) -> tuple[float, float]:
    """Start and stop once; (seconds until ready, resident MB)."""
    port = processes.free_ports(1)[0]
    environment = {
        **os.environ,
        **NO_LIMITS,
        "PORT": str(port),
        "DATA_DIR": str(data),
        "HOST": "127.0.0.1",
    }
    with (data.parent / "run.log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        took = _until_ready(process, f"http://127.0.0.1:{port}", data.parent / "run.log") - began
        time.sleep(SETTLE_SECONDS)
        return took, sum(_resident(pid) for pid in _family(process.pid))
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def _until_ready(process: "subprocess.Popen[bytes]", base: str, log: Path) -> float:
    deadline = time.monotonic() + 60
    with httpx2.Client(base_url=base, timeout=5) as client:
        while not all(_answers(client, f"{prefix}/readyz") for prefix in PREFIXES.values()):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Broken(f"make run is not ready:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.005)
        ready = time.perf_counter()
        for page in PAGES:
            if not _answers(client, page):
                raise Broken(f"{page} is not answered after the start")
    return ready


def _answers(client: httpx2.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == 200
    except httpx2.HTTPError:
        return False


def _family(pid: int) -> Iterator[int]:
    """A process and all it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _resident(pid: int) -> float:
    """Resident memory of a Python process; make itself is not ours."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found and "python" in status.partition("\n")[0] else 0.0
