"""How much memory an export of a million rows takes, and for how long it holds others up. By hand:

`python -m bench.exports [FOLDER]` fills a database in a folder once (some minutes), then exports it
in each format, each in a process of its own.
"""

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from contracts import reports, topics
from contracts.catalog import Activity, ActorChanged, EditionPublished, Membership
from contracts.codes import ActorKind
from contracts.envelope import Envelope
from contracts.reports.kinds.implementation import Implementation
from kernel import clock
from kernel.chain import canonical
from kernel.db import Database
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from kernel.run import settle
from services.aggregator import app as front
from system import migrations

YEARS, OBJECTIVES, STATES, ORGANS = range(2016, 2027), 26, 45, 15
AXES = [
    *("human_rights", "gender", "vulnerability"),
    *("children_adolescents", "development", "cultural_diversity"),
]
STATUSES = ["planned", "under_way", "completed", "permanent", "suspended"]
SEXES = ("female", "male", "other", "unknown")
AGES = ("child", "adolescent", "adult", "older", "unknown")
FORMATS = ("csv", "json", "parquet", "xlsx")
SHORT = 10_000  # bytes of an answer that is read


def needs(folder: Path) -> Any:
    """The aggregator over the database of a folder."""
    url = f"sqlite+aiosqlite:///{folder / 'aggregator.db'}"
    return front.Needs(db=Database(url), log=MemoryLog(), pepper="p", owner="tool")


class Story:
    """Events of a made-up program: everybody reports on every objective in every year."""

    def __init__(self, log: MemoryLog) -> None:
        self.log, self.position, self.random = (
            log,
            dict.fromkeys(topics.SETTINGS, 0),
            random.Random(7),
        )

    async def tell(self, topic: str, subject: str, data: Any) -> None:
        self.position[topic] += 1
        position = self.position[topic]
        envelope = Envelope(
            id=clock.uuid7(),
            source="/tool",
            type=data.type,
            subject=subject,
            time=clock.stamp(),
            typeversion=data.version,
            position=position,
            recordedtime=clock.stamp(),
        )
        value = canonical(data.model_dump(mode="json", by_alias=True))
        await self.log.append(topic, [Record(topic, position, subject, envelope.headers(), value)])

    async def programme(self) -> list[tuple[str, ActorKind]]:
        objectives = [f"SO-{n:02}" for n in range(OBJECTIVES)]
        actors: list[tuple[str, ActorKind]] = [(f"S{n:02}", "state") for n in range(STATES)]
        actors += [(f"O{n:02}", "organ") for n in range(ORGANS)]
        for code, kind in actors:
            since = [Membership(from_day="1948-01-01", to_day=None, status="member")]
            changed = ActorChanged(
                code=code,
                kind=kind,
                role=None,
                parent=None,
                valid_from=None,
                valid_to=None,
                memberships=since if kind == "state" else [],
                names={},
                acronyms={},
            )
            await self.tell(topics.CATALOG, code, changed)
        activities = [
            Activity(
                code=f"ACT-{n:02}",
                addressees=["O00"],
                optional=False,
                objectives=[objective],
                axes=[],
                themes=[],
            )
            for n, objective in enumerate(objectives)
        ]
        edition = EditionPublished(
            edition="e",
            date="2016-04-19",
            current=True,
            objectives=objectives,
            activities=activities,
            instruments=[],
            replaces={},
        )
        await self.tell(topics.CATALOG, "e", edition)
        return actors

    def content(self, activity: int, year: int) -> Implementation:
        pick = self.random
        cells = [
            {"sex": sex, "age_group": age, "count": pick.randint(5, 900)}
            for sex in SEXES
            for age in AGES
        ]
        told = {
            "activity": f"ACT-{activity:02}",
            "year": year,
            "status": pick.choice(STATUSES),
            "execution": "bilateral",
            "axes": pick.sample(AXES, 3),
            "beneficiaries": cells,
            "resources": [{"currency": "USD", "amount": "1500.00"}],
        }
        return Implementation.model_validate(told)

    async def report(self, code: str, kind: ActorKind, activity: int, year: int) -> None:
        id_ = clock.uuid7()
        published = reports.Published(
            submission=id_,
            kind="implementation",
            state="published",
            revision=1,
            reporter=code,
            edition="e",
            title="t",
            language="es",
            reporters=[reports.Reporter(code=code, kind=kind)],
            evidence=[],
            implementation=self.content(activity, year),
        )
        await self.tell(topics.REPORTS, id_, published)


async def fill(folder: Path) -> None:
    given = needs(folder)
    await migrations.upgrade("aggregator", given.db.url)
    await given.db.start()
    story = Story(given.log)
    for code, kind in await story.programme():
        for year in YEARS:
            for activity in range(OBJECTIVES):
                await story.report(code, kind, activity, year)
    await settle(front.workers(given), 3600)
    await given.db.stop()


async def stall(longest: SimpleNamespace) -> None:
    """Keep the longest time that the loop worked without giving others their turn: of the processor
    alone, since this machine has other work.
    """
    before = time.thread_time()
    while True:
        await asyncio.sleep(0)
        now = time.thread_time()
        longest.seconds, before = max(longest.seconds, now - before), now


def resident() -> tuple[float, float]:
    """The most memory that was resident, in MB: of this program, and of the largest that it
    started.
    """
    own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
    return int(own) / 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


class Answered:
    """An answer of the application: its status, its size, and its text where it is short."""

    def __init__(self) -> None:
        self.status, self.size, self.text = 0, 0, b""

    async def send(self, message: Any) -> None:
        self.status = message.get("status", self.status)
        body = message.get("body", b"")
        self.size += len(body)
        if self.size < SHORT:
            self.text += body


async def get(app: Any, path: str) -> Answered:
    """One request, without a socket."""
    answered = Answered()

    async def receive() -> Any:
        await asyncio.sleep(3600)

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
    await app(scope, receive, answered.send)
    return answered


async def download(app: Any, path: str) -> int:
    """The size of a file, which may be made in the background first."""
    answered = await get(app, path)
    if answered.status != 202:
        return answered.size
    address, state = f"/indicators/exports/{json.loads(answered.text)['id']}", "running"
    while state == "running":
        await asyncio.sleep(1)
        state = json.loads((await get(app, address)).text)["state"]
    return (await get(app, f"{address}/file")).size


async def export(folder: Path, ending: str) -> None:
    given = needs(folder)
    app, longest = front.build(given), SimpleNamespace(seconds=0.0)
    await given.db.start()
    watching, began = asyncio.create_task(stall(longest)), time.perf_counter()
    size = await download(app, f"/indicators/data.{ending}")
    watching.cancel()
    seconds, (own, child) = time.perf_counter() - began, resident()
    print(
        f"{ending}: {size / 1e6:.0f} MB in {seconds:.0f} s, {own:.0f} MB resident at most "
        f"({child:.0f} in a child), longest hold-up {longest.seconds * 1000:.0f} ms",
        flush=True,
    )
    await given.db.stop()


def main(arguments: list[str]) -> int:
    if len(arguments) == 2:
        asyncio.run(export(Path(arguments[0]), arguments[1]))
        return 0
    folder = Path(arguments[0]) if arguments else Path(tempfile.mkdtemp())
    if not (folder / "aggregator.db").exists():
        asyncio.run(fill(folder))
    for ending in FORMATS:
        command = [sys.executable, "-m", "bench.exports", str(folder), ending]
        subprocess.run(command, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
