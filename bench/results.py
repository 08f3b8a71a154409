"""Where figures go:

`latest.json`, the counts of the checks beside it, and the table of `docs/performance.md`.
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from bench.rounds import SHORT, Finding
from kernel import clock

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "bench" / "results"
FOLDER = Path(os.environ.get("BENCH_RESULTS") or OWN)
PAGE = ROOT / "docs" / "performance.md"
PACKAGES = (
    "fastapi",
    "starlette",
    "uvicorn",
    "pydantic",
    "sqlalchemy",
    "asyncpg",
    "aiosqlite",
    "aiokafka",
)


def keep(finding: Finding) -> dict[str, Any]:
    """Put one finding among the latest results (in place of its last), with its checks, and write
    the table anew.
    """
    row = as_row(finding)
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = {old["name"]: old for old in _read(FOLDER / "latest.json", [])} | {finding.name: row}
    (FOLDER / "latest.json").write_text(
        json.dumps(list(rows.values()), indent=1, ensure_ascii=False) + "\n"
    )
    checks = _read(FOLDER / "checks.json", {}) | {finding.name: finding.checks}
    (FOLDER / "checks.json").write_text(json.dumps(checks, indent=1) + "\n")
    if not SHORT:
        put_between("results", table(list(rows.values())))
    return row


def as_row(finding: Finding) -> dict[str, Any]:
    """A finding as latest.json has it."""
    timed = finding.unit == "ms"  # then the p99 is all there is to tell
    values = finding.p99s if timed else finding.values
    return {
        "name": finding.name,
        "ratio": None if timed else round(statistics.median(values), 4),
        "low": round(min(values), 4),
        "high": round(max(values), 4),
        "rounds": len(values),
        "limit": finding.limit,
        "p99_ms": round(statistics.median(finding.p99s), 2) if finding.p99s else None,
        "unit": finding.unit,
        "machine": machine(),
        "versions": versions(),
        "date": clock.today().isoformat(),
    }


def _read(path: Path, empty: Any) -> Any:
    return json.loads(path.read_text()) if path.exists() else empty


def machine() -> str:
    """The machine in one line."""
    model = (
        re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
        if Path("/proc/cpuinfo").exists()
        else None
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model[1] if model else platform.processor()}, {os.cpu_count()} cores, {memory:.0f} "
        f"GB, {platform.system()} {platform.release()}"
    )


def versions() -> dict[str, str]:
    """What took part, with its version."""
    found = {
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in PACKAGES},
    }
    for name, command in (
        ("postgresql", [_postgres(), "--version"]),
        ("wrk", ["wrk", "--version"]),
    ):
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            match = re.search(r"\d+\.[\d.]+", done.stdout + done.stderr)
            found[name] = match[0] if match else "?"
    return found


def _postgres() -> str:
    from tools.components import postgres, processes

    try:
        return str(postgres.binaries() / "postgres")
    except processes.Missing:
        return "postgres"


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The results as a Markdown table, with the machines they are from: two of them are not to be
    compared row by row.
    """
    lines = [
        "| bench | median | low | high | rounds | p99 ms | unit | beside it | date |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cells = (
            row["name"],
            row["ratio"],
            row["low"],
            row["high"],
            row["rounds"],
            row["p99_ms"],
            row["unit"],
            row["limit"],
            row["date"],
        )
        lines.append(
            "| "
            + " | ".join(
                "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)
                for cell in cells
            )
            + " |"
        )
    machines: dict[str, list[str]] = {}
    for row in rows:
        machines.setdefault(row["machine"], []).append(row["name"])
    for machine, names in machines.items():
        lines += [
            "",
            f"Machine{'' if len(machines) == 1 else ' of ' + ', '.join(names)}: {machine}.",
        ]
    lines += [
        "",
        "Versions: " + ", ".join(f"{k} {v}" for k, v in rows[-1]["versions"].items()) + ".",
    ]
    return "\n".join(lines)


def put_between(marker: str, text: str) -> None:
    """Replace what stands between the two markers of a name in the page; results that are kept
    elsewhere are not told there.
    """
    if FOLDER != OWN:
        return
    page = PAGE.read_text() if PAGE.exists() else ""
    begin, end = f"<!-- {marker}: begin, written by make bench -->", f"<!-- {marker}: end -->"
    if begin not in page:
        print(f"{PAGE} has no markers for {marker}", file=sys.stderr)
        return
    before, _, rest = page.partition(begin)
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}")
