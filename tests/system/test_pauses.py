"""Two relays and two folds in processes of their own: one works, one waits; the other takes over
from one that is killed, and from one that is paused, which does nothing more when it goes on.
"""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2
import pytest

from kernel.eventlog import Stored
from system.confluent import ConfluentLog
from tests import requiring
from tests.system.journey import Journey, check_chain, judged
from tests.system.server import command, process, ready, until
from tests.system.test_commands import BODY
from tests.system.test_standalone import Routed
from tools.components import processes
from tools.components.postgres import Server as Postgres

AT_MOST = 30.0  # what is promised is 5, and printed; a busy machine must not decide
SERVED = {
    "/catalog": "catalog",
    "/access": "access",
    "/reports": "reports",
    "/indicators": "aggregator",
}
RELAY = "SELECT owner, epoch, lease_until, assigned, published FROM reports_relay"
FOLD = (
    "SELECT owner, epoch, lease_until, position, next_offset FROM aggregator_offsets "
    "WHERE topic = 'reports.v1'"
)


@dataclass(repr=False)
class Running:
    """The system as several processes, two workers each for reports and aggregator."""

    environment: dict[str, str]
    database: str
    broker: str
    journey: Journey
    workers: dict[int, subprocess.Popen[bytes]]

    def row(self, statement: str) -> dict[str, Any]:
        """One row of the database, as an operator sees it."""

        async def ask() -> dict[str, Any]:
            connection = await asyncpg.connect(self.database.replace("+asyncpg", ""))
            try:
                return dict(await connection.fetchrow(statement) or {})
            finally:
                await connection.close()

        return asyncio.run(ask())

    def owner(self, statement: str) -> int:
        """The pid of the process that holds the lease, as its name says."""
        return int(self.row(statement)["owner"].rsplit("-", 2)[1])

    def topic(self, name: str = "reports.v1") -> list[Stored]:
        """Every message of a topic."""
        return asyncio.run(_whole(self.broker, name))

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m system …` beside the processes."""
        return command(self.environment, *arguments)

    def counted(self) -> float:
        """How long it took until a new publication stood in the ledger and in the indicators."""
        began = time.monotonic()
        submission = self.journey.published(BODY)
        until(
            lambda: (
                0
                < self._position(submission)
                <= self.journey.client.get("/indicators/status").json()["position"]
            ),
            "not counted",
        )
        return time.monotonic() - began

    def _position(self, submission: str) -> int:
        published = [
            item
            for item in self.journey.ledger()
            if item["subject"] == submission and item["type"] == "reports.submission_published"
        ]
        return int(published[0]["position"]) if published else 0


async def _whole(broker: str, topic: str) -> list[Stored]:
    log = ConfluentLog(broker)
    end = await log.end(topic)
    found: list[Stored] = []
    while len(found) < end:
        found += await log.read(topic, len(found), 500, 1)
    await log.stop()
    return found


@pytest.fixture(scope="module")
def broker() -> Iterator[str]:
    """A Kafka of this module's own, as the topics of a ledger must begin empty."""
    with requiring.own_kafka() as own:
        yield own.bootstrap_servers


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: Postgres, broker: str
) -> Iterator[Running]:
    """One API of each service, one worker of catalog and access, two of reports and aggregator."""
    url = postgres_server.create_database()
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "DATABASE_URL": url,
        "EVENT_LOG_URL": f"kafka://{broker}",
        "KEY_PEPPER": "p",
        "LOG_LEVEL": "ERROR",
    }
    done = command(environment, "keys", "issue", "--scope", "keys:admin")
    assert done.returncode == 0, done.stderr
    ports = dict(zip(SERVED, processes.free_ports(len(SERVED)), strict=True))
    with ExitStack() as stack:
        for prefix, name in SERVED.items():
            stack.enter_context(process({**environment, "PORT": str(ports[prefix])}, name, "api"))
        stack.enter_context(process(environment, "catalog", "worker"))
        stack.enter_context(process(environment, "access", "worker"))
        workers = [
            stack.enter_context(process(environment, name, "worker"))
            for name in ("reports", "reports", "aggregator", "aggregator")
        ]
        client = stack.enter_context(
            httpx2.Client(transport=Routed(ports), base_url="http://127.0.0.1", timeout=60)
        )
        made = Running(
            environment,
            url,
            broker,
            Journey(client, httpx2.Response(200, text=done.stdout).json()["key"]),
            {w.pid: w for w in workers},
        )
        until(lambda: ready(client), "not ready")
        made.counted()
        yield made


def whole(running: Running) -> None:
    """Positions dense, chain whole, nothing doubled; repeats in the topic are the same events, and
    the indicators are right.
    """
    items = running.journey.ledger()
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert len({item["id"] for item in items}) == len(items)
    check_chain(items)
    last, ids = 0, {item["position"]: item["id"] for item in items}
    for stored in running.topic():
        record = stored.record
        assert record.headers["ce_id"] == ids[record.position]
        assert record.position <= last + 1, "a position is missing before this one"
        last = max(last, record.position)
    assert last == len(items)
    judged(running.journey)


@contextmanager
def paused(process: subprocess.Popen[bytes]) -> Iterator[None]:
    processes.pause(process.pid)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


@pytest.mark.parametrize(
    ("statement", "moved"), [(RELAY, "assigned"), (FOLD, "position")], ids=["relay", "fold"]
)
def test_a_paused_owner_is_replaced_and_does_nothing_more(
    running: Running, statement: str, moved: str
) -> None:
    before, first = running.row(statement), running.owner(statement)
    running.journey.published(BODY)  # so that it is at work when it is paused
    with paused(running.workers[first]):
        seconds = running.counted()  # no sooner than the lease ran out: nobody else may work before
        print(f"\ncounted {seconds:.1f} s after the owner was paused")
        after, second = running.row(statement), running.owner(statement)
        running.counted()
    assert second != first
    assert after["epoch"] > before["epoch"]
    assert after[moved] > before[moved]
    for _ in range(3):
        running.counted()  # while the one that was paused is at large again
    running.journey.caught_up()
    assert running.owner(statement) == second
    assert running.row(statement)["epoch"] == after["epoch"]
    assert running.workers[first].poll() is None
    whole(running)
    assert seconds < AT_MOST


@pytest.mark.parametrize(
    ("statement", "name"), [(RELAY, "reports"), (FOLD, "aggregator")], ids=["relay", "fold"]
)
def test_a_killed_owner_is_replaced(running: Running, statement: str, name: str) -> None:
    first = running.owner(statement)
    running.workers[first].kill()
    running.workers[first].wait(10)
    seconds = running.counted()
    print(f"\ncounted {seconds:.1f} s after the owner was killed")
    assert running.owner(statement) != first
    with process(
        running.environment, name, "worker"
    ) as another:  # and it may be started again at any time
        running.workers[another.pid] = another
        running.counted()
    running.counted()  # whoever worked, and was asked to end
    running.journey.caught_up()
    whole(running)
    assert seconds < AT_MOST


def test_the_ledger_is_republished_beside_the_running_processes(running: Running) -> None:
    """To a new topic; twice, and by the other client, adds nothing.

    To the relay's own topic it is refused.
    """
    running.counted()
    position = running.journey.caught_up()
    fresh: dict[int, tuple[object, ...]] = {}
    for stored in running.topic():
        fresh.setdefault(
            stored.record.position, (stored.record.key, stored.record.headers, stored.record.value)
        )
    for count in (position, 0):
        done = running.command("reports", "republish", "reports.copy")
        assert done.returncode == 0, done.stderr
        assert httpx2.Response(200, text=done.stdout).json() == {
            "topic": "reports.copy",
            "republished": count,
            "position": position,
        }
    running.environment = {**running.environment, "EVENT_LOG_URL": f"confluent://{running.broker}"}
    assert '"republished": 0' in running.command("reports", "republish", "reports.copy").stdout
    copied = [stored.record for stored in running.topic("reports.copy")]
    assert {each.position: (each.key, each.headers, each.value) for each in copied} == fresh
    assert [each.position for each in copied] == list(range(1, position + 1))

    refused = running.command("reports", "republish", "reports.v1")
    assert (refused.returncode, refused.stderr.strip().splitlines()[-1][:6]) == (2, "Error:")
    assert "stop it" in refused.stderr
    running.counted()
