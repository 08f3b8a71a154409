"""Killed between two durable steps while people speak, decide, meet and move money, the system
loses nothing and counts nothing twice after its restart.
"""

import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.system.journey import Journey, check_chain, judged
from tests.system.server import Server

# of writes, at passages that the acts make; of the relay and the fold, at batches of theirs
POINTS = (
    *("write.committed:11:reports.db", "write.inserted:26:reports.db"),
    "relay.published:4:reports.v1",
)
PROPOSAL = {
    "kind": "proposal",
    "reporter": "COL",
    "language": "es",
    "title": "Remesas",
    "payload": {
        "change": "add",
        "node_kind": "activity",
        "addressees": ["STATES"],
        "objectives": ["SO-07"],
        "texts": {"es": {"title": "Remesas", "summary": "Abaratarlas."}},
        "reason": "El costo pesa.",
    },
}
PRACTICE = {
    "kind": "practice",
    "reporter": "CIM",
    "language": "es",
    "title": "Ventanilla",
    "payload": {
        **dict.fromkeys(("context", "action", "results"), "Se hizo."),
        "year": 2020,
        "activities": ["ACT-12"],
    },
}
MONEY = {"currency": "USD", "amount": "100.25"}
ENTRIES: dict[str, dict[str, Any]] = {
    "receipt": {"contributor": {"actor": "CAN"}},
    "allocation": {"activity": "ACT-12"},
}
SAYS = {"language": "es", "text": "Apoyamos."}
MEETING = {"type": "cidi_meeting", "year": 2024, "title": "Reunión anual"}
MODALITIES = {"version": "1", "adopted_on": "2024-01-01", "text": {"es": "Reglas."}}
FUND = ("fund:write",)
ADOPTS = ("programme:adopt",)
#: What the acts leave in the ledger, beside what was there before.
EVENTS = {
    "reports.statement_made": 2,
    "reports.proposal_decided": 1,
    "reports.cycle_changed": 4,
    "reports.contribution_made": 1,
    "reports.modalities_adopted": 1,
    "reports.submission_published": 4,  # the proposal and the practice among them
}


@dataclass
class Acts:
    """Each request is repeated with its own Idempotency-Key until it is answered."""

    journey: Journey
    known: dict[str, str]
    answered: dict[str, dict[str, Any]] = field(default_factory=dict)

    def run(self) -> bool:
        """Send what has no answer yet; False when the connection broke."""
        try:
            self._decide()
            self._meet()
            self._move_money()
            return True
        except httpx2.TransportError:
            return False

    def _decide(self) -> None:
        proposal = f"/reports/submissions/{self.known['proposal']}"
        says = {**SAYS, "role": "consultation"}
        self._once("consult", "POST", f"{proposal}/statements", self.journey.key("CIM"), says)
        adopted = {"decision": "adopted", "reason": "Sirve."}
        self._once("decide", "PUT", f"{proposal}/decision", self.committee, adopted)

    def _meet(self) -> None:
        organ, secretariat = self.journey.key("CIM"), self.journey.secretariat()
        cycle = self._once("meet", "POST", "/reports/cycles", secretariat, MEETING)["id"]
        at = f"/reports/cycles/{cycle}"
        self._turn(at, "convene", self.committee)
        self._turn(at, "open", secretariat)
        says = {**SAYS, "role": "presentation"}
        self._once("present", "POST", f"{at}/statements", organ, says)
        self._once("bring", "PUT", f"{at}/contributions/{self.known['practice']}", organ)
        self._turn(at, "close", secretariat)

    def _turn(self, at: str, action: str, key: str) -> None:
        self._once(action, "POST", f"{at}/transitions", key, {"action": action})

    def _move_money(self) -> None:
        self._once("rules", "POST", "/reports/fund/modalities", self.committee, MODALITIES)
        treasurer, secretariat = self.journey.key("SG", *FUND), self.journey.secretariat()
        for entry, more in ENTRIES.items():
            payload = {"entry": entry, "money": MONEY, "date": "2024-06-30", **more}
            body = {**PRACTICE, "kind": "fund-entry", "reporter": "SG", "payload": payload}
            made = self._once(entry, "POST", "/reports/submissions", treasurer, body)
            path = f"/reports/submissions/{made['id']}/transitions"
            for action in ("submit", "start_review", "accept", "publish"):
                key = treasurer if action == "submit" else secretariat
                self._once(f"{entry}-{action}", "POST", path, key, {"action": action})

    @property
    def committee(self) -> str:
        return self.journey.key("CAM", *ADOPTS)

    def _once(
        self, once: str, method: str, path: str, key: str, body: Any = None
    ) -> dict[str, Any]:
        if once not in self.answered:
            answer = self.journey.send(method, path, key, body, once, "*")
            done = answer.is_success or (method == "PUT" and answer.json()["code"] == "decided")
            assert done, (once, answer.status_code, answer.text)
            self.answered[once] = answer.json()
        return self.answered[once]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Acts]:
    """A folder with a public proposal and practice, to be copied, and the keys."""
    data = tmp_path_factory.mktemp("crash") / "prepared"
    server = Server(data).start()
    journey = Journey.at(server.base, data)
    acts = Acts(journey, {})
    assert acts.committee
    journey.key("SG", *FUND)
    for name, body in (("proposal", PROPOSAL), ("practice", PRACTICE)):
        acts.known[name] = journey.published(body)
    journey.caught_up()
    journey.client.close()
    assert server.stop() == 0
    return data, acts


def _journey(server: Server, keys: dict[str, str]) -> Journey:
    journey = Journey.at(server.base, server.data)
    journey.keys = dict(keys)
    return journey


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_or_doubled(
    point: str, prepared: tuple[Path, Acts], tmp_path: Path
) -> None:
    keys, known = prepared[1].journey.keys, prepared[1].known
    folder = Path(shutil.copytree(prepared[0], tmp_path / "data"))
    server = Server(folder, CRASH_AT=point).start()
    acts = Acts(_journey(server, keys), known)
    acts.run()
    acts.journey.client.close()
    assert server.process
    assert server.process.wait(300) == -9, f"{point} was never met"

    server = Server(folder).start()
    try:
        acts.journey = _journey(server, keys)
        assert acts.run(), "the restarted server broke off"
        _check(server, acts)
    finally:
        acts.journey.client.close()
        server.kill()


def _check(server: Server, acts: Acts) -> None:
    journey = acts.journey
    journey.caught_up()
    items = journey.ledger()
    check_chain(items)
    types = Counter(item["type"] for item in items)
    assert {type_: types[type_] for type_ in EVENTS} == EVENTS
    cycle = f"/reports/cycles/{acts.answered['meet']['id']}"
    assert journey.client.get(cycle).json()["state"] == "closed"
    for path, text in (
        (f"/reports/submissions/{acts.known['proposal']}/statements", SAYS["text"]),
        (f"{cycle}/statements", SAYS["text"]),
    ):
        assert [one["text"] for one in journey.client.get(path).json()["items"]] == [text]
    brought = journey.client.get(f"{cycle}/contributions").json()["items"]
    assert [one["submission"] for one in brought] == [acts.known["practice"]]
    judged(journey)
    assert server.command("aggregator", "verify").returncode == 0
