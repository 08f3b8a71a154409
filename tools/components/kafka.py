"""Real Apache Kafka for tests and by hand: a single broker or a cluster of three, in KRaft mode on
loopback ports.
"""

import argparse
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":  # run as a command: the checkout is not on the path yet
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.components import processes
from tools.components.jars import jars as fetched

POM = Path(__file__).resolve().parent / "kafka" / "pom.xml"
GIVEN = "KAFKA_BOOTSTRAP_SERVERS"
STARTED = b"Kafka Server started"
QUIET_START = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
LOGGING = """
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %c{1} %m%n
rootLogger.level = WARN
rootLogger.appenderRef.console.ref = console
logger.server.name = kafka.server.KafkaRaftServer
logger.server.level = INFO
"""


def jars() -> Path:
    """The folder with Kafka's jars. Raises Missing."""
    return fetched("kafka", POM)


@dataclass(slots=True)
class Node:
    """One broker that is also a controller. `kill` and `start` again keep its data."""

    number: int
    folder: Path
    port: int
    controller_port: int
    directory_id: str
    process: subprocess.Popen[bytes] | None = None
    already_said: int = 0  # length of the log before the latest start

    @property
    def address(self) -> str:
        """Where clients reach it."""
        return f"127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it said."""
        return self.folder / "log"

    def start(self, memory: int = 400) -> None:
        """Start it without waiting; `wait` does."""
        self.already_said = self.log.stat().st_size if self.log.exists() else 0
        command = [
            "java",
            f"-Xmx{memory}m",
            *QUIET_START,
            f"-Dlog4j2.configurationFile={self.folder / 'log4j2.properties'}",
        ]
        self.process = processes.start(
            [*command, "-cp", f"{jars()}/*", "kafka.Kafka", self.folder / "server.properties"],
            self.log,
        )

    def wait(self) -> None:
        """Return when it serves clients."""
        if self.process is None:
            raise RuntimeError("not started")
        processes.wait_until(
            lambda: STARTED in self.log.read_bytes()[self.already_said :], self.process, self.log
        )

    def kill(self) -> None:
        """End it as a power failure would."""
        if self.process:
            processes.stop(self.process, signal.SIGKILL)
            self.process = None


@dataclass(slots=True)
class Brokers:
    """One node or several that make one cluster, in a temporary folder of their own."""

    nodes: list[Node]
    folder: Path

    @property
    def bootstrap_servers(self) -> str:
        """The address list that clients begin with."""
        return ",".join(node.address for node in self.nodes)

    def start(self) -> "Brokers":
        """Start all nodes and wait until each serves."""
        for node in self.nodes:
            node.start(400 if len(self.nodes) == 1 else 300)
        for node in self.nodes:
            node.wait()
        return self

    def remove(self) -> None:
        """Kill the nodes and delete their data."""
        for node in self.nodes:
            node.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def brokers(count: int = 1) -> Brokers:
    """Formatted, not yet started: a single broker, or a cluster that needs two of its three for a
    write. Raises Missing.
    """
    library = jars()
    folder = Path(tempfile.mkdtemp(prefix="kafka-"))
    ports = processes.free_ports(2 * count)
    nodes = [
        Node(number, folder / str(number), ports.pop(), ports.pop(), _short_id())
        for number in range(1, count + 1)
    ]
    quorum = ",".join(
        f"{node.number}@127.0.0.1:{node.controller_port}:{node.directory_id}" for node in nodes
    )
    made = Brokers(nodes, folder)
    cluster_id = _short_id()
    try:
        for node in nodes:
            _prepare(node, made)
            _format(node, library, cluster_id, quorum)
    except BaseException:
        made.remove()
        raise
    return made


def _prepare(node: Node, cluster: Brokers) -> None:
    copies = len(cluster.nodes)
    settings = {
        "process.roles": "broker,controller",
        "node.id": node.number,
        "controller.quorum.bootstrap.servers": ",".join(
            f"127.0.0.1:{each.controller_port}" for each in cluster.nodes
        ),
        "listeners": f"PLAINTEXT://{node.address},CONTROLLER://127.0.0.1:{node.controller_port}",
        "advertised.listeners": f"PLAINTEXT://{node.address},CONTROLLER://127.0.0.1:{node.controller_port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "controller.listener.names": "CONTROLLER",
        "log.dirs": node.folder / "data",
        "auto.create.topics.enable": "false",
        "group.initial.rebalance.delay.ms": 0,
        "default.replication.factor": copies,
        "min.insync.replicas": min(2, copies),
        "offsets.topic.replication.factor": copies,
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": min(2, copies),
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.num.partitions": 4,
    }
    if copies > 1:
        settings["broker.session.timeout.ms"] = 3000  # a killed broker is missed soon
    node.folder.mkdir(parents=True)
    (node.folder / "server.properties").write_text(
        "".join(f"{name}={value}\n" for name, value in settings.items())
    )
    (node.folder / "log4j2.properties").write_text(LOGGING)


def _format(node: Node, library: Path, cluster_id: str, quorum: str) -> None:
    command = ["java", *QUIET_START, "-cp", f"{library}/*", "kafka.tools.StorageTool", "format"]
    command += [
        f"--cluster-id={cluster_id}",
        f"--initial-controllers={quorum}",
        "-c",
        str(node.folder / "server.properties"),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(
            f"Kafka's storage could not be formatted:\n{(done.stdout + done.stderr)[-2000:]}"
        )


def _short_id() -> str:
    """A UUID as Kafka writes it: URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")


def main() -> None:
    """Start Kafka, say where, and stay until a signal or until the process named has ended."""
    arguments = argparse.ArgumentParser(description=main.__doc__)
    arguments.add_argument("--owner", type=int, help="end when this process ends")
    arguments.add_argument("--nodes", type=int, default=1, help="1 or 3")
    chosen = arguments.parse_args()
    if given := os.environ.get(GIVEN):
        print(json.dumps({"bootstrap_servers": given}), flush=True)
        return
    running: Brokers | None = None
    with processes.as_command():
        try:
            running = brokers(chosen.nodes)
            print(json.dumps({"bootstrap_servers": running.start().bootstrap_servers}), flush=True)
            processes.wait_for_exit_of(chosen.owner)
        finally:
            if running:
                running.remove()


if __name__ == "__main__":
    main()
