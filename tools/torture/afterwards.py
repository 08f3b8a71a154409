"""After the faults: the system settles, everything is read back through its own doors and behind
them, and judged.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

import httpx2

from tests.reference import indicators as reference
from tests.system.journey import structure
from tools.torture.collected import Collected, Event, Findings, Head, Row, judge
from tools.torture.lives import ACTORS
from tools.torture.load import COMMITTEE, SECRETARIAT, Doors, Promised
from tools.torture.members import Member, Members
from tools.torture.plan import Fault

SETTLE_SECONDS = 240.0
KEY_SECONDS = 60.0


class System(Protocol):
    """What a run needs of a system, of either kind."""

    name: str
    members: Members
    doors: Doors

    @property
    def administrator(self) -> str: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...
    async def suffer(self, fault: Fault) -> bool: ...
    def target(self, fault: Fault) -> Member: ...
    def probe_urls(self) -> list[str]: ...
    async def progress(self) -> tuple[int, int, int]: ...
    async def rows(self) -> tuple[list[Row], Head, set[str]]: ...
    async def events(self) -> list[Event]: ...


class _Routed(httpx2.BaseTransport):
    """Sends each path to a process that serves it, as a reverse proxy does."""

    def __init__(self, doors: Doors) -> None:
        self._doors, self._inner = doors, httpx2.HTTPTransport(retries=10)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.url = request.url.copy_with(port=httpx2.URL(self._doors.url(request.url.path)).port)
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


def client(system: System) -> httpx2.Client:
    """A client over all doors of the system."""
    return httpx2.Client(transport=_Routed(system.doors), base_url="http://127.0.0.1", timeout=60)


def unwell(system: System) -> dict[str, str]:
    """Every probe that does not say ready, with what it says."""
    found = {}
    for url in [*(f"{base}/readyz" for base in system.doors.every()), *system.probe_urls()]:
        try:
            answer = httpx2.get(url, timeout=10)
            if answer.status_code != 200:
                found[url] = answer.text[:1000]
        except httpx2.TransportError as error:
            found[url] = repr(error)
    return found


async def ready(system: System, seconds: float = 120.0) -> None:
    """Return when every process says that it is ready. Raises RuntimeError."""
    deadline = time.monotonic() + seconds
    while found := await asyncio.to_thread(unwell, system):
        if time.monotonic() > deadline:
            raise RuntimeError(f"not ready: {found}\n{_logs(system)}")
        await asyncio.sleep(0.2)


def _logs(system: System) -> str:
    return "\n".join(
        f"{member.log.name}:\n{member.log.read_text(errors='replace')[-600:]}"
        for member in system.members.every
    )


def keys(system: System) -> dict[str, str]:
    """A key for each actor and one for the Secretariat, known at every door of reports."""
    wanted = {actor: ["reports:write"] for actor in ACTORS} | {
        SECRETARIAT: ["reports:review", "reports:publish", "audit:read"],
        COMMITTEE: ["programme:adopt"],
    }
    issued: dict[str, str] = {}
    with client(system) as open_:
        for actor, scopes in wanted.items():
            body = {"actor": actor, "scopes": scopes, "expires_at": None, "label": "torture"}
            answer = open_.post(
                "/access/keys",
                json=body,
                headers={"Authorization": f"Bearer {system.administrator}"},
            )
            if answer.status_code != 201:
                raise RuntimeError(f"no key for {actor}: {answer.status_code} {answer.text}")
            issued[actor] = answer.json()["key"]
    deadline = time.monotonic() + KEY_SECONDS
    for base in system.doors.every():
        if base.endswith("/reports"):
            for key in issued.values():
                while (
                    httpx2.get(
                        f"{base}/submissions?limit=1",
                        headers={"Authorization": f"Bearer {key}"},
                        timeout=10,
                    ).status_code
                    != 200
                ):
                    if time.monotonic() > deadline:
                        raise RuntimeError("a new key is not known to reports")
                    time.sleep(0.05)
    return issued


async def settled(system: System) -> str:
    """Wait until every row of the outbox is published and folded and every process is well; what is
    still open, empty when nothing is.
    """
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        open_ = await _unsettled(system)
        if not open_ or time.monotonic() > deadline:
            return open_
        await asyncio.sleep(0.5)


async def _unsettled(system: System) -> str:
    written, assigned, published = await system.progress()
    if not written == assigned == published:
        return (
            f"{written} rows in the outbox, {assigned} have a position, {published} are published"
        )
    if found := await asyncio.to_thread(unwell, system):
        return f"not well: {found}"
    status = await asyncio.to_thread(_status, system)
    return (
        ""
        if status["position"] == published
        else f"the ledger ends at {published}, the indicators stand at {status}"
    )


def _status(system: System) -> dict[str, Any]:
    with client(system) as open_:
        return dict(open_.get("/indicators/status").json())


async def judged(system: System, promised: Promised) -> Findings:
    """Everything that is wrong, of every kind that was looked for."""
    rows, head, submissions = await system.rows()
    log = await system.events()
    ledger = await asyncio.to_thread(_ledger, system)
    findings = await asyncio.to_thread(
        judge, Collected(promised.steps, submissions, rows, head, log, ledger)
    )
    findings.look("refused", promised.refused)
    findings.look("answered_otherwise", promised.other_answers)
    findings.look("unanswered", promised.unanswered)
    await asyncio.to_thread(_indicators, system, ledger, head, findings)
    done = await asyncio.to_thread(system.members.command, "aggregator", "verify")
    findings.look("verify", [(done.stdout + done.stderr)[-2000:]] if done.returncode else [])
    return findings


def _ledger(system: System) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    with client(system) as open_:
        while page := open_.get(
            "/reports/ledger", params={"after": len(items), "limit": 500}
        ).json()["items"]:
            items += page
    return items


def _indicators(
    system: System, ledger: list[dict[str, Any]], head: Head, findings: Findings
) -> None:
    """Every value of every objective equals the reference, which is fed with what the API says is
    public.
    """
    findings.look("indicators")
    published: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in ledger:
        if item["type"] == "reports.submission_published":
            published[item["subject"]].append(item)
    with client(system) as open_:
        facts = [_fact(item, published) for item in _public(open_)]
        shape = structure(open_)
        answer = open_.get("/indicators/objectives", params={"min_position": head.assigned}).json()
        findings.look(
            "parked", ["a message is parked"] * open_.get("/indicators/status").json()["parked"]
        )
    on = date.fromisoformat(head.recordedtime[:10])
    for entry in answer["objectives"]:
        wanted = {
            value["indicator"]: value
            for value in reference.objective_values(
                shape, facts, entry["code"], reference.Filters(), on
            )
        }
        found = {value["indicator"]: value for value in entry["values"]}
        for name in wanted.keys() | found.keys():
            differ = wanted.get(name) != found.get(name)
            findings.look(
                "indicators",
                [f"{entry['code']} {name}: {found.get(name)}, by the reference {wanted.get(name)}"]
                if differ
                else [],
            )
    findings.look(
        "indicators",
        [] if len(answer["objectives"]) == len(shape.objectives) else ["an objective is missing"],
    )


def _public(open_: httpx2.Client) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    url: str | None = "/reports/submissions?limit=500"
    while url:
        page = open_.get(url).json()
        items += page["items"]
        url = page["next"]
    return items


def _fact(item: Mapping[str, Any], published: Mapping[str, list[dict[str, Any]]]) -> reference.Fact:
    """A public submission with its publications as the ledger has them, the first one first."""
    confirmed, of_it = tuple(item["confirmed"]), published[item["id"]]
    return reference.Fact(
        item["id"],
        item["revision"],
        of_it[-1]["position"],
        item["reporter"],
        confirmed,
        item["payload"],
        item["evidence"],
        item["kind"],
        date.fromisoformat(of_it[0]["time"][:10]),
    )
