"""Libraries from npm that tests need, pinned with their hashes by a lock file."""

import shutil
import subprocess
from pathlib import Path

from tools.components import processes

LOCK = "package-lock.json"


def installed(source: Path, *scripts: str) -> Path:
    """The folder with what `source` pins and its scripts, made once for each content of its lock.

    Raises Missing.
    """
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise processes.Missing(
                f"no {program} on this machine: install it (Debian: apt-get install nodejs npm)"
            )

    def install(folder: Path) -> None:
        for name in ("package.json", LOCK):
            shutil.copy(source / name, folder / name)
        command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        if done.returncode:
            said = (done.stdout + done.stderr)[-2000:]
            raise processes.Missing(f"{source.name} could not be installed by npm:\n{said}")

    folder = processes.fetched(source.name, source / LOCK, install)
    for name in scripts:
        shutil.copy(source / name, folder / name)
    return folder
