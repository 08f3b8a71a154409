"""The system as it runs in production:

PostgreSQL behind a proxy, three Kafka brokers, every service in processes of its own, two of some.
"""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import asyncpg
from confluent_kafka import OFFSET_BEGINNING, Consumer, Message, TopicPartition

from system.resources import PREFIXES
from tools.components import kafka, postgres, processes
from tools.torture.collected import Event, Head, Row
from tools.torture.load import Doors
from tools.torture.members import ROOT, Member, Members
from tools.torture.plan import Fault
from tools.torture.proxy import Proxy

APIS = {"catalog": 1, "access": 1, "reports": 2, "aggregator": 1}
WORKERS = {"catalog": 1, "access": 1, "reports": 2, "aggregator": 2}  # of two, one stands by
PLENTY = {"RATE_READS": "100000000", "RATE_WRITES": "100000000", "RATE_ADDRESS": "100000000"}
TOPIC = "reports.v1"
DELAY_SECONDS = 0.02  # each piece, each way, while the proxy delays
CUTS = 600  # how often a cut is tried, twenty times a second


class Production:
    """All of it, in a folder of its own. What a fault does to it is `suffer`."""

    name = "production"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._cluster = postgres.Cluster()
        self._brokers = kafka.brokers(3)
        self._proxy = Proxy(("127.0.0.1", self._cluster.port))
        self._database = ""
        self.members = Members(folder, {})
        self.doors = Doors({})
        self.probes: dict[str, list[int]] = {}
        self.administrator = ""

    async def start(self) -> None:
        """Start everything. Raises Missing where PostgreSQL or Kafka is not to be had."""
        server = await asyncio.to_thread(self._cluster.start)
        await asyncio.to_thread(self._brokers.start)
        await self._proxy.__aenter__()
        self._database = server.create_database()
        proxied = self._database.replace(f":{self._cluster.port}/", f":{self._proxy.port}/")
        self.members.environment = {
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": proxied,
            "EVENT_LOG_URL": f"kafka://{self._brokers.bootstrap_servers}",
            "KEY_PEPPER": "torture",
            "LOG_LEVEL": "WARNING",
            "PYTHONPATH": str(ROOT),
            **PLENTY,
        }
        issued = await asyncio.to_thread(
            self.members.command, "keys", "issue", "--scope", "keys:admin", "--scope", "audit:read"
        )
        if issued.returncode:
            raise RuntimeError(f"no administrator's key:\n{issued.stdout}{issued.stderr}")
        self.administrator = json.loads(issued.stdout)["key"]
        self._add_processes()
        self.members.start()

    def _add_processes(self) -> None:
        free = processes.free_ports(sum(APIS.values()) + sum(WORKERS.values()))
        ports = {
            PREFIXES[name]: [free.pop() for _ in range(number)] for name, number in APIS.items()
        }
        self.probes = {
            name: [free.pop() for _ in range(number)] for name, number in WORKERS.items()
        }
        for name in APIS:
            for port in ports[PREFIXES[name]]:
                self.members.add(f"{name} api", name, "api", PORT=str(port))
            for port in self.probes[name]:
                self.members.add(f"{name} worker", name, "worker", METRICS_PORT=str(port))
        self.doors = Doors(ports)

    def probe_urls(self) -> list[str]:
        """Where each worker says whether it is well."""
        return [
            f"http://127.0.0.1:{port}/readyz" for ports in self.probes.values() for port in ports
        ]

    async def stop(self) -> None:
        """End everything and delete PostgreSQL's and Kafka's data."""
        await self.members.stop()
        await self._proxy.__aexit__(None, None, None)
        await asyncio.to_thread(self._brokers.remove)
        await asyncio.to_thread(self._cluster.remove)

    async def suffer(self, fault: Fault) -> bool:
        """One fault of a component that is no process of the system; returns when it is over.

        True when it met something.
        """
        if fault.component == "proxy":
            return await self._proxied(fault)
        if fault.component == "postgresql":
            await asyncio.to_thread(self._cluster.stop, signal.SIGQUIT)
            await asyncio.sleep(fault.seconds)
            await asyncio.to_thread(self._cluster.start)
            return True
        nodes = self._brokers.nodes
        if fault.component == "kafka one":
            nodes = [nodes[int(fault.lot * len(nodes))]]
        await asyncio.gather(*(asyncio.to_thread(node.kill) for node in nodes))
        await asyncio.sleep(fault.seconds)
        for node in nodes:
            node.start(300)
        await asyncio.gather(*(asyncio.to_thread(node.wait) for node in nodes))
        return True

    async def _proxied(self, fault: Fault) -> bool:
        if fault.kind == "cut":
            return await self._cut()
        if fault.kind == "delay":
            self._proxy.delay = DELAY_SECONDS
        else:
            self._proxy.refuse()
        try:
            await asyncio.sleep(fault.seconds)
        finally:
            self._proxy.delay = 0.0
            self._proxy.admit()
        return True

    async def _cut(self) -> bool:
        """After a stop of the database everybody may be waiting to connect again: then there is
        nothing to cut for a moment.
        """
        for _ in range(CUTS):
            if self._proxy.cut():
                return True
            await asyncio.sleep(0.05)
        return False

    def target(self, fault: Fault) -> Member:
        """The process that a fault is meant for."""
        members = self.members.of(fault.component)
        return members[int(fault.lot * len(members))]

    async def progress(self) -> tuple[int, int, int]:
        """Rows of the outbox, positions given, positions published."""
        connection = await asyncpg.connect(self._database.replace("+asyncpg", ""))
        try:
            return tuple(
                await connection.fetchrow(
                    "SELECT (SELECT count(*) FROM reports_outbox), assigned, published FROM "
                    "reports_relay"
                )
            )
        finally:
            await connection.close()

    async def rows(self) -> tuple[list[Row], Head, set[str]]:
        """The outbox in the order of its numbers, the relay's head, and the ids of all submissions,
        from the database itself.
        """
        connection = await asyncpg.connect(self._database.replace("+asyncpg", ""))
        try:
            outbox = await connection.fetch(
                f"SELECT {Row.columns()} FROM reports_outbox ORDER BY n"
            )
            head = await connection.fetchrow(
                "SELECT assigned, published, head, recordedtime FROM reports_relay"
            )
            submissions = await connection.fetch("SELECT id FROM reports_submissions")
        finally:
            await connection.close()
        return [Row(*row) for row in outbox], Head(*head), {row["id"] for row in submissions}

    async def events(self) -> list[Event]:
        """Everything in the topic, in the order of its offsets, read by another client than the
        system's.
        """
        return await asyncio.to_thread(_read, self._brokers.bootstrap_servers)


def _read(bootstrap: str) -> list[Event]:
    settings = {
        "bootstrap.servers": bootstrap,
        "group.id": "torture",
        "enable.auto.commit": False,
        "enable.partition.eof": False,
    }
    consumer = Consumer(settings)
    try:
        partition = TopicPartition(TOPIC, 0, OFFSET_BEGINNING)
        _, end = consumer.get_watermark_offsets(TopicPartition(TOPIC, 0), timeout=60)
        consumer.assign([partition])
        found: list[Event] = []
        last = -1
        while last < end - 1:
            messages = consumer.consume(10_000, timeout=30)
            if not messages:
                raise RuntimeError(
                    f"{TOPIC} was read up to offset {last} of {end}, then nothing came"
                )
            for message in messages:
                if message.error():
                    raise RuntimeError(str(message.error()))
                found.append(_event(message))
                last = message.offset()
        return found
    finally:
        consumer.close()


def _event(message: Message) -> Event:
    headers: dict[str, Any] = {name: value.decode() for name, value in message.headers() or ()}
    return Event(
        int(headers["ce_position"]),
        message.key().decode(),
        headers["ce_id"],
        headers["ce_type"],
        message.value().decode(),
    )
