"""The README's own commands, executed as a newcomer would paste them."""

import re
import subprocess
from pathlib import Path

from tests.system.server import ROOT, Server


def test_the_walk_moves_the_indicator(tmp_path: Path) -> None:
    blocks = re.findall(r"```bash\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    server = Server(tmp_path / "var").start()
    try:
        script = "set -euo pipefail\n" + "\necho ==\n".join(blocks)
        done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=server.environment, capture_output=True, text=True, timeout=100, check=False)
    finally:
        server.kill()
    assert done.returncode == 0, done.stderr + done.stdout
    _, _, before, states, after, verified = done.stdout.split("==\n")
    assert states.split() == ["submitted", "under_review", "accepted", "published"]
    assert "'activity_coverage', 'value': 0.0, 'numerator': 0" in before
    moved, evidence, earlier, _ledger = after.strip().splitlines()
    assert "'numerator': 1" in moved
    assert '"reporters":["CIM"]' in evidence
    assert "'activities_reported', 'value': 0" in earlier, "the past has not changed"
    assert '"equal": true' in verified
