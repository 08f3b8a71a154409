"""What a report passes from its draft to its indicator: few enough functions and files to read."""

import json
import subprocess
import sys

from tests.architecture import tree

FILES, FUNCTIONS = 105, 454  # the goals are 42 and 150: ADR 22 says what stands against them


def test_the_way_of_a_report_can_be_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.architecture.walk", "--list"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    counted, end = json.JSONDecoder().raw_decode(done.stdout)
    whole = counted["whole"]
    assert 20 < counted["read anew"]["functions"] < whole["functions"], "the steps were walked"
    assert whole["files"] <= FILES, done.stdout[end:]
    assert whole["functions"] <= FUNCTIONS, done.stdout[end:]
