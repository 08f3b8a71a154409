"""A body that is too large, or that nobody may send, gets its answer over a real socket and never a
reset: in every one of many tries, with a key and without.
"""

import socket
from collections.abc import Iterator

import pytest

from tests.system.journey import Journey
from tests.system.server import Server

TRIES = 20
SIZE = 5_000_000


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    server = Server(tmp_path_factory.mktemp("large") / "data")
    server.data.mkdir()
    try:
        server.start()
        started = Journey.at(server.base, server.data)
        with started.client:
            yield started
    finally:
        server.kill()


def of(journey: Journey) -> int:
    """The port of the server itself."""
    port = journey.client.base_url.port
    assert port
    return port


def answered(port: int, key: str | None, path: str) -> int:
    """The status, for who sends everything first and reads afterwards."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {SIZE}\r\nConnection: close\r\n"
    ) + (f"Authorization: Bearer {key}\r\n" if key else "")
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head.encode() + b"\r\n")
        connection.sendall(b" " * SIZE)
        whole = b"".join(iter(lambda: connection.recv(65536), b""))
    head_, _, body = whole.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}" in head_.decode().lower()
    return int(head_.split()[1])


@pytest.mark.parametrize(
    ("known", "path", "status"),
    [
        (True, "/reports/submissions", 413),
        (True, "/access/keys", 403),
        (False, "/reports/submissions", 401),
        (False, "/reports/nowhere", 404),
        (False, "/reports/kinds", 405),
        (False, "/", 405),
    ],
)
def test_who_sends_five_megabytes_is_answered(
    journey: Journey, known: bool, path: str, status: int
) -> None:
    key = journey.key("CIM") if known else None
    assert {answered(of(journey), key, path) for _ in range(TRIES)} == {status}
