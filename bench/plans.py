"""How PostgreSQL answers the queries of each read at the largest size: the plans of the real
queries, as the server itself logged them (`auto_explain`).
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import httpx2

from bench import growth, results
from bench.growth import Grown, grown
from bench.rounds import SHORT, Broken
from bench.running import Ground

GROWING = re.compile(
    r"Seq Scan on "
    r"(reports_(?!editions|activities|actors|keys|offsets|relay|parked)\w+|eventlog_events|"
    r"aggregator_(?:fact_versions|facts|snapshots|position_times))\b"
    r"(?! +\S+ +\(cost=0\.00\.\.0\.00)(?! +\(cost=0\.00\.\.0\.00)"
)
EXPLAINED = re.compile(r"duration: [\d.]+ ms  plan:\n(?:\t.*\n)+")
SOURCES = {
    "submission": growth.reads,
    "list page": growth.pages,
    "indicator": growth.indicators,
    "as_of": growth.moments,
    "evidence": growth.behind,
}
ASKED = 8  # from the sixth on PostgreSQL may use one plan for all values
HEADING = (
    "# How PostgreSQL answers each read",
    "",
    "Written by `make bench ONLY=explain`. Plans of the real queries at the largest size of the",
    "last run, logged by the server itself (`auto_explain`) while each read was sent eight times.",
    "Each query is shown at the first read that needs it. A scan of a table without rows is not",
    "counted.",
    "",
)
MORE = {
    "history of a submission": "{read}/history",
    "revisions of a submission": "{read}/revisions",
    "ledger": "/reports/ledger?after={middle}",
    "entry by its hash": f"/reports/ledger?hash={'0' * 64}",
    "history of a value": "/indicators/objectives/SO-07/activity_coverage/history",
    "status": "/indicators/status",
}


def explain(ground: Ground) -> int:
    """Write the plans to `bench/results/plans.md`; how many queries scan a growing table."""
    largest = grown(ground)[-1]
    server, name = ground.server(), largest.system.url.rpartition("/")[2]
    for setting in (
        "session_preload_libraries = auto_explain",
        "auto_explain.log_min_duration = 0",
    ):
        server.run_sql(f'ALTER DATABASE "{name}" SET {setting}')
    log = Path(server.folder) / "log"
    system = ground.again(largest.system)
    bases = {
        service: system.ready(system.start(service, "api"), service)
        for service in ("reports", "aggregator")
    }
    watched = Grown(largest.size, system, bases["reports"], bases["aggregator"])
    plans_by_read = {what: _plans(log, addresses) for what, addresses in _addresses(watched)}
    scans = {
        what: [plan for plan in plans.values() if GROWING.search(plan)]
        for what, plans in plans_by_read.items()
    }
    if results.lasting():
        results.PLANS.write_text(as_markdown(plans_by_read, scans, largest.size) + "\n")
    if not any(plans_by_read.values()):
        raise Broken("PostgreSQL has logged no plan")
    for what, plans in scans.items():
        scanned = {name for plan in plans for name in GROWING.findall(plan)}
        if scanned and not SHORT:  # a table of sixty rows is rightly read whole
            print(f"  {what} scans {', '.join(sorted(scanned))}", flush=True)
    print(
        f"explain: {sum(map(len, plans_by_read.values()))} queries of {len(plans_by_read)} reads "
        f"over {largest.size:,} submissions, "
        f"{sum(map(len, scans.values()))} scan a growing table",
        flush=True,
    )
    return sum(map(len, scans.values()))


def _addresses(one: Grown) -> Iterator[tuple[str, list[str]]]:
    chance = random.Random(11)
    bases = {"/reports": one.reports, "/indicators": one.indicators}
    middle = int(one.system.scalar("reports", "SELECT max(seq) / 2 FROM reports_outbox"))
    read = ""
    for what, source in SOURCES.items():
        drawn = source(one, chance)
        asked = [next(drawn)[1] for _ in range(ASKED)]
        read = read or asked[0]
        yield what, [bases["/" + address.split("/")[1]] + address for address in asked]
    for what, form in MORE.items():
        address = form.format(read=read, middle=middle)
        yield what, [bases["/" + address.split("/")[1]] + address] * ASKED


def _plans(log: Path, addresses: list[str]) -> dict[str, str]:
    """Query → its last plan, of what these requests have asked the database."""
    start = log.stat().st_size
    for address in addresses:
        answer = httpx2.get(address, timeout=60)
        if answer.status_code != 200:
            raise Broken(f"{address} was answered {answer.status_code}: {answer.text[:300]}")
    with log.open("rb") as file:
        file.seek(start)
        text = file.read().decode(errors="replace")
    plan_by_query = {}
    for entry in EXPLAINED.findall(text):
        query, _, plan = entry.partition("Query Text: ")[2].partition("\n\t")
        lines = plan.replace("\n\t", "\n").rstrip().split("\n")
        # a query of several lines goes on until its plan begins
        at = next((n for n, line in enumerate(lines) if "(cost=" in line), 0)
        query = " ".join([query, *lines[:at]])
        if query.lstrip().upper().startswith(("SELECT", "WITH")) and " FROM " in re.sub(
            r"\s", " ", query
        ):
            plan_by_query[_shape(query)] = "\n".join(lines[at:])
    return plan_by_query


def _shape(query: str) -> str:
    """A query without its columns, and one whatever number of values its lists have."""
    query = re.sub(r"SELECT .+? FROM", "SELECT … FROM", re.sub(r"\s+", " ", query), count=1)
    query = re.sub(r"\$\d+(::[A-Z]+(\(\d+\))?)?", "?", query)
    query = re.sub(r"\(\?(, \?)+\)", "(?, …)", query)
    return re.sub(
        r"(\([^()]+ = \? AND [^()]+ = \?\)|\w+\.\w+ = \? AND \w+\.\w+ = \?)( OR [^()]+ = \? AND "
        r"[^()]+ = \?)+",
        r"\1 OR …",
        query,
    )


def as_markdown(
    plans_by_read: dict[str, dict[str, str]], scans: dict[str, list[str]], size: int
) -> str:
    """The whole page: each read with its queries' plans, once each."""
    total = sum(map(len, scans.values()))
    lines = [
        *HEADING,
        f"At {size:,} submissions, {total or 'no'} quer{'y scans' if total == 1 else 'ies scan'} "
        "a growing table"
        + (f" ({', '.join(what for what, plans in scans.items() if plans)})." if total else "."),
        "",
    ]
    seen: set[str] = set()
    for what, plans in plans_by_read.items():
        lines += [f"## {what}", ""]
        for query, plan in plans.items():
            if query in seen:
                continue
            seen.add(query)
            marked = " **Scans a growing table.**" if GROWING.search(plan) else ""
            lines += [
                f"`{query[:240]}{' …' if len(query) > 240 else ''}`{marked}",
                "",
                "```",
                _short(plan),
                "```",
                "",
            ]
    return "\n".join(lines).rstrip()


def _short(plan: str) -> str:
    """The nodes of a plan with their conditions, widths left out."""
    plan = re.sub(
        r"  \(cost=[\d.]+\.\.([\d.]+) rows=(\d+) width=\d+\)", r"  (cost \1, rows \2)", plan
    )
    return "\n".join(line[:200] for line in plan.split("\n"))
