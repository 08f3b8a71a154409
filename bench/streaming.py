"""One update to many clients of the stream, beside raw sockets on one loop that are written the
same bytes.
"""

import asyncio
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from bench import raw, reports
from bench.rounds import ROUNDS, SHORT, Broken, Finding
from bench.running import PREFIXES, Ground, System
from tests.system.journey import Journey
from tools.components import processes

CLIENTS = 40 if SHORT else 1_000
UPDATES = 2 if SHORT else 10  # a round
ADDRESSES = 250  # of the loopback, each with no more streams than one address may hold
ASKING = (
    b"GET /indicators/stream?types=objective_changed&objective=SO-07 HTTP/1.1\r\nHost: x\r\n\r\n"
)
PATIENCE_SECONDS = 60.0
READY = ("submit", "start_review", "accept")

Trigger = Callable[[], Awaitable[None]]


def update(ground: Ground) -> Finding:
    """When the slowest hundredth of the clients has an update, from the first that has it."""
    limit = f"raw sockets on one loop, the same bytes to each of {CLIENTS} clients"
    finding = Finding("stream", limit, "times the limit's p99")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    system = ground.system("sqlite")
    base = system.ready(system.start("embedded"), *PREFIXES)
    asyncio.run(_measured(finding, system, Journey.at(base, system.data), base))
    return finding


class Client(asyncio.Protocol):
    """One that follows: when its next update came, and what that was."""

    def __init__(self, come: Callable[[], None]) -> None:
        self._come, self.at, self.text = come, 0.0, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.text += data
        if not self.at and self.text.endswith((b"\n\n", b"\n\n\r\n")):
            self.at = time.perf_counter()
            self._come()


class Crowd:
    """All the clients of one server."""

    def __init__(self) -> None:
        self.clients: list[Client] = []
        self._missing, self._all = 0, asyncio.Event()

    async def connect(self, port: int) -> None:
        """Connect them, from several addresses, and wait for the first word to each."""
        loop = asyncio.get_running_loop()
        self._expect(CLIENTS)
        for number in range(CLIENTS):
            source = (f"127.0.1.{number % ADDRESSES + 1}", 0)
            transport, client = await loop.create_connection(
                lambda: Client(self._come), "127.0.0.1", port, local_addr=source
            )
            self.clients.append(client)
            transport.write(ASKING)
        await self._come_all()

    async def took(self, trigger: Trigger) -> float:
        """Milliseconds until the slowest hundredth has an update, from the first one on."""
        for client in self.clients:
            client.at, client.text = 0.0, b""
        self._expect(len(self.clients))
        await trigger()
        await self._come_all()
        times = sorted(client.at for client in self.clients)
        if len({client.text for client in self.clients}) != 1:
            raise Broken("not every client got the same")
        return 1000 * (times[int(len(times) * 0.99) - 1] - times[0])

    def close(self) -> None:
        """Disconnect them."""
        for client in self.clients:
            client.transport.close()

    def _expect(self, count: int) -> None:
        self._missing = count
        self._all.clear()

    def _come(self) -> None:
        self._missing -= 1
        if not self._missing:
            self._all.set()

    async def _come_all(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._all.wait()


async def _measured(finding: Finding, system: System, journey: Journey, base: str) -> None:
    waiting = [_accepted(journey, number) for number in range(UPDATES * ROUNDS + 1)]
    key = journey.secretariat()
    ours, theirs = Crowd(), Crowd()

    async def publish() -> None:
        await asyncio.to_thread(journey.act, waiting.pop(), "publish", key)

    await ours.connect(int(base.rpartition(":")[2]))
    await ours.took(publish)  # the first one also brings what the day has changed
    port = await _raw(system, ours.clients[0].text)
    await theirs.connect(port)
    for number in range(ROUNDS):
        mine = statistics.median([await ours.took(publish) for _ in range(UPDATES)])
        limit = statistics.median([await theirs.took(lambda: _go(port)) for _ in range(UPDATES)])
        finding.values.append(mine / limit)
        finding.p99s.append(mine)
        print(f"  stream round {number + 1}: p99 {mine:.1f} ms beside {limit:.1f} ms", flush=True)
    finding.checks["received"] = CLIENTS * UPDATES * ROUNDS
    finding.require("left", len(waiting), 0)
    for crowd in (ours, theirs):
        crowd.close()
    journey.client.close()


def _accepted(journey: Journey, number: int) -> str:
    """A report on an activity of the objective that is ready to be published."""
    body = reports.body(number)
    body["payload"]["activity"] = "ACT-12"
    id_ = journey.drafted(body)
    for action in READY:
        key = journey.key(reports.REPORTER) if action == "submit" else journey.secretariat()
        answer = journey.act(id_, action, key)
        if answer.status_code != 200:
            raise Broken(f"{action} was answered {answer.status_code}: {answer.text}")
    return id_


async def _raw(system: System, text: bytes) -> int:
    """The port of the raw sockets, which send this."""
    file, port = system.place / "update", processes.free_ports(1)[0]
    file.write_bytes(text)
    command = [sys.executable, "-m", "bench.raw", str(port), str(file)]
    process = system.running["raw"] = processes.start(command, system.place / "raw.log", {})
    await asyncio.to_thread(
        processes.wait_until, lambda: processes.accepts(port), process, system.place / "raw.log"
    )
    return port


async def _go(port: int) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw.GO)
    await writer.drain()
    writer.close()
