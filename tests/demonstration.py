"""The small demonstration, filled once for all tests of a session; each gets a copy of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.sharing import FOLDER
from tools.components.processes import ROOT

SMALL = ("--years", "1", "--thinned", "3")


def demo(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """`make demo` on a folder, without serving it."""
    command = [sys.executable, "-m", "tools.demo", "--fill-only", *arguments]
    environment = {**os.environ, "DATA_DIR": str(folder), "MAIL_URL": "smtp://127.0.0.1:1"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def copy_to(folder: Path) -> Path:
    """A copy of the small demonstration at `folder`, which is not there yet."""
    session = Path(os.environ[FOLDER])
    filled = session / "demonstration"
    with (session / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test workers may want it at once
        if not filled.exists():
            done = demo(filled, *SMALL)
            assert done.returncode == 0, done.stdout + done.stderr
    shutil.copytree(filled, folder)
    return folder
