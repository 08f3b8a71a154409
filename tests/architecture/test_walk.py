"""What a report walks through is not longer to read than before the core was made fast
(docs/decisions/0019).
"""

import json
import subprocess
import sys

from tests.architecture import tree

BEFORE = {"draft": 766, "publish": 852, "read kept": 380, "whole, kept": 1244, "whole": 1244}
READ_ANEW = 480  # 380 before: the price of kept answers and of boards


def test_the_way_of_a_report_is_no_longer_than_before() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.architecture.walk"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found: dict[str, int] = json.loads(done.stdout)
    assert {
        name: lines
        for name, lines in found.items()
        if lines > {**BEFORE, "read anew": READ_ANEW}.get(name, lines)
    } == {}
    assert 300 < found["read anew"] < found["publish"] < found["whole"], "the steps were walked"
