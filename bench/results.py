"""Where figures go: `latest.json`, the counts of the checks beside it, the plans of the queries in
`plans.md`, and the table of `docs/performance.md`.
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import textwrap
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
PLANS = OWN / "plans.md"
WIDTH = 160  # characters of a line of Markdown
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


def lasting() -> bool:
    """Whether this run's results are for the repository: a full run into its own folder."""
    return not SHORT and FOLDER == OWN


def save(finding: Finding) -> dict[str, Any]:
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
    if lasting():
        write_table(list(rows.values()))
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
    numbers = {
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
            numbers[name] = match[0] if match else "?"
    return numbers


def _postgres() -> str:
    from tools.components import postgres, processes

    try:
        return str(postgres.binaries() / "postgres")
    except processes.Missing:
        return "postgres"


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The results as Markdown: a row for each bench, what it was measured beside, the machines
    (rows of two machines are not to be compared) and the versions.
    """
    parts = [_rows(rows), _beside(rows), _machines(rows), _versions(rows[-1]["versions"])]
    return "\n\n".join(parts)


def _rows(rows: Sequence[dict[str, Any]]) -> str:
    names = ("name", "ratio", "low", "high", "rounds", "p99_ms", "unit", "date")
    lines = [
        "| bench | median | low | high | rounds | p99 ms | unit | date |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _beside(rows: Sequence[dict[str, Any]]) -> str:
    items = [f"- `{row['name']}`: {row['limit']}" for row in rows]
    return "\n".join(["Measured beside:", "", *map(_wrapped, items)])


def _machines(rows: Sequence[dict[str, Any]]) -> str:
    machines: dict[str, list[str]] = {}
    for row in rows:
        machines.setdefault(row["machine"], []).append(row["name"])
    if len(machines) == 1:
        return f"Machine: {rows[0]['machine']}."
    lines = [f"Machine of {', '.join(names)}: {name}." for name, names in machines.items()]
    return "\n".join(map(_wrapped, lines))


def _versions(versions: dict[str, str]) -> str:
    return _wrapped("Versions: " + ", ".join(f"{k} {v}" for k, v in versions.items()) + ".")


def _wrapped(text: str) -> str:
    """The text in lines that fit; those after the first of an item are indented."""
    indent = "  " if text.startswith("- ") else ""
    return textwrap.fill(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def write_table(rows: Sequence[dict[str, Any]]) -> None:
    """Replace what stands between the two markers in the page."""
    begin, end = "<!-- results: begin, written by make bench -->", "<!-- results: end -->"
    before, _, rest = PAGE.read_text().partition(begin)
    if not rest:
        raise ValueError(f"{PAGE} has no markers for the results")
    PAGE.write_text(f"{before}{begin}\n{table(rows)}\n{end}{rest.partition(end)[2]}")
