"""What a loaded server must have left: every answer given once, told once, kept once, in a whole
chain.
"""

import time

from bench.rounds import CONNECTIONS, Broken, Finding
from bench.running import System
from contracts import topics
from kernel.chain import GENESIS, digest, link

FOLDED = (
    "SELECT coalesce(max(position), 0) FROM aggregator_offsets WHERE consumer LIKE 'indicators:%'"
)


def left_whole(
    finding: Finding, system: System, *, answered: int, seen: int, seeded: int = 0, kept: int = 0
) -> None:
    """Compare the rows with the answers. `answered`: 201s by the server's count, `seen`: by the
    client's, who left while some were on the way.

    `seeded`: submissions that were there before; `kept`: idempotency records that were.
    """
    system.rest()
    finding.require_whole(
        answered=answered,
        submissions=system.count("reports", "reports_submissions") - seeded,
        outbox=system.count("reports", "reports_outbox", "type = 'reports.submission_drafted'")
        - seeded,
        history=system.count("reports", "reports_history", "action = 'draft'") - seeded,
        kept=system.count("reports", "reports_idempotency", "status = 201") - kept,
    )
    # one to become warm, some that had to be longer
    rounds = max(len(finding.values), len(finding.p99s)) + 4
    if not answered - rounds * CONNECTIONS <= seen <= answered:
        raise Broken(f"{finding.name}: clients saw {seen} answers, the server gave {answered}")
    dense(finding, system)
    chain(finding, system)


def folded(system: System, seconds: float = 3_600) -> None:
    """Wait until the indicators hold everything that has a position."""
    last = int(system.scalar("reports", "SELECT coalesce(max(seq), 0) FROM reports_outbox"))
    deadline = time.monotonic() + seconds
    while int(system.scalar("aggregator", FOLDED)) < last:
        if time.monotonic() > deadline:
            raise Broken("the indicators have not taken in everything in time")
        time.sleep(0.1)


def dense(finding: Finding, system: System) -> None:
    """Positions from 1 without a gap, each event in the log."""
    last = int(system.scalar("reports", "SELECT coalesce(max(seq), 0) FROM reports_outbox"))
    finding.require("positions", system.count("reports", "reports_outbox"), last)
    if not system.environment.get("EVENT_LOG_URL"):
        finding.require(
            "logged",
            system.count("eventlog", "eventlog_events", f"topic = '{topics.REPORTS}'"),
            last,
        )


def chain(finding: Finding, system: System) -> None:
    """Every digest computed from what was told, every hash from the one before it."""
    names = (
        "seq",
        "payload",
        "id",
        "salt",
        "type",
        "recordedtime",
        "digest",
        "hash",
        "previous_hash",
    )
    previous, count = GENESIS, 0
    for row in system.rows(
        "reports",
        f"SELECT {', '.join(names)} FROM reports_outbox WHERE seq IS NOT NULL ORDER BY seq",
    ):
        position, payload, id_, salt, type_, time, told, hash_, before = row
        count += 1
        if (
            position != count
            or before != previous
            or told != digest(payload, id_, salt, type_)
            or hash_ != link(previous, position, time, told)
        ):
            raise Broken(f"{finding.name}: the chain breaks at position {position}")
        previous = hash_
    finding.require("chained", count, finding.checks["positions"])
