"""Killed at each named point between two durable steps, the system loses nothing and counts nothing
twice after its restart.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from kernel.failpoints import POINTS
from tests.system.journey import Journey, check_chain, judged
from tests.system.server import Server

# at which passage the process dies. Of a write: one of those that a submission, the relay and the
# followers make in turn, among them the commit of a submission's own step
PASSAGES = {False: (4,), True: (12, 13, 14)}
IDLE = {"relay.marked": (1,)}  # a relay that always finds more to do comes there once, at the end
REPORTS = 6


@dataclass
class Load:
    """Submissions sent one after the other, each request repeated with its own Idempotency-Key
    until it is answered.
    """

    journey: Journey
    # Idempotency-Key → the answer's body
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)
    created: dict[int, str] = field(default_factory=dict)

    def run(self) -> bool:
        """Send what has no answer yet; False when the connection broke."""
        try:
            for number in range(REPORTS):
                self._report(number)
            return True
        except httpx2.TransportError:
            return False

    def _report(self, number: int) -> None:
        reporter, secretariat = self.journey.key("CIM"), self.journey.secretariat()
        body = _body(number)
        draft = self._once(
            f"draft-{number}",
            lambda once: self.journey.send("POST", "/reports/submissions", reporter, body, once),
        )
        submission = self.created[number] = draft["id"]
        steps = [
            ("submit", reporter),
            ("start_review", secretariat),
            ("accept", secretariat),
            ("publish", secretariat),
        ]
        if number % 3 == 2:
            steps.append(("withdraw", reporter))
        for action, key in steps:
            self._once(
                f"{action}-{number}",
                lambda once, a=action, k=key, s=submission: self.journey.act(s, a, k, once=once),
            )

    def _once(self, once: str, request: Any) -> dict[str, Any]:
        if once not in self.answered:
            answer = request(once)
            assert answer.status_code in (200, 201), (once, answer.status_code, answer.text)
            self.answered[once] = answer.json()
        return self.answered[once]


def _body(number: int) -> dict[str, Any]:
    payload = {
        "activity": "ACT-12",
        "year": 2018 + number % 5,
        "status": ("under_way", "completed")[number % 2],
        "axes": ["gender"],
        "beneficiaries": [{"sex": "female", "age_group": "adult", "count": 10 + number}],
        "resources": [{"currency": "USD", "amount": "15.25"}],
    }
    return {
        "kind": "implementation",
        "reporter": "CIM",
        "language": "es",
        "title": f"Informe {number}",
        "payload": payload,
    }


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A folder with the programme loaded and the keys issued, to be copied, so that a point is met
    by the reports alone.
    """
    data = tmp_path_factory.mktemp("crash") / "prepared"
    server = Server(data).start()
    journey = Journey.at(server.base, data)
    journey.key("CIM")
    journey.secretariat()
    journey.client.close()
    assert server.stop() == 0
    return data, journey.keys


@pytest.fixture
def folder(prepared: tuple[Path, dict[str, str]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared[0], tmp_path / "data"))


def _journey(server: Server, keys: dict[str, str]) -> Journey:
    journey = Journey.at(server.base, server.data)
    journey.keys = dict(keys)
    return journey


@pytest.mark.parametrize(
    ("point", "passage"),
    [
        (point, passage)
        for point in POINTS
        for passage in IDLE.get(point) or PASSAGES[point.startswith("write.")]
    ],
)
def test_nothing_is_lost_or_doubled(
    point: str, passage: int, folder: Path, prepared: tuple[Path, dict[str, str]]
) -> None:
    keys = prepared[1]
    place = "reports.db" if point.startswith("write.") else "reports.v1"
    server = Server(folder, CRASH_AT=f"{point}:{passage}:{place}")
    server.start()
    load = Load(_journey(server, keys))
    died = not load.run()
    load.journey.client.close()
    if not died:  # the point lies behind the answer (relay, fold): give it the time to be met
        assert server.process
        server.process.wait(300)
    assert server.process
    assert server.process.wait(300) == -9, f"{point} was never met"

    server = Server(folder).start()
    try:
        load.journey = _journey(server, keys)
        assert load.run(), "the restarted server broke off"
        _check(server, load)
    finally:
        load.journey.client.close()
        server.kill()


def _check(server: Server, load: Load) -> None:
    journey = load.journey
    journey.caught_up()
    items = journey.ledger()
    check_chain(items)
    submitted = Counter(
        item["subject"] for item in items if item["type"] == "reports.submission_submitted"
    )
    assert len(load.created) == REPORTS
    for submission in load.created.values():
        answer = journey.client.get(
            f"/reports/submissions/{submission}/history?limit=500",
            headers={"Authorization": f"Bearer {journey.key('CIM')}"},
        )
        positions = [item["position"] for item in answer.json()["items"]]
        assert len(positions) == len(set(positions)), "a step stands twice"
    assert len(items) == 1 + REPORTS * 5 + REPORTS // 3, (  # the first notes the catalogue
        "each answered step stands in the ledger exactly once"
    )
    assert all(count == 1 for subject, count in submitted.items() if subject)
    assert journey.client.get("/indicators/status").json()["parked"] == 0
    judged(journey)
    assert server.command("aggregator", "verify").returncode == 0
