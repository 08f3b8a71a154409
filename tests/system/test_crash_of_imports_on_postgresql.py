"""Killed at each crash point and between rows, as separate processes on PostgreSQL, an import ends
with every row made once.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2

from kernel.failpoints import POINTS
from services.reports.operations.rows import POINT
from tests.system.journey import Journey, check_chain
from tests.system.server import command, process, until
from tests.system.test_crash_of_imports import made, send, table, told
from tools.components import processes
from tools.components.postgres import Server as Postgres

ROWS = 80
OF_WORKER = [f"{POINT}:3", *(f"{point}:2" for point in POINTS[:5]), f"{POINT}:1"]
OF_API = [f"{point}:2" for point in POINTS[:2]]  # while it stores the parts of a file
WORDS = "x" * 8_000  # for the file to have several parts


def issue(environment: dict[str, str], *arguments: str) -> str:
    done = command(environment, "keys", "issue", *arguments)
    assert done.returncode == 0, done.stderr
    return str(httpx2.Response(200, text=done.stdout).json()["key"])


def died(started: "subprocess.Popen[bytes]") -> bool:
    code = started.poll()
    assert code in (None, -9), code
    return code == -9


def post(journey: Journey, content: str) -> httpx2.Response | None:
    """The answer, or none where the process died first."""
    try:
        return send(journey, content)
    except httpx2.TransportError:
        return None


@contextmanager
def api(environment: dict[str, str], journey: Journey, crash: str = "") -> Iterator[None]:
    with process({**environment, "CRASH_AT": crash}, "reports", "api"):
        until(lambda: answers(journey), "not ready")
        yield


def answers(journey: Journey) -> bool:
    """Whether it knows the key and the programme."""
    try:
        found = journey.send("GET", "/reports/submissions?limit=1", journey.key("CIM"))
        return found.status_code == 200 and journey.client.get("/reports/readyz").is_success
    except httpx2.TransportError:
        return False


def test_every_row_is_made_once_whatever_dies(tmp_path: Path, postgres_server: Postgres) -> None:
    port = processes.free_ports(1)[0]
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": postgres_server.create_database(),
        "KEY_PEPPER": "p",
        "LOG_LEVEL": "ERROR",
        "PORT": str(port),
    }
    administrator = issue(environment, "--scope", "keys:admin")
    key = issue(environment, "--actor", "CIM", "--scope", "reports:write")
    content = table(ROWS, WORDS)
    with ExitStack() as stack:
        for name in ("catalog", "access"):
            stack.enter_context(process(probed(environment), name, "worker"))
        client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        journey = Journey(stack.enter_context(client), administrator, {"CIM ": key})
        with process(probed(environment), "reports", "worker"), api(environment, journey):
            pass  # it knows the key and the programme from now on
        for crash in OF_API:
            with api(environment, journey, crash):
                assert post(journey, content) is None, crash
        stack.enter_context(api(environment, journey))
        answer = send(journey, content)
        assert answer.status_code == 202, answer.text
        address = answer.headers["location"]
        done = 0
        for crash in OF_WORKER:
            with process({**probed(environment), "CRASH_AT": crash}, "reports", "worker") as worker:
                until(lambda worker=worker: died(worker), f"it did not die at {crash}")
            before, done = done, told(journey, address)["progress"]["done"]
            assert done >= before
        assert 0 < done < ROWS, "none died between two rows"
        with process(probed(environment), "reports", "worker") as worker:
            until(lambda: told(journey, address)["progress"]["done"] > done, "it does not go on")
            worker.kill()
        assert send(journey, content).headers["location"] == address
        with process(probed(environment), "reports", "worker"):
            until(lambda: told(journey, address)["state"] == "done", "it is not finished")
            until(lambda: len(journey.ledger()) >= 2 * ROWS, "the ledger does not tell of all rows")
        end = told(journey, address)
        assert end["outcomes"] == dict.fromkeys(end["outcomes"], 0) | {"created": ROWS}
        assert [row["row"] for row in end["items"]] == [*range(2, ROWS + 2)]
        assert len({row["submission"] for row in end["items"]}) == ROWS
        assert made(journey) == sorted(f"Informe {n}" for n in range(ROWS))
        check_chain(journey.ledger())


def probed(environment: dict[str, str]) -> dict[str, str]:
    """With a port of its own for the probes of a worker."""
    return {**environment, "METRICS_PORT": str(processes.free_ports(1)[0])}
