"""How long after the answer of a publication the indicator includes it, while 200 reports a second
come in.
"""

import asyncio
import statistics
import threading
import time
from dataclasses import dataclass, field

import httpx2

from bench import load, reports
from bench.checks import folded, left_whole
from bench.lives import Generator
from bench.rounds import CONNECTIONS, ROUNDS, SHORT, Broken, Finding
from bench.rounds import SECONDS as GIVEN_SECONDS
from bench.running import PREFIXES, Ground, System, counted

SECONDS = max(GIVEN_SECONDS, 2)
RATE = 20 if SHORT else 200
PUBLICATIONS = 5 if SHORT else 20  # a second, measured one by one
READY = ("submit", "start_review", "accept")
PATH = "/reports/submissions"
OBJECTIVE = "/indicators/objectives/SO-07"
LOOK_SECONDS = 0.002


def embedded(ground: Ground) -> Finding:
    """One process over SQLite files."""
    system = ground.system("sqlite")
    seeded = _seed(system)
    base = system.ready(system.start("embedded"), *PREFIXES)
    return _measured(Finding("visible-embedded", "", "ms"), system, base, base, seeded)


def production(ground: Ground) -> Finding:
    """API and worker of both services in processes of their own, PostgreSQL, Kafka."""
    system = ground.on_kafka()
    seeded = _seed(system)
    reports_, indicators = system.start("reports", "api"), system.start("aggregator", "api")
    for name in ("reports", "aggregator"):
        system.start(name, "worker")
    system.ready(reports_, "reports")
    system.ready(indicators, "aggregator")
    return _measured(Finding("visible-production", "", "ms"), system, reports_, indicators, seeded)


def _seed(system: System) -> int:
    """Accepted reports that wait for their publication."""
    count = PUBLICATIONS * SECONDS * ROUNDS + PUBLICATIONS
    place = system.url or str(system.data / "reports.db")
    Generator([reports.REPORTER], READY, models=50).fill(place, 0, count)
    return count


@dataclass(slots=True)
class Probe:
    """Publishes one accepted report after the other and waits until each is seen."""

    system: System
    base: str
    indicators: str
    waiting: list[str]
    took: list[float] = field(default_factory=list)

    async def run(self) -> None:
        """One after the other begins at its time, whatever the ones before it take."""
        limits = httpx2.Limits(max_connections=100)
        async with (
            httpx2.AsyncClient(timeout=30, limits=limits) as client,
            asyncio.TaskGroup() as group,
        ):
            for number in range(PUBLICATIONS * SECONDS):
                group.create_task(self._one(client, self.waiting.pop(), number / PUBLICATIONS))

    async def _one(self, client: httpx2.AsyncClient, submission: str, after: float) -> None:
        await asyncio.sleep(after)
        key = {"Authorization": f"Bearer {self.system.keys['secretariat']}", "If-Match": "*"}
        answer = await client.post(
            f"{self.base}{PATH}/{submission}/transitions", json={"action": "publish"}, headers=key
        )
        if answer.status_code != 200:
            raise Broken(f"a publication was answered {answer.status_code}: {answer.text}")
        began = time.perf_counter()
        position = await self._position(submission)
        while (
            seen := await client.get(
                f"{self.indicators}{OBJECTIVE}", params={"min_position": position}
            )
        ).status_code == 503:
            pass  # not within its own patience: asked again, the clock goes on
        self.took.append(1000 * (time.perf_counter() - began))
        if seen.status_code != 200 or seen.json()["position"] < position:
            raise Broken(
                f"min_position={position} was answered {seen.status_code}: {seen.text[:200]}"
            )

    async def _position(self, submission: str) -> int:
        """Looked up in the table, so that looking costs the server nothing."""
        statement = (
            f"SELECT seq FROM reports_outbox WHERE aggregateid = '{submission}' AND type "
            "= 'reports.submission_published' AND seq IS NOT NULL"
        )
        async with self.system.connection("reports") as fetch:
            while (found := await fetch(statement)) is None:  # noqa: ASYNC110 - another process sets it
                await asyncio.sleep(LOOK_SECONDS)
        return int(found)


def _measured(finding: Finding, system: System, base: str, indicators: str, seeded: int) -> Finding:
    system.rest()
    folded(system)
    bodies = reports.file_of(system.place / "bodies")
    waiting = system.column(
        "reports", "SELECT id FROM reports_submissions WHERE state = 'accepted' ORDER BY id"
    )
    warm = load.wrk("post.lua", base, PATH, system.keys["reporter"], "warm", str(bodies), seconds=1)
    published, seen, rates = 0, warm.answers, list[float]()
    system.rest()
    for number in range(ROUNDS):
        probe, done = Probe(system, base, indicators, waiting), list[load.Load]()
        arguments = (PATH, system.keys["reporter"], f"run{number}", str(bodies), str(RATE))
        thread = threading.Thread(
            target=lambda into=done, given=arguments: into.append(
                load.wrk("paced.lua", base, *given, seconds=SECONDS)
            )
        )
        thread.start()
        asyncio.run(probe.run())
        thread.join()
        if not done:
            raise Broken("the load beside the publications failed")
        published, seen = published + len(probe.took), seen + done[0].answers
        rates.append(done[0].rate.per_second)
        finding.p99s.append(statistics.quantiles(probe.took, n=100, method="inclusive")[98])
        print(
            f"  {finding.name} round {number + 1}: p99 {finding.p99s[-1]:.0f} ms, median "
            f"{statistics.median(probe.took):.0f} ms "
            f"of {len(probe.took)} publications beside {rates[-1]:.0f} reports/s",
            flush=True,
        )
        system.rest()
    finding.limit = (
        f"{RATE} reports/s sent from {CONNECTIONS} connections, "
        f"{statistics.median(rates):.0f}/s answered; {PUBLICATIONS} publications/s"
    )
    finding.require(
        "published",
        system.count("reports", "reports_outbox", "type = 'reports.submission_published'"),
        published,
    )
    left_whole(
        finding, system, answered=counted(base, "/reports", "POST", 201), seen=seen, seeded=seeded
    )
    folded(system)
    finding.require(
        "facts", system.count("aggregator", "aggregator_fact_versions", "lead"), published
    )
    return finding
