"""Every service in two processes of its own, on one PostgreSQL and a real Kafka: a report is
published and counted.
"""

import os
from contextlib import ExitStack
from pathlib import Path

import httpx2

from system.resources import PREFIXES
from tests.system.journey import Journey, check_chain, judged
from tests.system.server import command, process, ready, until
from tests.system.test_commands import BODY
from tools.components import processes
from tools.components.postgres import Server as Postgres


class Routed(httpx2.BaseTransport):
    """Sends each path to the service whose prefix it has, as a reverse proxy does."""

    def __init__(self, ports: dict[str, int]) -> None:
        self._ports, self._inner = ports, httpx2.HTTPTransport(retries=50)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        port = self._ports["/" + request.url.path.split("/")[1]]
        request.url = request.url.copy_with(port=port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def test_processes_over_postgresql_and_kafka(
    tmp_path: Path, postgres_server: Postgres, kafka_broker: str
) -> None:
    url = postgres_server.create_database()
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": url,
        "EVENT_LOG_URL": f"kafka://{kafka_broker}",
        "KEY_PEPPER": "p",
        "LOG_LEVEL": "ERROR",
    }
    done = command(environment, "keys", "issue", "--scope", "keys:admin")
    assert done.returncode == 0, done.stderr
    administrator = httpx2.Response(200, text=done.stdout).json()["key"]
    free = processes.free_ports(2 * len(PREFIXES))
    ports, probes = (
        dict(zip(PREFIXES.values(), free[::2], strict=True)),
        dict(zip(PREFIXES, free[1::2], strict=True)),
    )
    with ExitStack() as stack:
        for name, prefix in PREFIXES.items():
            stack.enter_context(process({**environment, "PORT": str(ports[prefix])}, name, "api"))
            stack.enter_context(
                process({**environment, "METRICS_PORT": str(probes[name])}, name, "worker")
            )
        client = stack.enter_context(
            httpx2.Client(transport=Routed(ports), base_url="http://127.0.0.1", timeout=60)
        )
        journey = Journey(client, administrator)
        until(lambda: ready(client), "not ready")
        journey.published(BODY)
        journey.caught_up()
        check_chain(journey.ledger())
        judged(journey)
        for name, port in probes.items():
            _worker_is_well(name, f"http://127.0.0.1:{port}")


def test_migrate_is_all_that_a_process_needs_before_it(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "PORT": str(processes.free_ports(1)[0]),
        "LOG_LEVEL": "ERROR",
    }
    for _ in range(2):  # the second time there is nothing to do
        assert command(environment, "migrate").returncode == 0
    base = f"http://127.0.0.1:{environment['PORT']}"
    with (
        process(environment, "catalog", "api"),
        httpx2.Client(transport=httpx2.HTTPTransport(retries=10), base_url=base) as client,
    ):
        assert client.get("/catalog/activities/ACT-12?lang=es").status_code == 200, (
            "the programme is loaded"
        )


def _worker_is_well(name: str, base: str) -> None:
    """The probes of a worker process; it serves nothing else."""
    answers = {
        path: httpx2.get(base + path, timeout=10)
        for path in ("/healthz", "/readyz", "/metrics", "/", f"{PREFIXES[name]}/openapi.json")
    }
    assert [answer.status_code for answer in answers.values()] == [200, 200, 200, 404, 404]
    assert (
        f'consumer_lag_positions{{consumer="{"catalog" if name == "access" else "keys"}"'
        in answers["/metrics"].text
    )
    if name == "reports":
        assert 'relay_publish_seconds_count{service="reports"} 0.0' not in answers["/metrics"].text
