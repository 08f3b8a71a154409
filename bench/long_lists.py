"""How much memory the files of very many submissions take. By hand:

`python -m bench.long_lists [SUBMISSIONS]` writes a million of them (or so many) to PostgreSQL, has
them told by the relay, and reads each file from a service of its own. Some minutes and gigabytes.
"""

import sys
import time
from pathlib import Path

import httpx2

from bench.folding import STATES
from bench.lives import Generator
from bench.running import Ground, System

FILES = (
    "submissions.jsonl",
    "submissions.csv",
    "submissions.csv?kind=implementation",
    "submissions.xlsx",
)
HOUR, LOOK_SECONDS = 3600.0, 1.0


def most_memory(pid: int) -> int:
    """The most resident memory that a process has had, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def filled(ground: Ground, submissions: int) -> System:
    """An installation that has told so many."""
    system = ground.system("postgresql")
    reporters = system.scalar("reports", STATES).split(",")
    Generator(reporters, models=2_000).fill(system.url, 0, submissions)
    system.start("reports", "worker")
    system.rest(10 * HOUR)
    system.stop()
    system.scalar("reports", "VACUUM ANALYZE")
    return system


def read(system: System, file: str) -> str:
    """Read a file from a new process; what came and what that took."""
    base = system.ready(system.start("reports", "api"), "reports")
    before, began = most_memory(system.running["reports-api"].pid), time.monotonic()
    with httpx2.Client(base_url=base, timeout=HOUR) as client:
        said = taken(client, where(client, f"/reports/{file}"))
    seconds = time.monotonic() - began
    most = most_memory(system.running["reports-api"].pid)
    system.stop()
    return f"{file}: {said} in {seconds:.0f} s, {most} MB at most, {before} at first"


def where(client: httpx2.Client, path: str) -> str:
    """Where a file is: of a long workbook, once it has been made."""
    if ".xlsx" not in path:
        return path
    state = f"{client.get(path).raise_for_status().headers['Location']}"
    while (made := client.get(state).raise_for_status().json())["state"] == "running":
        time.sleep(LOOK_SECONDS)
    return str(made["file"])


def taken(client: httpx2.Client, path: str) -> str:
    """How much a file is; it is not kept."""
    lines = size = 0
    with client.stream("GET", path) as answer:
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            lines, size = lines + piece.count(b"\n"), size + len(piece)
    return f"{size:,} bytes" if path.endswith("/file") else f"{lines:,} lines"


def main(submissions: int = 1_000_000) -> None:
    """Fill, and read each file."""
    with Ground() as ground:
        system = filled(ground, submissions)
        for file in FILES:
            print(read(system, file), flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
