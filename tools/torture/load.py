"""Clients that are careful: every POST carries an Idempotency-Key and is repeated with it until it
has an answer that is one.

What was answered is remembered: it is what the system has promised, and what is looked for
afterwards.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2

from tools.torture.lives import COMMENTED, REPORTER_ACTS, Life

PATIENCE_SECONDS = 8.0  # for one answer; a process that is paused gives none
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)  # between one try and the next
SECRETARIAT, COMMITTEE, CONSULTED = "SG", "CAM", "MEX"
CONSULTATION = {"role": "consultation", "language": "es", "text": "Apoyamos la propuesta."}
DECISION = {"decision": "adopted", "reason": "Sirve a las familias."}


@dataclass
class Promised:
    """The system's answers: id of a submission → the steps it acknowledged, in order; and what no
    client should ever see.
    """

    steps: dict[str, list[str]] = field(default_factory=dict)
    requests: int = 0
    repeats: Counter[str] = field(default_factory=Counter)  # why a request was sent again
    # answers that a correct request should not get
    refused: list[str] = field(default_factory=list)
    other_answers: list[str] = field(default_factory=list)  # the same request, answered in two ways
    unanswered: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> int:
        """How many steps were promised, those without an event aside."""
        return sum(len([step for step in steps if step != "put"]) for steps in self.steps.values())


class Doors:
    """Where each prefix answers: one address, or several that the clients take in turn."""

    def __init__(self, ports: Mapping[str, Sequence[int]]) -> None:
        self._ports, self._turn = ports, count()

    def url(self, path: str) -> str:
        """The next address for a path."""
        ports = self._ports["/" + path.split("/", 2)[1]]
        return f"http://127.0.0.1:{ports[next(self._turn) % len(ports)]}{path}"

    def every(self) -> list[str]:
        """The root of each service at each of its addresses."""
        return [
            f"http://127.0.0.1:{port}{prefix}"
            for prefix, ports in self._ports.items()
            for port in ports
        ]


@dataclass
class Load:
    """So many submissions by so many clients, evenly over so many seconds (and longer where the
    system was too slow).
    """

    doors: Doors
    keys: Mapping[str, str]  # actor → key; the Secretariat's reviews and publishes
    seed: int
    submissions: int
    seconds: float
    going_on: float  # which share does not stay a draft
    clients: int = 24
    promised: Promised = field(default_factory=Promised)
    # until it is set, further submissions follow at the same pace
    enough: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Send everything and return when all of it is answered.

        Raises TimeoutError when a client has waited for far too long.
        """
        limits = httpx2.Limits(
            max_connections=4 * self.clients, max_keepalive_connections=4 * self.clients
        )
        numbers = count()
        began = asyncio.get_running_loop().time()
        async with (
            httpx2.AsyncClient(timeout=PATIENCE_SECONDS, limits=limits) as client,
            asyncio.TaskGroup() as group,
        ):
            for _ in range(self.clients):
                group.create_task(self._client(client, numbers, began))

    async def _client(
        self, client: httpx2.AsyncClient, numbers: "count[int]", began: float
    ) -> None:
        loop = asyncio.get_running_loop()
        while (number := next(numbers)) < self.submissions or not self.enough.is_set():
            await asyncio.sleep(began + number / self.submissions * self.seconds - loop.time())
            if number >= self.submissions and self.enough.is_set():
                return
            await self._live(client, Life(self.seed, number, self.going_on))

    async def _live(self, client: httpx2.AsyncClient, life: Life) -> None:
        body, key = life.body(), self.keys[life.reporter]
        answer = await self._answered(
            client, "POST", "/reports/submissions", key, body, f"{life.number}-create", 201
        )
        if answer is None:
            return
        id_ = answer["id"]
        steps = self.promised.steps.setdefault(id_, [])
        if steps:
            self.promised.other_answers.append(
                f"submission {life.number} was given the id of another: {id_}"
            )
        steps.append("create")
        if life.impatient:
            await self._again(client, body, key, f"{life.number}-create", id_)
        for place, action in enumerate(life.steps):
            if not await self._step(client, life, id_, action, f"{life.number}-{place}-{action}"):
                return
            steps.append(action)

    async def _again(
        self, client: httpx2.AsyncClient, body: dict[str, Any], key: str, once: str, id_: str
    ) -> None:
        answer = await self._answered(client, "POST", "/reports/submissions", key, body, once, 201)
        if answer is not None and answer["id"] != id_:
            self.promised.other_answers.append(f"{once}: {id_}, then {answer['id']}")

    async def _step(
        self, client: httpx2.AsyncClient, life: Life, id_: str, action: str, once: str
    ) -> bool:
        key = self.keys[life.reporter if action in REPORTER_ACTS else SECRETARIAT]
        path = f"/reports/submissions/{id_}"
        if action == "put":
            return (
                await self._answered(client, "PUT", path, key, life.body(), None, 200) is not None
            )
        if action == "consult":
            path, key = f"{path}/statements", self.keys[CONSULTED]
            sent = (client, "POST", path, key, CONSULTATION, once, 201)
            return await self._answered(*sent) is not None
        if action == "decide":
            path, key = f"{path}/decision", self.keys[COMMITTEE]
            sent = (client, "PUT", path, key, DECISION, None, 200)
            return await self._answered(*sent) is not None
        body = {"action": action} | ({"comment": "Falta la fuente."} if action in COMMENTED else {})
        return (
            await self._answered(client, "POST", f"{path}/transitions", key, body, once, 200)
            is not None
        )

    async def _answered(
        self,
        client: httpx2.AsyncClient,
        method: str,
        path: str,
        key: str,
        body: Any,
        once: str | None,
        expected: int,
    ) -> dict[str, Any] | None:
        """The body of the answer; None when it is one that should not be."""
        headers = {"Authorization": f"Bearer {key}", "If-Match": "*"} | (
            {"Idempotency-Key": f"{self.seed}-{once}"} if once else {}
        )
        self.promised.requests += 1
        for attempt in count():
            try:
                answer = await client.request(
                    method, self.doors.url(path), json=body, headers=headers
                )
            except (
                Exception
            ) as error:  # whatever a client meets when its server dies, it asks again
                why = type(error).__name__
            else:
                if answer.status_code == expected or (attempt and _was_decided(answer)):
                    return dict(answer.json())
                why = _worth_repeating(answer)
                if not why:
                    self.promised.refused.append(
                        f"{method} {path} {once}: {answer.status_code} {answer.text[:300]}"
                    )
                    return None
            self.promised.repeats[why] += 1
            try:
                await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
            except asyncio.CancelledError:
                self.promised.unanswered.append(f"{method} {path} {once}: {why}")
                raise
        raise AssertionError("unreachable")


def _was_decided(answer: httpx2.Response) -> bool:
    """Whether a decision that is sent again stands already: its first answer was lost."""
    return answer.status_code == 409 and answer.json().get("code") == "decided"


def _worth_repeating(answer: httpx2.Response) -> str:
    """Why a careful client sends it again; empty when it should not."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if answer.status_code == 409 and answer.json().get("code") == "in_progress":
        return "409 in progress"
    return ""
