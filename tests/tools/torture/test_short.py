"""The short form of the torture: a fixed seed, every kind of fault once or more, the same zeros."""

from pathlib import Path

import pytest

from tests import requiring
from tools.components import kafka, postgres
from tools.torture import report, run
from tools.torture.afterwards import System
from tools.torture.embedded import Embedded
from tools.torture.production import Production

SEED = 4


@pytest.fixture
def real() -> None:
    """PostgreSQL and Kafka are to be had; else a loud skip, or a failure where they are required
    (CI).
    """
    with requiring.required():
        postgres.binaries()
        kafka.jars()


async def _tried(system: System, submissions: int, kills: int, seconds: float) -> report.Trial:
    said = await run.trial(system, SEED, submissions, kills, seconds, print)
    assert said.passed, (said.findings, said.examples)
    assert said.submissions >= submissions
    assert said.kills == kills
    return said


@pytest.mark.usefixtures("real")
async def test_production_loses_and_doubles_nothing(tmp_path: Path) -> None:
    said = await _tried(Production(tmp_path), submissions=100, kills=10, seconds=20)
    suffered = {component for component, _ in said.faults}
    assert {
        "reports api",
        "reports worker",
        "aggregator worker",
        "kafka one",
        "kafka all",
        "postgresql",
        "proxy",
    } <= suffered
    assert said.faults["reports worker", "pause"] == 1, "for longer than its lease"


async def test_one_process_loses_and_doubles_nothing(tmp_path: Path) -> None:
    said = await _tried(Embedded(tmp_path, megabytes=128), submissions=100, kills=3, seconds=8)
    if said.skipped:
        pytest.skip("; ".join(said.skipped))
    assert said.faults["disk", "full"] == 1
    assert said.repeats["503"] > 0, "a full disk is told as what passes"
