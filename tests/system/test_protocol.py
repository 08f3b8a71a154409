"""What a client sends before there is a request, over the real server: bounded in size and time on
every way in, answered with a problem, and nobody else waits.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from system.protocol import LARGEST_HEAD
from tests.system.server import ROOT, Server, command, process, until
from tools.components import processes

PLENTY = {"RATE_READS": "100000", "RATE_WRITES": "100000", "RATE_ADDRESS": "100000"}
LINE = b"GET /catalog/editions HTTP/1.1\r\nHost: test\r\n"
HEADS = {
    "one long header": LINE + b"X-Long: " + b"a" * LARGEST_HEAD + b"\r\n\r\n",
    "a header that never ends": LINE + b"X-Long: " + b"a" * 300_000,
    "many small headers": LINE + b"A: b\r\n" * 8_000 + b"\r\n",
    "small headers without end": LINE + b"A: b\r\n" * 60_000,
    "a long address": b"GET /catalog/editions?q=" + b"a" * LARGEST_HEAD + b" HTTP/1.1\r\n\r\n",
    "an address that never ends": b"GET /" + b"a" * 300_000,
    "a method that never ends": b"G" * 300_000,
    "a name that never ends": LINE + b"a" * 300_000,
}
CHUNKED = (
    b"POST /reports/submissions HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    started = Server(tmp_path_factory.mktemp("heads") / "data", **PLENTY)
    started.data.mkdir()
    try:
        yield started.start().port
        assert "Traceback" not in started.log()
    finally:
        started.kill()


@pytest.fixture(scope="module", params=["api", "worker"])
def alone(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    """One process of catalog."""
    port = processes.free_ports(1)[0]
    data = str(tmp_path_factory.mktemp("alone"))
    ports = dict.fromkeys(("PORT", "METRICS_PORT"), str(port))
    environment = {**os.environ, "DATA_DIR": data, "KEY_PEPPER": "p", **ports}
    assert command(environment, "migrate").returncode == 0
    arguments = ["catalog", request.param]
    with process(environment, *arguments):
        until(lambda: listens(port), "does not listen")
        yield port


def listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        yield connection


def answered(connection: socket.socket) -> tuple[int, bytes, dict[str, object]]:
    """Status, headers and problem of an answer after which the server closes."""
    whole = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = whole.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.lower(), json.loads(body)


def refused(port: int, sent: bytes) -> tuple[int, bytes, dict[str, object]]:
    with connected(port) as connection:
        connection.sendall(sent)
        return answered(connection)


@pytest.mark.parametrize("name", HEADS)
def test_a_head_has_a_size(embedded: int, name: str) -> None:
    status, head, problem = refused(embedded, HEADS[name])
    if status == 400:  # what cannot become a head any more
        assert problem["code"] == "unreadable"
        assert name == "a method that never ends"
    else:
        assert (status, problem["code"]) == (431, "headers_too_large")
    assert b"content-type: application/problem+json" in head
    assert b"x-request-id: " in head


def test_a_head_has_a_size_in_every_process(alone: int) -> None:
    for name, sent in HEADS.items():
        assert refused(alone, sent)[0] in (400, 431), name


def test_a_head_of_less_is_answered(embedded: int) -> None:
    pad = b"X-Long: " + b"a" * (LARGEST_HEAD - 200) + b"\r\nConnection: close\r\n\r\n"
    with connected(embedded) as connection:
        for part in (LINE, pad[:9_000], pad[9_000:]):
            connection.sendall(part)
        assert answered(connection)[0] == 200


@pytest.mark.parametrize(
    "endless",
    [b"0\r\n" + b"a: b\r\n" * 60_000, b"0\r\na: " + b"b" * 300_000, b"5;" + b"x" * 99_999],
)
def test_what_is_no_body_has_a_size_too(embedded: int, endless: bytes) -> None:
    """Trailers, and what may stand beside a chunk."""
    with connected(embedded) as connection:
        try:
            connection.sendall(CHUNKED + b"2\r\n{}\r\n")
            for at in range(0, len(endless), 8_192):
                connection.sendall(endless[at : at + 8_192])
                time.sleep(0.005)
            while connection.recv(65536):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass  # closed without an answer, or after the one to the body
    assert quick(embedded) == 200


def test_a_large_body_in_chunks_is_no_head(embedded: int) -> None:
    with connected(embedded) as connection:
        connection.sendall(CHUNKED)
        for _ in range(40):
            connection.sendall(b"1000\r\n" + b" " * 0x1000 + b"\r\n")
        connection.sendall(b"0\r\nTrailer: x\r\n\r\n")
        assert connection.recv(65536).split()[1] in (b"401", b"400")


@pytest.mark.parametrize(
    "sent",
    [
        b"NONSENSE\r\n\r\n",
        b"BREW / HTTP/1.1\r\n\r\n",
        LINE + b"bad name: x\r\n\r\n",
        CHUNKED + b"no number\r\n\r\n",
        CHUNKED + b"2\r\n{}and more\r\n",
    ],
)
def test_what_is_no_http_is_a_problem(embedded: int, sent: bytes) -> None:
    status, head, problem = refused(embedded, sent)
    assert (status, problem["code"], problem["status"]) == (400, "unreadable", 400)
    assert b"connection: close" in head


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (b"GET /catalog/editions HTTP/1.1\r\n\r\n", 400),
        (LINE + b"HOST: other\r\n\r\n", 400),
        (b"GET /catalog/editions HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        (b"GET /catalog/editions HTTP/1.0\r\n\r\n", 200),
        (LINE + b"Connection: close\r\n\r\n", 200),
    ],
)
def test_a_request_names_its_host_once(embedded: int, sent: bytes, expected: int) -> None:
    status, head, answer = refused(embedded, sent)
    assert status == expected
    if expected == 400:
        assert answer["code"] == "unreadable"
        assert b"x-request-id: " in head


def quick(port: int) -> int:
    return httpx2.get(f"http://127.0.0.1:{port}/catalog/editions", timeout=60).status_code


def test_a_second_request_of_a_connection_has_its_own_size(embedded: int) -> None:
    with httpx2.Client(base_url=f"http://127.0.0.1:{embedded}") as client:
        for _ in range(4):
            answer = client.get("/catalog/editions", headers={"X-Long": "a" * 20_000})
            assert answer.status_code == 200


def test_a_slow_head_ends(tmp_path: Path) -> None:
    """With a short time, in a process whose protocol is told so."""
    port = processes.free_ports(1)[0]
    code = (
        "import system.protocol as p; p.HEAD_SECONDS = 0.5\n"
        "from system.__main__ import main; import sys; sys.argv = ['system', 'embedded']; main()"
    )
    with running(code, {"DATA_DIR": str(tmp_path), "PORT": str(port)}):
        until(lambda: listens(port), "does not listen")
        with connected(port) as silent, connected(port) as slow:
            slow.sendall(LINE[:20])
            assert answered(slow)[::2][0] == 408
            assert silent.recv(10) == b""
        with connected(port) as second:
            second.sendall(LINE.replace(b"GET", b"HEAD") + b"\r\n")  # no body follows
            assert second.recv(65536).split()[1] == b"200"
            second.sendall(LINE[:20])
            assert answered(second)[0] == 408


@contextmanager
def running(code: str, environment: dict[str, str]) -> Iterator[None]:
    started = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}
    )
    try:
        yield
    finally:
        processes.stop(started, seconds=20)
