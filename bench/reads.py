"""Reading pages that have not changed, beside a bare application that answers the same bytes and
headers on the same server.
"""

import json
import sys
from typing import Any

import httpx2

from bench import load, reports
from bench.rounds import CONNECTIONS, SECONDS, SHORT, Broken, Finding, Rate, in_turns
from bench.running import NO_LIMITS, PREFIXES, Ground, System, counted
from tests.system.journey import Journey
from tools.components import processes

PAGES = ("/indicators/objectives/SO-07", "/catalog/activities/ACT-12?lang=es")
PUBLISHED = 1 if SHORT else 40
LEFT_OUT = {"date", "transfer-encoding", "connection"}  # the server's own


def changed(ground: Ground) -> Finding:
    """The whole page."""
    return _read(ground, "read-200", 200)


def unchanged(ground: Ground) -> Finding:
    """Nothing new since the ETag that the client sends."""
    return _read(ground, "read-304", 304)


def _read(ground: Ground, name: str, status: int) -> Finding:
    finding = Finding(
        name,
        f"bare ASGI application, the same bytes and headers, {CONNECTIONS} connections",
        "of the limit's answers/s",
    )
    system = ground.system("sqlite")
    base = system.ready(system.start("embedded"), *PREFIXES)
    answers = _pages(system, base)
    bare = _bare(system, answers)
    arguments = [
        part for page in PAGES for part in (page, _etag(answers, page) if status == 304 else "-")
    ]
    _same(finding, base, bare, status)
    for address in (base, bare):
        load.wrk("get.lua", address, *arguments, seconds=1 if SHORT else 2)
    seen = _Counted(base, arguments)
    in_turns(finding, seen, lambda: load.wrk("get.lua", bare, *arguments).rate)
    seen.check(finding, status)
    _same(finding, base, bare, status)
    return finding


def _pages(system: System, base: str) -> dict[str, Any]:
    """The pages once something is published: both answers of each, as the bare application is to
    repeat them.
    """
    journey = Journey.at(base, system.data)
    for number in range(PUBLISHED):
        journey.published(reports.body(number))
    journey.caught_up()
    journey.client.close()
    return {page: {str(code): _asked(base, page, code) for code in (200, 304)} for page in PAGES}


class _Counted:
    """Load on our server, and whether it has counted and limited what it answered."""

    def __init__(self, base: str, arguments: list[str]) -> None:
        self._base, self._arguments = base, arguments
        self._before = {status: self._metric(status) for status in (200, 304)}
        self.answers = 0

    def __call__(self) -> Rate:
        done = load.wrk("get.lua", self._base, *self._arguments, seconds=SECONDS)
        self.answers += done.answers
        return done.rate

    def _metric(self, status: int) -> int:
        return sum(
            counted(self._base, prefix, "GET", status) for prefix in ("/indicators", "/catalog")
        )

    def check(self, finding: Finding, status: int) -> None:
        """Every answer is in the metrics, under its status."""
        told = self._metric(status) - self._before[status]
        finding.checks |= {"seen": self.answers, "counted": told}
        if not self.answers <= told <= self.answers + (len(finding.values) + 1) * CONNECTIONS + 10:
            raise Broken(
                f"{finding.name}: clients saw {self.answers} answers of {status}, the metrics "
                f"say {told}"
            )


def _asked(base: str, page: str, status: int) -> dict[str, Any]:
    """The answer of the running server, as the bare application is to repeat it."""
    headers = {"Accept-Encoding": "identity", "User-Agent": "bench"}
    answer = httpx2.get(base + page, headers=headers)
    if status == 304:
        answer = httpx2.get(
            base + page, headers=headers | {"If-None-Match": answer.headers["etag"]}
        )
    if answer.status_code != status:
        raise Broken(f"{page} answered {answer.status_code}, not {status}")
    told = [
        (name, value)
        for name, value in answer.headers.multi_items()
        if name.lower() not in LEFT_OUT
    ]
    return {"status": status, "headers": told, "body": answer.text}


def _etag(answers: dict[str, Any], page: str) -> str:
    return str(dict(answers[page]["200"]["headers"])["etag"])


def _bare(system: System, answers: dict[str, Any]) -> str:
    place = system.place
    file, port = place / "answers.json", processes.free_ports(1)[0]
    file.write_text(json.dumps(answers))
    environment = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(place / "bare"),
        **NO_LIMITS,
    }
    process = processes.start(
        [sys.executable, "-m", "bench.bare", str(file)], place / "bare.log", environment
    )
    system.running["bare"] = process
    processes.wait_until(lambda: processes.accepts(port), process, place / "bare.log")
    return f"http://127.0.0.1:{port}"


def _same(finding: Finding, base: str, bare: str, status: int) -> None:
    """Both sides answer the same bytes and the same headers, and ours has a request id of its own
    and counts down the limit.
    """
    for page in PAGES:
        ours, theirs = _asked(base, page, status), _asked(bare, page, status)
        if ours["body"] != theirs["body"] or [n for n, _ in ours["headers"]] != [
            n for n, _ in theirs["headers"]
        ]:
            raise Broken(f"{page} is not the same on both sides: {ours} {theirs}")
        again = dict(_asked(base, page, status)["headers"])
        first = dict(ours["headers"])
        if (
            first["x-request-id"] == again["x-request-id"]
            or first["ratelimit"] == again["ratelimit"]
        ):
            raise Broken(f"{page}: the request id or the rate limit stands still")
        finding.checks["same"] = finding.checks.get("same", 0) + 1
