"""Jars from Maven Central, as the small pom of a component lists them."""

import shutil
import subprocess
from functools import partial
from pathlib import Path

from tools.components import processes


def jars(name: str, pom: Path) -> Path:
    """The folder with a component's jars, fetched once for each content of its pom. Raises
    Missing.
    """
    for program in ("java", "mvn"):
        if not shutil.which(program):
            raise processes.Missing(
                f"no {program} on this machine: install it (Debian: apt-get install "
                "openjdk-17-jre-headless maven)"
            )
    return processes.fetched(name, pom, partial(_fetch, name, pom))


def _fetch(name: str, pom: Path, folder: Path) -> None:
    goal = [
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={folder}",
    ]
    done = subprocess.run(
        ["mvn", "-q", "-B", "-f", str(pom), *goal], check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise processes.Missing(
            f"{name} could not be fetched by mvn:\n{(done.stdout + done.stderr)[-2000:]}"
        )
