"""Load from wrk, which costs a tenth of what it measures, with scripts of our own; and pgbench as
PostgreSQL's own limit.
"""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.rounds import CONNECTIONS, SECONDS, Broken, Missing, Rate

SCRIPTS = Path(__file__).parent / "lua"
HOW_TO_GET = "no wrk on this machine: install it (Debian: apt-get install wrk)"


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk counted. An answer that was on its way when it stopped is not among them."""

    answers: int
    rate: Rate


def need_wrk() -> None:
    """Raises Missing."""
    if not shutil.which("wrk"):
        raise Missing(HOW_TO_GET)


def wrk(
    script: str, base: str, *arguments: str, seconds: int = SECONDS, connections: int = CONNECTIONS
) -> Load:
    """Load an address with one of our scripts, longer where nothing came back in time.

    Raises Broken when an answer was not the one expected.
    """
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "20s",
        "-s",
        str(SCRIPTS / script),
        base,
        "--",
        *arguments,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    line = next((line for line in done.stdout.splitlines() if line.startswith("{")), None)
    if done.returncode or line is None:
        raise Broken(f"wrk failed: {done.stderr or done.stdout}")
    told: dict[str, Any] = json.loads(line)
    if told["refused"] or told["broken"]:
        raise Broken(
            f"{told['refused']} of {told['answers']} requests to {base} were refused, "
            f"{told['broken']} got no answer"
        )
    if not told["answers"]:
        return wrk(script, base, *arguments, seconds=2 * seconds, connections=connections)
    return Load(told["answers"], Rate(told["answers"] / told["seconds"], told["p99_ms"]))


def pgbench(
    programs: Path,
    port: int,
    database: str,
    script: Path,
    variables: dict[str, str],
    seconds: int = SECONDS,
) -> Rate:
    """PostgreSQL's own bench over a script of ours, over as many connections as wrk has."""
    given = [part for name, value in variables.items() for part in ("-D", f"{name}={value}")]
    address = ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
    command = [
        str(programs / "pgbench"),
        "-n",
        "-M",
        "prepared",
        "-c",
        str(CONNECTIONS),
        "-j",
        "2",
        "-T",
        str(seconds),
        "-f",
        str(script),
        *given,
    ]
    done = subprocess.run(
        [*command, *address, database], capture_output=True, text=True, check=False
    )
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if done.returncode or not found:
        raise Broken(f"pgbench failed: {done.stderr}")
    return Rate(float(found[1]))
