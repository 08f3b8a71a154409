"""The same acts at the same instants leave the same bytes on SQLite and on PostgreSQL, in whatever
is public: submissions of every kind, statements, a decision, a cycle, the fund, the ledger.
"""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from kernel import clock
from services.reports import app as front
from services.reports import schemas
from services.reports.domain.kinds import KINDS
from tests.databases import Databases
from tests.services.reports.conftest import ACTIVITIES, PEOPLE, Desk, _issue_keys, body
from tests.services.reports.occasions import cycle

FIRST = "the id of the report"
WHO = {"uptake": "COL", "ratification": "COL", "fund-entry": "funds"}
WHO |= dict.fromkeys(("recommendation", "assessment"), "EXPERTS")
SAYS = {"language": "es", "text": "Apoyamos."}
PAYLOADS: dict[str, dict[str, Any]] = {
    "implementation": {"activity": "ACT-12", "year": 2022, "status": "planned"},
    "practice": {
        **dict.fromkeys(("context", "action", "results"), "Texto."),
        "year": 2022,
        "activities": ["ACT-12"],
    },
    "further-activity": {"objectives": ["GO-1"], "summary": "Otra labor."},
    "proposal": {
        "change": "add",
        "node_kind": "activity",
        "addressees": ["STATES"],
        "objectives": ["GO-1"],
        "texts": {"es": {"title": "Remesas", "summary": "Abaratarlas."}},
        "reason": "El costo pesa.",
    },
    "agreement": {
        "type": "consular",
        "parties": [{"actor": "CIM"}, {"name": "Otra"}],
        "signed_on": "2019-05-01",
        "in_force_from": "2020-05-01",
        "activities": ["ACT-12"],
    },
    "uptake": {"activity": "ACT-22", "stance": "taken_up", "since": "2022-03-01"},
    "ratification": {**schemas.KINDS["ratification"].example["payload"]},
    "fund-entry": {**schemas.KINDS["fund-entry"].example["payload"], "contributor": {"name": "X"}},
    "recommendation": {
        "addressed_to": ["CIM", "SUMMIT"],
        "text": "Publicar lo aprendido.",
        "activities": ["ACT-12"],
        "grounds": [FIRST],
    },
    "assessment": {"submission": FIRST, "revision": 1, "status": "limited", "reasons": "Visto."},
    "statistic": {**schemas.KINDS["statistic"].example["payload"]},
}
READS = (
    *("/submissions?limit=500", "/ledger?limit=500", "/cycles", "/uptake", "/agreements"),
    *("/ratifications", "/fund", "/fund/entries", "/submissions?kind=practice&activity=ACT-12"),
)


class Instants:
    """A clock that stands still within a step, and ids that are counted in it."""

    def __init__(self) -> None:
        self.step, self._n = 0, count()

    def next(self) -> None:
        self.step, self._n = self.step + 1, count()

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.step)

    def id(self) -> str:
        return f"{self.step:08x}-{next(self._n):04x}-7000-8000-000000000000"

    def salt(self) -> str:
        return self.id().replace("-", "")


async def _acts(desk: Desk, instants: Instants) -> list[str]:
    """What is done; returns what else is to be read."""

    async def ask(who: str, method: str, path: str, sent: Any = None) -> Any:
        instants.next()
        answer = await desk.ask(who, method, path, sent, If_Match="*")
        assert answer.is_success, (path, answer.text)
        await desk.settled()
        return answer.json()

    async def step(who: str, path: str, action: str) -> None:
        await ask(who, "POST", f"{path}/transitions", {"action": action})

    paths = []
    first = ""
    for kind, payload in PAYLOADS.items():
        who = WHO.get(kind, "CIM")
        reporter = {"funds": "SG"}.get(who, who)
        said = json.loads(json.dumps(payload).replace(FIRST, first))
        sent = {**body(reporter), "kind": kind, "payload": said}
        begun = await ask(who, "POST", "/submissions", sent)
        first = first or begun["id"]
        paths.append(f"/submissions/{begun['id']}")
        await step(who, paths[-1], "submit")
        for action in ("start_review", "accept", "publish"):
            await step("SG", paths[-1], action)
    proposal = paths[list(PAYLOADS).index("proposal")]
    await ask("MEX", "POST", f"{proposal}/statements", {**SAYS, "role": "consultation"})
    decision = {"decision": "deferred", "reason": "Falta consultar."}
    await ask("committee", "PUT", f"{proposal}/decision", decision)
    meeting = f"/cycles/{(await ask('SG', 'POST', '/cycles', cycle()))['id']}"
    await step("committee", meeting, "convene")
    await step("SG", meeting, "open")
    await ask("CIM", "POST", f"{meeting}/statements", {**SAYS, "role": "presentation"})
    await ask("CIM", "PUT", f"{meeting}/contributions/{paths[0].rpartition('/')[2]}")
    await step("SG", meeting, "close")
    read = [*paths, *(f"{path}/history" for path in paths), f"{proposal}/statements"]
    beside = ("", "/history", "/statements", "/contributions")
    return [*read, *(f"{meeting}{end}" for end in beside)]


async def _bytes(url: str, patch: pytest.MonkeyPatch) -> list[bytes]:
    instants = Instants()
    for name, value in (("now", instants.now), ("uuid7", instants.id), ("salt", instants.salt)):
        patch.setattr(clock, name, value)
    async with Desk.opened(front, url) as desk:
        treaties = {"ICRMW": ["ACT-23"]}
        await desk.append_programme("2016-draft", ACTIVITIES, ["GO-1", "SO-04"], PEOPLE, treaties)
        await _issue_keys(desk)
        await desk.key("committee", "CAM", "programme:adopt")
        await desk.key("funds", "SG", "fund:write")
        await desk.settled()
        more = await _acts(desk, instants)
        positions = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
        entries = [f"/ledger/{n}" for n in range(1, positions["position"] + 1)]
        answers = [await desk.ask(None, "GET", path) for path in (*READS, *more, *entries)]
        assert all(answer.is_success for answer in answers[: len(READS) + len(more)])
        return [answer.content for answer in answers]


async def test_both_databases_leave_the_same_bytes(
    sqlite_databases: Databases, postgresql_databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = await _bytes(sqlite_databases.url("reports"), monkeypatch)
    other = await _bytes(postgresql_databases.url("reports"), monkeypatch)
    assert set(PAYLOADS) == set(KINDS)
    assert len(one) > 80
    for mine, theirs in zip(one, other, strict=True):
        assert mine == theirs
