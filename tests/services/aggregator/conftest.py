"""The aggregator on its own: a fresh database, a small made-up programme, and reports' events
appended by hand.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from contracts import reports, topics
from contracts.access import KeyIssued
from contracts.catalog import EditionPublished
from kernel import auth, clock
from kernel.eventlog.memory import MemoryLog
from services.aggregator import app as front
from services.aggregator.settings import Settings
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
    "SG": ("organ", None, []),
    "EXPERTS": ("organ", None, []),
}
INSTRUMENTS = {"T-1": ("ACT-1", "ACT-3"), "T-2": ("ACT-2",), "T-3": ("ACT-3",)}
#: What a publication carries where a test says nothing else.
GIVEN: dict[str, dict[str, Any]] = {
    "implementation": {"activity": "ACT-1", "year": 2020, "status": "under_way"},
    "practice": {"year": 2020, "activities": ["ACT-1"]},
    "uptake": {"activity": "ACT-2", "stance": "taken_up", "since": "2020-05-01"},
    "further-activity": {"code": "FA-CIM-1", "objectives": ["GO-1"], "started_on": "2020-05-01"},
    "agreement": {
        "type": "consular",
        "parties": [{"actor": "COL"}, {"actor": "NIC"}],
        "signed_on": "2019-05-01",
        "in_force_from": "2020-05-01",
        "activities": ["ACT-1"],
    },
    "ratification": {
        "instrument": "T-1",
        "state": "COL",
        "action": "ratification",
        "date": "2020-05-01",
    },
    "fund-entry": {
        "entry": "allocation",
        "money": {"currency": "USD", "amount": "7.00"},
        "date": "2020-05-01",
        "activity": "ACT-1",
    },
    "recommendation": {"addressed_to": ["CIM"], "activities": ["ACT-1"], "grounds": ["a"]},
    "assessment": {"submission": "a", "revision": 1, "status": "limited"},
    "proposal": {"change": "add", "node_kind": "activity"},
    "statistic": {
        "dataflow": "MIGRATION",
        "series": [
            {
                "key": {
                    "REF_AREA": "COL",
                    "COUNTERPART_AREA": "_T",
                    "MEASURE": "INFLOW",
                    "SEX": "_T",
                    "AGE": "_T",
                },
                "observations": [{"period": "2024", "value": "10", "status": "A"}],
            }
        ],
        "source": "s",
    },
}
#: Who reports a kind where a test says nothing else.
REPORTERS = {
    "uptake": "COL",
    "agreement": "COL",
    "ratification": "SG",
    "fund-entry": "SG",
    "recommendation": "EXPERTS",
    "assessment": "EXPERTS",
    "statistic": "COL",
    "proposal": "COL",
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
    instruments=INSTRUMENTS,
)


@dataclass
class Desk(shared.Desk):
    """The service; `facts` is what the reference is fed with.

    `told`: the payload of the last publication and `first` the day of the first one, of every
    submission, public or not. `said`: the follow-ups of each that stand.
    """

    facts: dict[str, reference.Fact] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    first: dict[str, date] = field(default_factory=dict)
    said: list[reports.StatementMade] = field(default_factory=list)
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
        assessed: int | None = None,
        **payload: Any,
    ) -> int:
        """A publication, told to the log and to the reference alike; `assessed`: the revision that
        an assessment is of.
        """
        told = self.told[id_] = {**GIVEN[kind], **payload}
        if assessed is not None:
            told["revision"] = assessed
        links: list[Any] = (
            [{"url": "https://example.org", "title": "E", "access": "public"}] if evidence else []
        )
        people = [reports.Reporter(code=code, kind=PEOPLE[code][0]) for code in (reporter, *joint)]
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
            **{kind: self._content(kind, told)},
        )
        first = self.first.setdefault(id_, self.day)
        self.facts[id_] = reference.Fact(
            id_, revision, position, reporter, tuple(joint), told, links, kind, first
        )
        return position

    def _content(self, kind: str, told: dict[str, Any]) -> dict[str, Any]:
        """A payload as its publication's event tells it."""
        content = {name: each for name, each in told.items() if name != "partners"}
        if "partner_kinds" in reports.KINDS[kind].model_fields:
            content["partner_kinds"] = [each["kind"] for each in told.get("partners", [])]
        if taken_back := self.told.get(told.get("refers_to", "")):
            content["reverses"] = {
                name: taken_back.get(name) for name in ("entry", "date", "activity")
            }
        return content

    async def tell(
        self, kind: str, id_: str, reporter: str = "", *joint: str, **payload: Any
    ) -> int:
        """The publication of a submission of any kind."""
        by = reporter or REPORTERS.get(kind, "CIM")
        return await self.publish(id_, by, joint, kind=kind, **payload)

    async def follow_up(self, id_: str, actor: str, status: str, *addressees: str) -> str:
        """A follow-up beside a recommendation; returns the statement's id."""
        made = reports.StatementMade(
            statement=f"{id_}-{self.appended[topics.REPORTS] + 1}",
            submission=id_,
            kind="recommendation",
            cycle=None,
            role="follow_up",
            actor=actor,
            status=status,
            addressees=list(addressees or (actor,)),
            digest="ab" * 32,
        )
        await self.append(topics.REPORTS, id_, made)
        self.said.append(made)
        return made.statement

    async def silence(
        self,
        statement: str,
        event: type[reports.Statement] = reports.StatementWithdrawn,
    ) -> None:
        """A statement is withdrawn, or withheld, and stands no longer."""
        made = next(each for each in self.said if each.statement == statement)
        await self.append(topics.REPORTS, made.submission or "", event(**made.model_dump()))
        self.said.remove(made)

    def amended(
        self, next_: EditionPublished, **successors: tuple[str, ...]
    ) -> reference.Structure:
        """The shape under the next edition; `successors`: codes, `_` for `-`."""
        links = {(a.code, objective) for a in next_.activities for objective in a.objectives}
        return replace(
            self.shape,
            edition=next_.edition,
            edition_date=date.fromisoformat(next_.date),
            objectives=tuple(next_.objectives),
            activities={a.code: tuple(a.addressees) for a in next_.activities},
            links=frozenset(links),
            successors={code.replace("_", "-"): new for code, new in successors.items()},
            instruments={one.code: tuple(one.activities) for one in next_.instruments},
        )

    @property
    def standing(self) -> list[reference.Fact]:
        """The facts that count, with the follow-ups that stand."""
        return [
            replace(
                fact,
                follow_ups=tuple(
                    (addressee, each.status or "")
                    for each in self.said
                    if each.submission == fact.id
                    for addressee in each.addressees
                ),
            )
            for fact in self.facts.values()
        ]

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

    async def judged_pages(self, **asked: Any) -> None:
        """Compare every actor's and every activity's page with the reference."""
        wanted = reference.Filters(**asked)
        about = self.shape, self.standing
        for code in (code for code, (kind, *_) in PEOPLE.items() if kind != "group"):
            values = (await self.get(f"/actors/{code}", **asked))["values"]
            expected = reference.actor_values(*about, code, wanted, self.day)
            assert values == expected, (code, asked)
        for code in self.shape.activities:
            values = (await self.get(f"/activities/{code}", **asked))["values"]
            expected = reference.activity_values(*about, code, wanted, self.day)
            assert values == expected, (code, asked)

    async def judged(self, **asked: Any) -> list[Any]:
        """Every objective's values, having been compared with the reference."""
        found = (await self.get("/objectives", **asked))["objectives"]
        for entry in found:
            expected = reference.objective_values(
                self.shape,
                self.standing,
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
    settings = Settings(wait_seconds=0.2, look_seconds=0.05)
    async with Desk.opened(front, url, log, settings=settings) as made:
        await made.append_programme("e", PROGRAMME, ["GO-1", "SO-01"], PEOPLE, INSTRUMENTS)
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
