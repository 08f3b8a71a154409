"""The aggregator on its own: a fresh database, a small made-up programme, and reports' events
appended by hand.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from contracts import reports, topics
from contracts.access import KeyIssued
from kernel import auth, clock
from kernel.eventlog.memory import MemoryLog
from services.aggregator import app as front
from tests.databases import Databases
from tests.reference import evidence
from tests.reference import indicators as reference
from tests.services import desk as shared

PROGRAMME = {
    "ACT-1": (("CIM",), ("GO-1", "SO-01")),
    "ACT-2": (("STATES",), ("GO-1",)),
    "ACT-3": (("CIDH", "CIM"), ("SO-01",)),
}
PEOPLE: shared.People = {
    "CIM": ("organ", None, []),
    "LAB": ("organ", "CIM", []),
    "CIDH": ("organ", None, []),
    "ILO": ("multilateral", None, []),
    "COL": ("state", None, [("1948-01-01", None)]),
    "NIC": ("state", None, [("1948-01-01", "2023-11-19")]),
    "STATES": ("group", None, []),
}
#: What a publication carries where a test says nothing else.
GIVEN: dict[str, dict[str, Any]] = {
    "implementation": {"activity": "ACT-1", "year": 2020, "status": "under_way"},
    "practice": {"year": 2020, "activities": ["ACT-1"]},
}
STRUCTURE = reference.Structure(
    "e",
    date(2016, 4, 19),
    ("GO-1", "SO-01"),
    {code: addressees for code, (addressees, _) in PROGRAMME.items()},
    frozenset(
        (code, objective) for code, (_, objectives) in PROGRAMME.items() for objective in objectives
    ),
    {
        code: reference.Actor(
            code,
            kind,
            None,
            parent,
            tuple(
                reference.Membership(date.fromisoformat(a), date.fromisoformat(b) if b else None)
                for a, b in memberships
            ),
        )
        for code, (kind, parent, memberships) in PEOPLE.items()
    },
)


@dataclass
class Desk(shared.Desk):
    """The service; `facts` is what the reference is fed with."""

    facts: dict[str, reference.Fact] = field(default_factory=dict)
    shape: reference.Structure = STRUCTURE

    @property
    def day(self) -> date:
        """The date of the last recorded time of reports, the edition's before the first event."""
        recorded = self.last_recorded.get(topics.REPORTS)
        return date.fromisoformat(recorded[:10]) if recorded else self.shape.edition_date

    async def publish(
        self,
        id_: str,
        reporter: str = "CIM",
        joint: Sequence[str] = (),
        revision: int = 1,
        evidence: bool = False,
        kind: str = "implementation",
        **payload: Any,
    ) -> int:
        """A publication, told to the log and to the reference alike."""
        told = {**GIVEN[kind], **payload}
        links: list[Any] = (
            [{"url": "https://example.org", "title": "E", "access": "public"}] if evidence else []
        )
        people = [reports.Reporter(code=code, kind=PEOPLE[code][0]) for code in (reporter, *joint)]
        inner = {k: v for k, v in told.items() if k != "partners"} | {
            "partner_kinds": [p["kind"] for p in told.get("partners", [])]
        }
        position = await self.append(
            topics.REPORTS,
            id_,
            reports.Published(
                **_moved(id_, reporter, "published", revision, kind),
                title="t",
                language="es",
                reporters=people,
                **{kind: reports.KINDS[kind].model_validate(GIVEN[kind])},
                evidence=[reports.Evidence(**link) for link in links],
            ),
            **{kind: inner},
        )
        self.facts[id_] = reference.Fact(
            id_, revision, position, reporter, tuple(joint), told, links, kind
        )
        return position

    async def practice(self, id_: str, reporter: str = "CIM", *joint: str, **payload: Any) -> int:
        """The publication of a practice."""
        return await self.publish(id_, reporter, joint, kind="practice", **payload)

    async def move(
        self, id_: str, event: type[reports.Moved], state: str, kind: str = "implementation"
    ) -> int:
        return await self.append(topics.REPORTS, id_, event(**_moved(id_, "CIM", state, 1, kind)))

    async def key(self, *scopes: str) -> str:
        """A valid key with these scopes."""
        secret, id_ = clock.salt(), clock.uuid7().replace("-", "")
        issued = KeyIssued(
            key_id=id_,
            hash=auth.keyed_hash(shared.PEPPER, secret),
            actor=None,
            scopes=list(scopes),
            expires_at=clock.stamp(clock.now() + timedelta(days=1)),
            networks=[],
        )
        await self.append(topics.ACCESS, id_, issued)
        await self.settled()
        return auth.compose("live", id_, secret)

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.client.get(
            f"/indicators{path}", params={k: v for k, v in query.items() if v is not None}
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def evidence(self, objective: str, indicator: str, **query: Any) -> Any:
        """All the evidence of a value, its pages put together."""
        answer = await self.get(f"/objectives/{objective}/{indicator}/evidence", limit=4, **query)
        following = answer["next"]
        while following:
            page = (await self.client.get(following)).json()
            assert {**page, "submissions": [], "next": None} == {
                **answer,
                "submissions": [],
                "next": None,
            }
            answer["submissions"] += page["submissions"]
            following = page["next"]
        return answer

    async def adds_up(self, objective: str, *indicators: str, **query: Any) -> None:
        """Check that a reader who adds up what the evidence contributes gets each value."""
        values = (await self.get(f"/objectives/{objective}", **query))["values"]
        for whole in values:
            if not indicators or whole["indicator"] in indicators:
                answer = await self.evidence(objective, whole["indicator"], **query)
                assert {**answer, **whole} == {**answer, "indicator": whole["indicator"]}
                _add_up(answer, whole["indicator"])

    async def judged(self, **asked: Any) -> list[Any]:
        """Every objective's values, having been compared with the reference."""
        found = (await self.get("/objectives", **asked))["objectives"]
        for entry in found:
            expected = reference.objective_values(
                self.shape,
                list(self.facts.values()),
                entry["code"],
                reference.Filters(**asked),
                self.day,
            )
            assert entry["values"] == expected, entry["code"]
        return list(found)


def _add_up(answer: dict[str, Any], indicator: str) -> None:
    rows = answer["submissions"]
    if indicator == "activities_linked":
        assert rows == []  # it follows from the edition
        return
    contributions = [row["contribution"] for row in rows]
    assert evidence.add_up(answer["value"], contributions, answer["divisor"]), answer
    if "small_cells" in answer:
        assert sum(row["small_cells"] for row in rows) == answer["small_cells"]


def _moved(
    id_: str, reporter: str, state: str, revision: int, kind: str = "implementation"
) -> dict[str, Any]:
    return {
        "submission": id_,
        "kind": kind,
        "state": state,
        "revision": revision,
        "reporter": reporter,
        "edition": "e",
    }


@pytest.fixture
async def desk(databases: Databases) -> AsyncIterator[Desk]:
    async with opened(databases.url("aggregator"), MemoryLog()) as made:
        yield made


@asynccontextmanager
async def opened(url: str, log: MemoryLog) -> AsyncIterator[Desk]:
    """The service on a database of its own, the programme having reached it."""
    settings = front.Settings(wait_seconds=0.2, look_seconds=0.05)
    async with Desk.opened(front, url, log, settings=settings) as made:
        await made.append_programme("e", PROGRAMME, ["GO-1", "SO-01"], PEOPLE)
        await made.settled()
        yield made


@pytest.fixture(scope="module", autouse=True)
def nothing_is_trusted_for_a_moment() -> Iterator[None]:
    """These tests fold by hand and ask at once: a position looked at 50 ms ago would do for a user,
    not for them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kernel.web.response_cache.TRUSTED_SECONDS", 0.0)
        patch.setattr("kernel.replica.TRUSTED_SECONDS", 0.0)
        yield
