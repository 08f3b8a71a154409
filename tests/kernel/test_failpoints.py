"""A named crash point kills the process, at its turn and place only."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSES = """
from kernel import failpoints
for place in ("reports.v1", "access.v1", "reports.v1"):
    failpoints.point("relay.published", place)
    print(place, flush=True)
"""


@pytest.mark.parametrize(
    ("asked", "passed"),
    [
        ("", 3),
        ("relay.marked", 3),
        ("relay.published", 0),
        ("relay.published:2", 1),
        ("relay.published:1:access", 1),
        ("relay.published:2:reports", 2),
    ],
)
def test_dies_where_it_was_told(asked: str, passed: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PASSES],
        cwd=ROOT,
        env={**os.environ, "CRASH_AT": asked},
        capture_output=True,
        check=False,
    )
    assert len(done.stdout.splitlines()) == passed
    assert done.returncode == (0 if passed == 3 else -signal.SIGKILL)
