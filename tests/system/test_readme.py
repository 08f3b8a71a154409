"""The commands of the README and of the page on editions, run as a newcomer would paste them."""

import json
import re
import subprocess
from pathlib import Path

from tests.system.server import ROOT, Server


def pasted(tmp_path: Path, *blocks: str) -> subprocess.CompletedProcess[str]:
    """Run blocks of commands, one after the other, against a server of their own; between their
    outputs stands a line of ==.
    """
    server = Server(tmp_path / "var").start()
    try:
        script = "set -euo pipefail\n" + "\necho ==\n".join(blocks)
        return subprocess.run(
            ["bash", "-c", script],
            cwd=ROOT,
            env=server.environment,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
    finally:
        server.kill()


def blocks(page: str) -> list[str]:
    return re.findall(r"```bash\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def test_the_walk_moves_the_indicator(tmp_path: Path) -> None:
    done = pasted(tmp_path, *blocks("README.md"))
    assert done.returncode == 0, done.stderr + done.stdout
    _, _, before, states, after, verified = done.stdout.split("==\n")
    assert states.split() == ["submitted", "under_review", "accepted", "published"]
    assert "'activity_coverage', 'value': 0.0, 'numerator': 0" in before
    moved, evidence, earlier, _ledger = after.strip().splitlines()
    assert "'numerator': 1" in moved
    assert '"reporters":["CIM"]' in evidence
    assert "'activities_reported', 'value': 0" in earlier, "the past has not changed"
    assert '"equal": true' in verified


def test_the_page_on_editions_makes_one(tmp_path: Path) -> None:
    base, keys = blocks("README.md")[:2]
    done = pasted(tmp_path, base, keys, *blocks("docs/editions.md"))
    assert done.returncode == 0, done.stderr + done.stdout
    _, _, _, begun, amended, added, outdated, diff, published = done.stdout.split("==\n")
    assert json.loads(begun)["published"] is False
    assert json.loads(amended)["objectives"] == ["SO-07", "SO-08"]
    assert "ACT-12" in outdated
    assert json.loads(added.splitlines()[0])["replaces"] == ["ACT-13"]
    assert {"from": "ACT-13", "to": ["ACT-43"]} in json.loads(diff)["mapping"]
    assert (json.loads(published)["current"], json.loads(published)["resolution"]) == (
        True,
        "AG/RES. 0 (made up)",
    )
