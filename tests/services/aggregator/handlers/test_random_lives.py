"""The fold against the definitions: random lives in random batches, some delivered again, judged by
the reference after every batch.

Then the past is asked again, everything recomputed and rebuilt, and both databases must have
answered with the same bytes.
"""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import reports, topics
from kernel import clock
from kernel.consumer import Consumer, dispatch_by_type
from kernel.eventlog import Record
from kernel.eventlog.memory import MemoryLog
from services.aggregator import tables
from services.aggregator.domain import latest_statuses
from services.aggregator.handlers import follow
from services.aggregator.handlers.catalogue import HANDLERS
from services.aggregator.store import series, tallies
from services.aggregator.store.generations import active
from services.aggregator.store.replica import CONSUMER
from tests.databases import Databases
from tests.reference import indicators as reference
from tests.services.aggregator.api.test_editions import NEXT, SUCCESSORS
from tests.services.aggregator.conftest import PEOPLE, Desk, _moved, opened
from tests.services.aggregator.handlers.steps import FILTERS, KIND_OF, LIVES, WHO
from tests.services.desk import actor_changed

PROFILES: tuple[dict[str, Any], ...] = (
    {},
    {"actor": "COL"},
    {"actor_kind": "organ"},
    {"actor": "CIM", "actor_kind": "state"},
)
LATER_CODES = (
    *("further_activities", "states_taking_up", "agreements_in_force", "instruments_ratified"),
    *("recommendations_open", "assessed_distribution", "fund_allocated"),
)


class Repeating(MemoryLog):
    """A log that may hold an event twice, as after a relay that died before it could mark what it
    had sent.
    """

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        self._topics[topic].extend(records)

    def repeat(self, topic: str, number: int) -> None:
        if held := self._topics[topic]:
            held.append(held[number % len(held)])


class Life:
    """One service that is told steps, and what it should hold: facts that count in the desk, those
    withheld here.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk, self.withheld, self.revision = desk, dict[str, reference.Fact](), 0
        self.taken_back, self.hidden = set[str](), set[str]()  # entries of the fund
        self.answers: list[tuple[int, dict[str, Any], Any]] = []
        self.bytes: list[bytes] = []
        desk.recorded = self._recorded
        self.instant = datetime(2023, 11, 17, tzinfo=UTC)  # a state leaves two days later

    def _recorded(self) -> str:
        self.instant += timedelta(hours=7)
        return clock.stamp(self.instant)

    async def take(self, step: Any) -> None:
        action, which, *rest = step
        if action == "publish":
            await self._publish(which, *rest)
        elif action == "practice":
            await self._practice(which, *rest)
        elif action == "tell":
            await self._tell(which, *rest)
        elif action == "fund":
            await self._fund(which, *rest)
        elif action == "follow up":
            await self._follow_up(which, *rest)
        elif action == "silence":
            await self._silence(which, *rest)
        elif action == "decide":
            await self._decide(which, rest[0])
        elif action == "confirm":
            await self._confirm(which, rest[0])
        elif action == "again":
            self.desk.log.repeat(topics.REPORTS, which)  # type: ignore[attr-defined]
        elif action == "fold":
            await self.folded({}, which)
        elif action == "amend":
            await self._amend()
        elif action == "correct":
            await self._correct(which, date(rest[0], 1, 1))
        else:
            await self._move(action, which)

    async def begin(self) -> None:
        """The ledger begins with a note of the catalogue."""
        await self._note()
        await self.folded()

    async def _amend(self) -> None:
        """The next edition: ACT-1 is split, ACT-3 retired, SO-01 replaced."""
        if self.desk.shape.edition == NEXT.edition:
            return
        await self._told(NEXT.edition, NEXT)
        self.desk.shape = self.desk.amended(NEXT, **SUCCESSORS)

    async def _correct(self, code: str, left: date) -> None:
        """The record of a state is corrected: it left on another day."""
        from_ = date(1948, 1, 1)
        period = [(from_.isoformat(), left.isoformat())]
        await self._told(code, actor_changed(code, "state", None, period))
        record = reference.Actor(code, "state", memberships=(reference.Membership(from_, left),))
        actors = {**self.desk.shape.actors, code: record}
        self.desk.shape = replace(self.desk.shape, actors=actors)

    async def _told(self, subject: str, data: Any) -> None:
        await self.desk.append(topics.CATALOG, subject, data)
        needs = self.desk.needs
        following = dispatch_by_type(HANDLERS)
        about = (topics.CATALOG, needs.db, tables.kernel, needs.log, following, "test")
        copy = Consumer(CONSUMER, *about)
        assert await copy.take()
        while await copy.step(0):
            pass
        await copy.leave()
        await self._note()

    async def _note(self) -> None:
        noted = reports.CatalogueNoted(catalog_position=self.desk.appended[topics.CATALOG])
        await self.desk.append(topics.REPORTS, reports.CATALOGUE, noted)

    async def _publish(
        self, id_: str, people: list[str], payload: dict[str, Any], evidence: bool
    ) -> None:
        if id_ in self.withheld:
            return
        self.revision += 1
        await self.desk.publish(id_, people[0], people[1:], self.revision, evidence, **payload)

    async def _practice(self, id_: str, people: list[str], payload: dict[str, Any]) -> None:
        if id_ in self.withheld:
            return
        self.revision += 1
        await self.desk.practice(id_, *people, revision=self.revision, **payload)

    async def _tell(self, id_: str, reporter: str, payload: dict[str, Any]) -> None:
        """A publication of a later kind; an assessment is of the newest revision at hand."""
        kind = KIND_OF[id_]
        if id_ in self.withheld:
            return
        self.revision += 1
        if kind == "assessment":
            assessed = self.desk.facts.get(payload["submission"])
            payload = {**payload, "assessed": assessed.revision if assessed else 1}
        if kind == "ratification" and reporter != "SG":
            payload = {**payload, "state": reporter}
        await self.desk.tell(kind, id_, reporter, revision=self.revision, **payload)

    async def _fund(
        self, entry: str, number: int, money: tuple[str, str], activity: str, day: str
    ) -> None:
        """An entry of the fund. Each is of its own, is taken back once and whole, and counts when
        it is withheld.
        """
        entries = [id_ for id_, fact in self.desk.facts.items() if fact.kind == "fund-entry"]
        told: dict[str, Any] = {"entry": entry, "date": day, "activity": activity}
        told["money"] = {"currency": money[0], "amount": money[1]}
        if entry in ("reversal", "withhold"):
            if not entries:
                return
            about = entries[number % len(entries)]
            if entry == "withhold":
                await self._withhold_entry(about)
                return
            if about in self.taken_back or self.desk.told[about]["entry"] == "reversal":
                return
            self.taken_back.add(about)
            amount = {"money": self.desk.told[about]["money"]}
            told |= {**amount, "activity": None, "refers_to": about}
        await self.desk.tell("fund-entry", f"entry-{len(entries)}", **told)

    async def _withhold_entry(self, id_: str) -> None:
        if id_ not in self.hidden:
            self.hidden.add(id_)
            await self.desk.move(id_, reports.Withheld, "withheld", "fund-entry")

    async def _follow_up(self, id_: str, who: tuple[str, str], status: str) -> None:
        if id_ in self.desk.facts:
            await self.desk.follow_up(id_, who[0], status, who[1])

    async def _decide(self, id_: str, decision: Any) -> None:
        """What the Committee decides on a proposal counts nowhere."""
        if fact := self.desk.facts.get(id_):
            moved = _moved(id_, fact.reporter, "published", fact.revision, "proposal")
            proposed = reports.KINDS["proposal"].model_validate(self.desk.told[id_])
            told = {"decision": decision, "actor": "CAM", "proposal": proposed}
            await self.desk.append(topics.REPORTS, id_, reports.ProposalDecided(**moved, **told))

    async def _silence(self, number: int, event: type[reports.Statement]) -> None:
        if said := self.desk.said:
            await self.desk.silence(said[number % len(said)].statement, event)

    async def _confirm(self, id_: str, joint: list[str]) -> None:
        held = self.desk.facts if id_ in self.desk.facts else self.withheld
        if id_ not in held:
            return
        fact = held[id_]
        joint = [code for code in joint if code != fact.reporter]
        people = [
            reports.Reporter(code=code, kind=PEOPLE[code][0]) for code in (fact.reporter, *joint)
        ]
        event = reports.Confirmed if joint else reports.ConfirmationWithdrawn
        moved = _moved(id_, fact.reporter, "published", fact.revision, fact.kind)
        await self.desk.append(
            topics.REPORTS, id_, event(**moved, joint_reporter="COL", reporters=people)
        )
        held[id_] = replace(fact, confirmed=tuple(joint))

    async def _move(self, action: str, id_: str) -> None:
        standing, kind = self.desk.facts, KIND_OF.get(id_, "implementation")
        if action == "withdraw" and (id_ in standing or id_ in self.withheld):
            await self.desk.move(id_, reports.Withdrawn, "withdrawn", kind)
            standing.pop(id_, None)
            self.withheld.pop(id_, None)
        elif action == "withhold" and id_ in standing:
            await self.desk.move(id_, reports.Withheld, "withheld", kind)
            self.withheld[id_] = standing.pop(id_)
        elif action == "release" and id_ in self.withheld:
            await self.desk.move(id_, reports.Released, "published", kind)
            standing[id_] = self.withheld.pop(id_)
        elif action == "draft":
            await self.desk.move(id_, reports.Drafted, "draft", kind)

    async def folded(self, *asked: dict[str, Any]) -> None:
        """Fold what was appended, as a process that has just started; then judge every answer."""
        consumer = follow.consumer(self.desk.db, self.desk.log, "test", await active(self.desk.db))
        assert await consumer.take()
        while await consumer.step(0):
            pass
        await consumer.leave()
        for filters in asked:
            self.answers.append(
                (self.desk.appended[topics.REPORTS], filters, await self.desk.judged(**filters))
            )

    async def finished(self) -> None:
        await self.folded(*FILTERS)
        await self._profiles()
        await self._evidence()
        await self._series()
        before = await self._all_bytes()
        assert (await self.desk.operations.verify())["equal"]
        assert (await self.desk.operations.rebuild())["equal"]
        assert await self._all_bytes() == before
        for position, filters, was in self.answers:
            assert (await self.desk.get("/objectives", as_of=str(position), **filters))[
                "objectives"
            ] == was
        self.bytes = before

    async def _profiles(self) -> None:
        standing = self.desk.standing
        for asked in PROFILES:
            wanted = reference.Filters(**asked)
            for code in WHO:
                values = (await self.desk.get(f"/actors/{code}", **asked))["values"]
                assert values == reference.actor_values(
                    self.desk.shape, standing, code, wanted, self.desk.day
                ), (code, asked)
            for code in self.desk.shape.activities:
                values = (await self.desk.get(f"/activities/{code}", **asked))["values"]
                assert values == reference.activity_values(
                    self.desk.shape, standing, code, wanted, self.desk.day
                ), (code, asked)

    async def _evidence(self) -> None:
        """What the evidence of each value contributes adds up to it, now and in the past."""
        end = self.desk.appended[topics.REPORTS]
        for asked in ({}, FILTERS[end % len(FILTERS)], {"as_of": str(end // 2)}):
            await self.desk.adds_up("GO-1", **asked)

    async def _series(self) -> None:
        """The series that stand are those of the statistics that count, whole."""
        db, end = self.desk.db, self.desk.appended[topics.REPORTS]
        async with db.read() as connection:
            found = await series.published_at(connection, await active(db), end)
        told = [
            (one.id, one.revision, each["period"], each["value"])
            for one in self.desk.standing
            if one.kind == "statistic"
            for of_key in one.payload["series"]
            for each in of_key["observations"]
        ]
        assert sorted(told, key=str) == sorted(
            (
                (one.submission, one.revision, period, value)
                for one in found
                for period, value, _ in one.series.observations
            ),
            key=str,
        )

    async def _all_bytes(self) -> list[bytes]:
        paths = [
            f"/objectives?as_of={position}"
            for position in range(self.desk.appended[topics.REPORTS] + 1)
        ]
        paths += [
            f"/objectives/GO-1/{code}/{what}?limit=3"
            for code in (
                "status_distribution",
                "beneficiaries_reached",
                "practices_published",
                *LATER_CODES,
            )
            for what in ("evidence", "history")
        ]
        return [(await self.desk.client.get(f"/indicators{path}")).content for path in paths]


async def _lived(
    urls: list[str],
    steps: list[Any],
    every: int = tallies.SNAPSHOT_EVERY,
    remembered: int = latest_statuses.REMEMBERED,
) -> None:
    """`every`, `remembered`: how often tallies are kept, and how much they know of a pair; the
    answers are the same whatever these are.
    """
    async with AsyncExitStack() as stack:
        for module, name, value in (
            (tallies, "SNAPSHOT_EVERY", every),
            (latest_statuses, "REMEMBERED", remembered),
        ):
            stack.enter_context(mock.patch.object(module, name, value))
        lives = [Life(await stack.enter_async_context(opened(url, Repeating()))) for url in urls]
        for life in lives:
            await life.begin()
            for step in steps:
                await life.take(step)
            await life.finished()
        assert all(life.bytes == lives[0].bytes for life in lives)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    LIVES,
    st.sampled_from((1, 2, 3, tallies.SNAPSHOT_EVERY)),
    st.sampled_from((1, 2, latest_statuses.REMEMBERED)),
)
def test_every_value_is_what_the_definitions_say(
    sqlite_databases: Databases, steps: list[Any], every: int, remembered: int
) -> None:
    asyncio.run(_lived([sqlite_databases.url("aggregator")], steps, every, remembered))


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LIVES, st.sampled_from((2, tallies.SNAPSHOT_EVERY)))
def test_both_databases_answer_with_the_same_bytes(
    sqlite_databases: Databases, postgresql_databases: Databases, steps: list[Any], every: int
) -> None:
    asyncio.run(
        _lived(
            [sqlite_databases.url("aggregator"), postgresql_databases.url("aggregator")],
            steps,
            every,
        )
    )
