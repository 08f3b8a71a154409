"""The short form of every bench: it still works, its results have their shape, and its checks were
on. Never a timing.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench import results
from bench.__main__ import benches
from tests import requiring
from tools.components import kafka, postgres

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = {
    "name",
    "ratio",
    "low",
    "high",
    "rounds",
    "limit",
    "p99_ms",
    "unit",
    "machine",
    "versions",
    "date",
}
WITHOUT_RATIO = {"visible-embedded", "visible-production"}
# somebody waits: a p99 is told
INGEST = [name for name in benches() if name.startswith("ingest-")]
WAITED_FOR = {*WITHOUT_RATIO, *INGEST, "read-200", "read-304", "page-anew"}
GROWTH = [name for name in benches() if name.startswith("growth-")]


def test_the_page_tells_what_was_measured() -> None:
    assert (
        results.table(json.loads((results.OWN / "latest.json").read_text()))
        in results.PAGE.read_text()
    )


@dataclass(frozen=True)
class Run:
    """What one short run of benches left."""

    rows: dict[str, dict[str, Any]]
    checks: dict[str, dict[str, int]]
    said: str


def need(*, with_kafka: bool) -> None:
    """Skip loudly, or fail where REQUIRE_REAL says so, without the programs that a bench needs."""
    if not shutil.which("wrk"):
        requiring.do_without("no wrk on this machine")
    with requiring.required():
        postgres.binaries()
        if with_kafka:
            kafka.jars()


def run(folder: Path, *names: str) -> Run:
    """Run these benches as `make bench` does, in their short form."""
    done = bench(*names, BENCH_SHORT="1", BENCH_RESULTS=str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    rows = (
        json.loads((folder / "latest.json").read_text())
        if (folder / "latest.json").exists()
        else []
    )
    return Run(
        {row["name"]: row for row in rows},
        json.loads((folder / "checks.json").read_text()),
        done.stdout,
    )


def bench(*names: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The command that `make bench` runs."""
    command = [sys.executable, "-m", "bench", *names]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=1400,
        check=False,
    )


def shaped(row: dict[str, Any]) -> None:
    """A row of latest.json says everything it should."""
    assert row.keys() == MEMBERS
    assert (row["ratio"] is None) == (row["name"] in WITHOUT_RATIO)
    assert row["ratio"] is None or row["low"] <= row["ratio"] <= row["high"]
    assert row["low"] > 0
    assert row["rounds"] == 1
    assert row["p99_ms"] is not None or row["name"] not in WAITED_FOR
    assert row["limit"]
    assert row["unit"]
    assert row["versions"].keys() >= {"python", "postgresql", "wrk", "fastapi"}
    assert "cores" in row["machine"]


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Every bench but the one that needs Kafka, in one run: they share PostgreSQL and what is
    prepared once.
    """
    need(with_kafka=False)
    return run(
        tmp_path_factory.mktemp("short"),
        *(name for name in benches() if name != "visible-production"),
    )


def test_every_bench_leaves_its_row(short: Run) -> None:
    assert short.rows.keys() == benches().keys() - {"visible-production", "explain"}
    for row in short.rows.values():
        shaped(row)


@pytest.mark.parametrize("name", [*INGEST, "visible-embedded"])
def test_every_report_that_was_answered_is_there_told_and_kept_once(short: Run, name: str) -> None:
    left(short.checks[name])


def left(checks: dict[str, int]) -> None:
    """The rows of the loaded server: submissions, events, history and idempotency
    records as many as were answered 201, in a whole chain.
    """
    assert checks["answered"] > 0
    assert {checks[what] for what in ("submissions", "outbox", "history", "kept")} == {
        checks["answered"]
    }
    assert checks["positions"] >= checks["answered"]
    assert checks["chained"] == checks["positions"]


@pytest.mark.parametrize("name", ["ingest-postgresql", "ingest-sqlite"])
def test_keys_and_bodies_are_checked_while_it_is_loaded(short: Run, name: str) -> None:
    # each was a 401 or a 422, or the bench had ended with 1
    assert short.checks[name]["refused"] >= 2


@pytest.mark.parametrize("name", ["read-200", "read-304"])
def test_both_sides_of_a_read_answer_the_same_and_ours_is_counted(short: Run, name: str) -> None:
    checks = short.checks[name]
    assert checks["same"] == 4  # two pages, before and after the load
    assert checks["counted"] >= checks["seen"] > 0


def test_every_client_of_the_stream_gets_every_update(short: Run) -> None:
    assert short.checks["stream"] == {"received": 80, "left": 0}


@pytest.mark.parametrize("name", ["fold-live", "rebuild", "rebuild-decode"])
def test_the_fold_takes_in_every_event_and_adds_up(short: Run, name: str) -> None:
    checks = short.checks[name]
    assert checks["positions"] == checks["events"] > 0
    assert checks["facts"] > 0
    assert checks["parked"] == 0
    assert checks["equal"] == 1


@pytest.mark.parametrize("name", GROWTH)
def test_growth_is_measured_at_every_size(short: Run, name: str) -> None:
    assert short.checks[name]["answered"] > 0
    assert short.rows[name]["limit"].count(" ms") == 2


def test_the_plans_of_each_read_are_looked_at(short: Run) -> None:
    assert "queries of 11 reads" in short.said


def test_publications_are_seen_on_postgresql_and_kafka(tmp_path: Path) -> None:
    need(with_kafka=True)
    done = run(tmp_path, "visible-production")
    shaped(done.rows["visible-production"])
    left(done.checks["visible-production"])
    assert (
        done.checks["visible-production"]["facts"]
        == done.checks["visible-production"]["published"]
        > 0
    )


def test_a_bench_that_does_not_exist_is_wrong_use() -> None:
    done = bench("nothing")
    assert done.returncode == 2
    assert "There is no bench nothing" in done.stderr


def test_without_wrk_one_line_says_so(tmp_path: Path) -> None:
    done = bench("read-200", PATH=str(tmp_path), BENCH_RESULTS=str(tmp_path))
    assert done.returncode == 2
    assert (
        done.stderr == "missing: no wrk on this machine: install it (Debian: apt-get install wrk)\n"
    )
