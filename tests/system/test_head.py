"""HEAD over the real server: every address answers it at once, as GET, but without a body."""

import re
import socket
import time
from collections.abc import Iterator

import httpx2
import pytest

from system.resources import PREFIXES
from tests.system.server import Server

MOST_SECONDS = 1.0
# a value for each parameter of a path; what is not there is answered 404
VALUES = {
    "id": "0190a000-0000-7000-8000-000000000000",
    "position": "1",
    "edition": "2016-draft",
    "code": "ACT-12",
    "objective": "SO-07",
    "activity": "ACT-12",
}
PLENTY = {"RATE_READS": "100000", "RATE_WRITES": "100000", "RATE_ADDRESS": "100000"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("head") / "data", **PLENTY)
    started.data.mkdir()
    try:
        yield started.start()
    finally:
        started.kill()


def addresses(client: httpx2.Client, prefix: str) -> list[str]:
    """Every address of a service's OpenAPI document, and those beside it."""
    paths = client.get(f"{prefix}/openapi.json").json()["paths"]
    documented = [re.sub(r"{(\w+)}", lambda name: VALUES.get(name[1], "x"), path) for path in paths]
    beside = ("openapi.json", "docs", "healthz", "readyz", "metrics", "nowhere")
    return [*documented, *(f"{prefix}/{name}" for name in beside)]


def raw(port: int, path: str) -> tuple[bytes, float]:
    """The whole answer to HEAD until the server closes, and the seconds it took."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        request = f"HEAD {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return answer, time.monotonic() - began


@pytest.mark.parametrize("prefix", PREFIXES.values())
def test_head_of_every_address_answers_at_once(server: Server, prefix: str) -> None:
    wrong = []
    with httpx2.Client(base_url=server.base, timeout=60) as client:
        for path in addresses(client, prefix):
            with client.stream("GET", path) as got:  # the stream has no end
                pass
            answer, seconds = raw(server.port, path)
            head, _, body = answer.partition(b"\r\n\r\n")
            status = int(head.split()[1]) if head else 0
            if seconds > MOST_SECONDS or body or status != got.status_code:
                wrong.append(
                    f"{path}: {status} for {got.status_code}, {len(body)} B, {seconds:.1f} s"
                )
    assert wrong == []
    assert "Traceback" not in server.log()


def test_the_documentation_of_each_interface_stays_small(server: Server) -> None:
    with httpx2.Client(base_url=server.base, timeout=60) as client:
        for prefix in PREFIXES.values():
            page = client.get(f"{prefix}/docs").text
            loaded = re.findall(r'(?:src|href)="(/[^"]+-static/[^"]+)"', page)
            parts = [page.encode(), *(client.get(address).content for address in loaded)]
            assert len(loaded) == 2, prefix
            assert sum(map(len, parts)) <= 300_000, prefix
