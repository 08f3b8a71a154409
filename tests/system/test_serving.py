"""A taken address is one line; whose word on the caller's address is believed."""

import json
import socket
from pathlib import Path

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from system import serving
from system.resources import Settings, WrongUse
from tests.system.server import Server


def test_a_taken_port() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(WrongUse, match="cannot listen"):
            serving.bind(Settings(port=other.getsockname()[1]))


async def _caller(scope: Scope, receive: Receive, send: Send) -> None:
    client = Request(scope).client
    await PlainTextResponse(client.host if client else "")(scope, receive, send)


@pytest.mark.parametrize(
    ("believed", "forwarded", "caller"),
    [
        ("", "198.51.100.7", "127.0.0.1"),
        ("10.0.0.1", "198.51.100.7", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1 10.0.0.0/8", "198.51.100.7, 203.0.113.9, 10.2.3.4", "203.0.113.9"),
        ("127.0.0.1,10.0.0.1", "203.0.113.9, 10.0.0.1", "203.0.113.9"),
    ],
)
async def test_who_the_caller_is(believed: str, forwarded: str, caller: str) -> None:
    proxies = Settings(forwarded_allow_ips=believed).trusted_proxies
    config = serving.configuration(_caller, "off", proxies)
    config.load()
    transport = httpx2.ASGITransport(app=config.loaded_app, client=("127.0.0.1", 5))
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/", headers={"X-Forwarded-For": forwarded})
    assert answer.text == caller


def test_a_key_of_another_network_is_refused_whatever_the_caller_claims(tmp_path: Path) -> None:
    server = Server(tmp_path / "var")
    server.environment.pop("FORWARDED_ALLOW_IPS", None)
    issue = "keys issue --scope keys:admin --network 198.51.100.0/24"
    key = json.loads(server.command(*issue.split()).stdout)["key"]
    assert _answers(server, key) == [401, 401, 401]
    server.environment["FORWARDED_ALLOW_IPS"] = "127.0.0.1"
    assert _answers(server, key) == [200, 200, 401]


def _answers(server: Server, key: str) -> list[int]:
    """The status for each claim of where the caller is."""
    claims = ("198.51.100.7", "203.0.113.9, 198.51.100.7", "198.51.100.7, 203.0.113.9")
    server.start()
    with httpx2.Client(base_url=server.base, headers={"Authorization": f"Bearer {key}"}) as client:
        answers = [
            client.get("/access/keys", headers={"X-Forwarded-For": claim}) for claim in claims
        ]
    server.stop()
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("value", ["*", "127.0.0.1,proxy", "10.0.0.1/8"])
def test_a_proxy_that_is_no_address_is_one_line(tmp_path: Path, value: str) -> None:
    done = Server(tmp_path / "var", FORWARDED_ALLOW_IPS=value).command("embedded")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("Error: FORWARDED_ALLOW_IPS: ")
