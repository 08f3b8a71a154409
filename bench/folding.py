"""The indicators from the log: folding a backlog into PostgreSQL, and filling them anew, beside
what somebody would write instead.
"""

import asyncio
import json
import os
import time
from collections.abc import Callable

import asyncpg

from bench import rivals
from bench.checks import FOLDED, folded
from bench.lives import Generator, submissions_for
from bench.rounds import SECONDS, SHORT, Finding, Rate, in_turns
from bench.running import Ground, System
from services.aggregator import tables

EVENTS = 400 if SHORT else int(os.environ.get("BENCH_EVENTS", "100000"))
STATES = "SELECT string_agg(code, ',' ORDER BY code) FROM reports_actors WHERE kind = 'state'"
# what the worker writes: every table that has generations
PROJECTION = [
    table.name
    for table in tables.metadata.sorted_tables
    if "generation" in table.columns and table is not tables.active_generation
]


PAIRS = """(SELECT DISTINCT activity, year, reporter, axis FROM aggregator_fact_versions,
  unnest('*'::text || string_to_array(trim(axes, '|'), '|')) AS axis
WHERE to_position IS NULL) AS pairs"""


def told(ground: Ground) -> tuple[System, int]:
    """An installation on PostgreSQL whose relay has told the events; made once a run."""
    if ground.told:
        return ground.told
    system = ground.system("postgresql")
    generator = Generator(
        system.scalar("reports", STATES).split(","), models=50 if SHORT else 2_000
    )
    generator.fill(system.url, 0, submissions_for(generator, EVENTS))
    system.start("reports", "worker")
    system.rest(3_600)
    system.stop()
    last = int(system.scalar("reports", "SELECT max(seq) FROM reports_outbox"))
    print(f"  {last:,} events are in the log", flush=True)
    ground.told = system, last
    return ground.told


def address(system: System) -> str:
    """The database for a direct connection."""
    return system.url.replace("+asyncpg", "")


def live(ground: Ground) -> Finding:
    """A backlog, folded by the worker as it folds what comes in."""
    finding = Finding(
        "fold-live",
        "one transaction an event with asyncpg, the current values only",
        "times the rival's events/s",
    )
    system, last = told(ground)
    server = ground.server()
    rival = server.create_database().replace("+asyncpg", "")
    server.run_sql(rivals.FOLD, rival.rpartition("/")[2])
    told_ = asyncio.run(rivals.ledger(address(system), last))

    def theirs() -> Rate:
        return Rate(asyncio.run(rivals.one_by_one(rival, told_, SECONDS)))

    in_turns(finding, lambda: Rate(_folded(system, last)), theirs)
    _finish(system)
    _whole(finding, system, last)
    finding.require("equal", int(json.loads(system.command("aggregator", "verify"))["equal"]), 1)
    return finding


def _folded(system: System, last: int) -> float:
    """Events a second of the real worker on a projection emptied before, from its first commit to
    the last or until the time is over.
    """
    _empty(system)
    system.start("aggregator", "worker")
    try:
        return asyncio.run(_watch(address(system), last))
    finally:
        system.stop()


def _empty(system: System) -> None:
    system.scalar("aggregator", f"TRUNCATE {', '.join(PROJECTION)}")
    system.scalar("aggregator", "DELETE FROM aggregator_offsets WHERE consumer LIKE 'indicators:%'")


async def _watch(where: str, last: int) -> float:
    connection = await asyncpg.connect(where)
    try:
        first, began = 0, (start := time.perf_counter())
        until = start + 120
        while time.perf_counter() < until:
            position = (
                await connection.fetchval(
                    "SELECT max(position) FROM aggregator_offsets WHERE consumer LIKE "
                    "'indicators:%'"
                )
                or 0
            )
            now = time.perf_counter()
            if position and not first:
                first, began, until = position, now, now + SECONDS
            if position == last:
                break
            await asyncio.sleep(0.002)
        if position == first:  # all of it in one commit: the start of the process counts too then
            return float(position / (now - start))
        return float((position - first) / (now - began))
    finally:
        await connection.close()


def _finish(system: System) -> None:
    """Let the worker fold the rest, where there is any."""
    if int(system.scalar("aggregator", FOLDED)) >= int(
        system.scalar("reports", "SELECT max(seq) FROM reports_outbox")
    ):
        return
    system.start("aggregator", "worker")
    folded(system)
    system.stop()


def _whole(finding: Finding, system: System, last: int) -> None:
    """Every event taken in once, every publication a fact, and the sums the same when they are
    computed anew from the log.
    """
    publications = system.count(
        "reports", "reports_outbox", "type = 'reports.submission_published'"
    )
    finding.require("events", last, system.count("reports", "reports_outbox"))
    finding.require("positions", int(system.scalar("aggregator", FOLDED)), last)
    finding.require(
        "facts",
        system.count(
            "aggregator", "aggregator_fact_versions", "lead AND from_position = published"
        ),
        publications,
    )
    finding.require("parked", system.count("aggregator", "aggregator_parked"), 0)


def rebuild(ground: Ground) -> Finding:
    """`python -m system aggregator rebuild` from its start to its end, beside PostgreSQL grouping
    typed columns.
    """
    finding = Finding(
        "rebuild",
        "SELECT … GROUP BY of every cell and pair over typed columns in PostgreSQL",
        "times the rival's events/s",
    )
    system, last = told(ground)
    _finish(system)
    asyncio.run(rivals.load_typed(address(system)))
    grouped: list[int] = []

    def theirs() -> Rate:
        cells, pairs, took = asyncio.run(rivals.group_by(address(system)))
        grouped[:] = [cells, pairs]
        return Rate(last / took)

    _rebuilt(finding, system, last, theirs)
    finding.require("pairs", system.count("aggregator", PAIRS), grouped[1])
    return finding


def rebuild_decode(ground: Ground) -> Finding:
    """The same command beside one process that reads and decodes the events, and no more."""
    finding = Finding(
        "rebuild-decode",
        "one Python process that reads and decodes the same events",
        "times the rival's events/s",
    )
    system, last = told(ground)
    _finish(system)

    def theirs() -> Rate:
        began = time.perf_counter()
        decoded = asyncio.run(rivals.decode_all(address(system)))
        finding.require("decoded", decoded, last)
        return Rate(last / (time.perf_counter() - began))

    _rebuilt(finding, system, last, theirs)
    return finding


def _rebuilt(finding: Finding, system: System, last: int, theirs: Callable[[], Rate]) -> None:
    """Rebuild in turns with the rival, then look whether all of it is there."""
    peaks: list[float] = []

    def ours() -> Rate:
        began = time.perf_counter()
        told_, peak = system.measured("aggregator", "rebuild")
        answer = json.loads(told_)
        peaks.append(peak)
        finding.require("position", answer["position"], last)
        finding.require("equal", int(answer["equal"]), 1)
        return Rate(last / (time.perf_counter() - began))

    in_turns(finding, ours, theirs)
    finding.limit += f", with {max(peaks):.0f} MB at most"
    _whole(finding, system, last)
