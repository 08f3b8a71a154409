"""Callers that mean harm: values without end, requests that never finish, the costliest searches.

`python -m tools.torture.hostile --seconds 600` runs them against an embedded server on its own
folder, beside a probe. Ends with 1 when the server's memory or the wait of the probe is too much.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tools.components import processes

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES, MOST_WAIT = 200, 0.25
CALLERS = 3
DRAFTS, DRAFT_FIELD = 60, 20_000  # characters in each of five fields
START_SECONDS = 60.0
FIELDS = ("entrusted", "carried_out", "planned", "timetable", "difficulties")
READS = (
    "/catalog/activities",
    "/catalog/programme",
    "/indicators/objectives",
    "/indicators/definitions",
    "/reports/submissions",
    "/reports/ledger",
    "/",
)


@dataclass
class Result:
    """What was seen of the server."""

    answers: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)  # of the probe, in seconds
    megabytes: list[float] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """The figures."""
        waits = sorted(self.waits)
        return {
            "answers": dict(sorted(self.answers.items())),
            "longest_wait_ms": round(waits[-1] * 1000),
            "p99_wait_ms": round(waits[len(waits) * 99 // 100] * 1000),
            "megabytes_most": round(max(self.megabytes)),
            "megabytes_last": round(self.megabytes[-1]),
        }


@dataclass
class Target:
    """The server, and a key that may report."""

    port: int
    pid: int
    key: str = ""

    def ask(
        self, method: str, path: str, body: bytes | None = None, /, **headers: str
    ) -> tuple[int, bytes]:
        """Status and body of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(connection):
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def post(self, path: str, body: Any, key: str) -> Any:
        """The answer to a request that must succeed."""
        sent = json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {key}", "Content_Type": "application/json"}
        status, answer = self.ask("POST", path, sent, **headers)
        assert status == 201, answer
        return json.loads(answer)

    def maps(self, library: str) -> bool:
        """Whether the process has loaded a library."""
        return f"/{library}/" in Path(f"/proc/{self.pid}/maps").read_text()

    def megabytes(self) -> float:
        """Resident memory of the process."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextlib.contextmanager
def server(folder: Path) -> Iterator[Target]:
    """An embedded server that limits nobody, ready, with long drafts in it."""
    port = processes.free_ports(1)[0]
    rates = dict.fromkeys(("RATE_READS", "RATE_WRITES", "RATE_ADDRESS"), "100000000")
    environment = {**os.environ, **rates, "DATA_DIR": str(folder), "PORT": str(port)}
    with (folder / "log").open("w") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "system", "embedded"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        target = Target(port, started.pid)
        _wait_until_ready(target)
        _fill(target, (folder / "bootstrap.key").read_text().strip())
        yield target
    finally:
        processes.stop(started, seconds=20)


def _wait_until_ready(target: Target) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if target.ask("GET", "/indicators/readyz")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server is not ready")


def _fill(target: Target, administrator: str) -> None:
    asked = {"actor": "CIM", "scopes": ["reports:write"], "expires_at": None, "label": "hostile"}
    target.key = target.post("/access/keys", asked, administrator)["key"]
    time.sleep(2)  # until every service knows it
    text = "a" * DRAFT_FIELD
    for n in range(DRAFTS):
        payload = {"activity": "ACT-12", "year": 2020, **dict.fromkeys(FIELDS, text)}
        draft = {"kind": "implementation", "reporter": "CIM", "language": "es", "title": f"{n}"}
        target.post("/reports/submissions", {**draft, "payload": payload}, target.key)


def _noise(luck: random.Random, size: int) -> str:
    return luck.randbytes(size // 2).hex()


def headers_without_use(target: Target, luck: random.Random) -> int:
    """Long values of everything that is remembered or compared."""
    headers = {
        "Accept_Language": _noise(luck, luck.choice((40, 200, 8_000))),
        "Accept_Encoding": luck.choice(("gzip", "gzip;q=0", _noise(luck, 2_000))),
        "If_None_Match": ",".join(f'"{_noise(luck, 10)}"' for _ in range(luck.choice((1, 800)))),
        "X_Request_ID": _noise(luck, 128),
        "X_Forwarded_For": f"192.0.2.{luck.randrange(256)}",
        "traceparent": f"00-{_noise(luck, 32)}-{_noise(luck, 16)}-01",
    }
    return target.ask("GET", luck.choice(READS), None, **headers)[0]


def addresses(target: Target, luck: random.Random) -> int:
    """Addresses and filters that nobody asked for before."""
    filters = [
        f"year={luck.randrange(2016, 2027)}",
        f"lang={luck.choice(('es', 'en', 'pt', 'fr'))}",
        f"cursor={_noise(luck, 1_000)}",
        f"q={_noise(luck, 20)}",
        f"limit={luck.randrange(1, 500)}",
    ]
    path = luck.choice((*READS, f"/{_noise(luck, 40)}", f"/reports/submissions/{_noise(luck, 36)}"))
    return target.ask("GET", f"{path}?{'&'.join(luck.sample(filters, 2))}")[0]


def exports(target: Target, luck: random.Random) -> int:
    """Files of everything, which nobody has asked for before."""
    ending = luck.choice(("csv", "json", "parquet", "xlsx"))
    year, objective = luck.randrange(2016, 2027), f"SO-{luck.randrange(1, 20):02}"
    return target.ask("GET", f"/indicators/data.{ending}?year={year}&objective={objective}")[0]


def searches(target: Target, luck: random.Random) -> int:
    """The costliest patterns over the longest texts, and whole pages of them."""
    pattern = luck.choice(("a" * 100, "a" * 99 + "b", "%" * 100, "a " * 50, "b", "_a%"))
    key = {"Authorization": f"Bearer {target.key}"} if luck.random() < 0.7 else {}
    return target.ask("GET", f"/reports/submissions?limit=500&q={quote(pattern)}", None, **key)[0]


def bodies(target: Target, luck: random.Random) -> int:
    """A mebibyte of JSON, deep, wide, or no JSON, with a key and a new Idempotency-Key each."""
    kinds = (
        b"[" * 500_000,
        b'{"payload":{' + b",".join(b'"%x":1' % n for n in range(60_000)) + b"}}",
        json.dumps({"kind": "implementation", "title": "\ufdfa" * 100_000}).encode(),
        b"[" + b"1," * 500_000 + b"1]",
        b"[" + b"[]," * 340_000 + b"[]]",
        b"[" + b'{"a":1},' * 120_000 + b"{}]",
        json.dumps({"title": "a" + "\u0301\u0316" * 100_000}, ensure_ascii=False).encode(),
        luck.randbytes(900_000),
    )
    headers = {
        "Authorization": f"Bearer {luck.choice((target.key, 'oasm_x_' + _noise(luck, 60)))}",
        "Content_Type": "application/json",
        "Idempotency_Key": _noise(luck, 200),
    }
    return target.ask("POST", "/reports/submissions", luck.choice(kinds), **headers)[0]


def unfinished(target: Target, luck: random.Random) -> int:
    """What is begun and never ended: heads, bodies, and what is no HTTP."""
    begun = luck.choice(
        (
            b"GET / HTTP/1.1\r\nX: " + b"a" * 200_000,
            b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000,
            b"POST /reports/submissions HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{",
            b"NONSENSE\r\n\r\n",
            b"GET / HT",
        )
    )
    place = ("127.0.0.1", target.port)
    with socket.create_connection(place, timeout=5) as connection, contextlib.suppress(OSError):
        connection.sendall(begun)
        connection.settimeout(0.05)
        connection.recv(100)
    return 0


ATTACKS: tuple[Callable[[Target, random.Random], int], ...] = (
    headers_without_use,
    headers_without_use,
    addresses,
    addresses,
    exports,
    searches,
    bodies,
    unfinished,
)


def run(target: Target, seconds: float, seed: int = 1) -> Result:
    """All attacks in turn by several callers, beside one who only wants an answer."""
    result, until = Result(), time.monotonic() + seconds
    callers = [
        threading.Thread(target=_attack, args=(target, result, random.Random(seed + n), until))
        for n in range(CALLERS)
    ]
    for caller in callers:
        caller.start()
    while time.monotonic() < until:
        began = time.monotonic()
        target.ask("GET", "/catalog/healthz")
        result.waits.append(time.monotonic() - began)
        result.megabytes.append(target.megabytes())
        time.sleep(0.05)
    for caller in callers:
        caller.join()
    return result


def _attack(target: Target, result: Result, luck: random.Random, until: float) -> None:
    while time.monotonic() < until:
        try:
            status = luck.choice(ATTACKS)(target, luck)
        except (OSError, http.client.HTTPException):
            status = -1
        result.answers[status] += 1


def main() -> int:
    """Run, print the figures, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        with server(folder) as target:
            figures = run(target, asked.seconds, asked.seed).told()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(figures, indent=1))
    small = figures["megabytes_most"] < MOST_MEGABYTES
    return 0 if small and figures["longest_wait_ms"] <= MOST_WAIT * 1000 else 1


if __name__ == "__main__":
    sys.exit(main())
