"""The submissions behind a value."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.db import INDEXED, Database
from kernel.errors import not_found
from services.aggregator.api import reading, subjects
from services.aggregator.api.dependencies import When, resources
from services.aggregator.api.reading import Asked, Reading
from services.aggregator.api.subjects import Listing, Operation, Question, Subject
from services.aggregator.api.values import place
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import INDICATORS, Each, Figure, Indicator, Latest
from services.aggregator.domain.kinds import LISTED
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Counted, Scope, naming
from services.aggregator.schemas import Evidence
from services.aggregator.schemas.examples import ANSWERS
from services.aggregator.store import facts, withholdings

router = web.router("/indicators", "indicators")

LOOKED_AT, STRIDE = 5_000, 500  # facts that a page looks through at most, and at once

Row = tuple[Fact, Any]  # a fact, what it adds
Place = Sequence[Any]  # (published, submission …) of the fact that a page begins behind
Page = tuple[list[Row], Place | None]  # None: there is nothing behind it


async def evidence(request: Request, question: Question, listed: Listing) -> Response:
    """Each report that contributes at that position, with the revision, the position that published
    it and what it adds. The contributions added up, and divided by `divisor` where there is one,
    are the value.
    """
    after = web.decode_cursor(request, listed.cursor, int, str, int, str)
    subject = await question.subject(request, listed.filters, _when(listed.when, after))
    behind = await _behind(request, question, subject)
    rows, last = await behind.rows(after, listed.limit)
    items = await behind.items(rows)
    page, headers = web.page_links(request, items, _next(subject.asked, last))
    answer = {
        **_head(behind.indicator, behind.figure),
        **_stands(subject.asked, listed.when),
        "definition": _definition(behind.indicator),
        "submissions": page["items"],
        "next": page["next"],
    }
    return web.answer(request, answer, headers=headers)


async def _behind(request: Request, question: Question, subject: Subject) -> "Behind":
    known, db = indicator_of(question.indicator), resources(request).db
    read = await reading.read(db, subject.asked, subject.activities, known.needs)
    objective = question.code if question.kind is subjects.OBJECTIVE else None
    return Behind(db, read, known, subject.scope, objective)


def _next(asked: Asked, last: Place | None) -> list[Any] | None:
    """Where the next page begins, and of which position and edition it is."""
    return [*last, asked.at.position, asked.structure.edition] if last else None


def _stands(asked: Asked, when: When) -> dict[str, Any]:
    """Of what the answer is; a page behind the first one was not asked for `as_of` by people."""
    if when.as_of is None:
        asked = replace(asked, at=replace(asked.at, asked=None))
    return place(asked)


OF_VALUES = Operation(
    "evidence", "list{}Evidence", "The reports behind a value{}", Evidence, ANSWERS[Evidence]
)
subjects.declare(router, OF_VALUES, evidence)


def _head(indicator: Indicator, figure: Figure) -> dict[str, Any]:
    """The value with all that belongs to it."""
    value = indicator.shown(figure)
    told = {name: value[name] for name in value if name != "indicator"}
    return {**told, "divisor": figure.divisor}


def _definition(indicator: Indicator) -> dict[str, Any]:
    return {"code": indicator.code, "version": indicator.version}


def indicator_of(code: str) -> Indicator:
    """Raises 404."""
    if code not in INDICATORS:
        raise not_found()
    return INDICATORS[code]


def _when(when: When, after: Place | None) -> When:
    """The pages behind the first one are of the same position and edition."""
    if after is None:
        return when
    return replace(when, as_of=when.as_of or str(after[2]), edition=after[3])


def _page(rows: list[Row], limit: int) -> Page:
    """A page of these rows, of which there is one more than fits where there are more."""
    return rows[:limit], _place(rows[limit - 1][0]) if len(rows) > limit else None


def _place(fact: Fact) -> Place:
    return fact.published, fact.submission


class Behind:
    """The facts that contribute to a value, each with what it adds."""

    def __init__(
        self,
        db: Database,
        read: Reading,
        indicator: Indicator,
        scope: Scope,
        objective: str | None = None,
    ) -> None:
        self._db, self._read, self.indicator, self._scope = db, read, indicator, scope
        self._objective = objective
        self.figure = read.figure(indicator, scope)

    async def rows(self, after: Place | None, limit: int) -> Page:
        """The next ones behind a place."""
        if self._read.asked.contradictory:
            return [], None
        place = tuple(after[:2]) if after else None
        behind = self.indicator.behind
        if isinstance(behind, Latest):
            return await self._latest(behind, place, limit)
        return await self._each(behind, place, limit)

    async def items(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """The rows as they are shown; of what is withheld no more than what it contributed."""
        generation = self._read.asked.at.generation
        async with self._db.read() as connection:
            hidden = await withholdings.hidden(
                connection, generation, [fact.submission for fact, _ in rows]
            )
        return [
            self._contribution(fact, contribution)
            | (HIDDEN if fact.submission in hidden else self._told(fact))
            for fact, contribution in rows
        ]

    def _contribution(self, fact: Fact, contribution: Any) -> dict[str, Any]:
        behind = self.indicator.behind
        small = isinstance(behind, Each) and behind.small_cells
        return {
            "id": fact.submission,
            "revision": fact.revision,
            "position": fact.published,
            "contribution": contribution,
            **({"small_cells": small(fact)} if small else {}),
        }

    def _told(self, fact: Fact) -> dict[str, Any]:
        """What a fact says of itself; behind a value of an objective, how it serves that too."""
        if self._objective is None:
            return _shown(fact)
        return _shown(fact) | {"strength": self._strength(fact, self._objective)}

    def _strength(self, fact: Fact, objective: str) -> str:
        """Direct where it names the objective itself, else by the links of its activities."""
        if isinstance(fact, Implementation):
            named: Sequence[str] = (fact.activity,)
        else:
            named = [] if objective in fact.objectives else fact.activities
        counted = [code for one in named for code in self._scope.under(one)]
        linked = [code for code in counted if code in self._scope.activities]
        return self._read.asked.structure.strength(linked, objective)

    async def _latest(self, behind: Latest, place: Any, limit: int) -> Page:
        """Those that are the latest on something: few, whatever there is in the scope."""
        counted = self._read.counted_in(self._scope)
        adds = behind.of(counted, self._scope, self._read.asked.structure)
        positions = sorted(at for at in adds if place is None or at > place[0])[: limit + 1]
        published = await self._published_at(counted, positions)
        return _page([(fact, adds[fact.published]) for fact in published], limit)

    async def _published_at(self, counted: Counted, positions: Sequence[int]) -> Sequence[Fact]:
        """The facts that these positions published: those listed, else implementations."""
        listed: dict[int, Fact] = {
            fact.published: fact
            for kind in self.indicator.needs
            for fact in counted.listed.get(kind, ())
        }
        if self.indicator.needs[-1] in LISTED:
            return [listed[at] for at in positions]
        query = self._read.asked.query()
        async with self._db.read(INDEXED) as connection:
            return await facts.published_at(connection, query, self._scope.counted, positions)

    async def _each(self, behind: Each, place: Place | None, limit: int) -> Page:
        """Those that add something by themselves. A page ends early where few do: nobody waits for
        a look through all there is.
        """
        rows: list[Row] = []
        stride, looked_at = limit + 1, 0
        while len(rows) <= limit:
            facts_ = await self._facts(place, stride)
            adds = [behind.of(fact, self._read.asked.structure) for fact in facts_]
            rows += [row for row in zip(facts_, adds, strict=True) if row[1] is not None]
            if len(facts_) < stride:
                break
            place, looked_at = _place(facts_[-1]), looked_at + stride
            if len(rows) <= limit and looked_at >= LOOKED_AT:
                return rows, place
            stride = max(stride, STRIDE)
        return _page(rows, limit)

    async def _facts(self, place: Place | None, limit: int) -> list[Fact]:
        """The next facts of the kinds that the indicator counts."""
        asked, needs = self._read.asked, self.indicator.needs
        query = replace(asked.query(asked.actor), after=place, limit=limit)
        async with self._db.read(INDEXED) as connection:
            if needs == ("implementation",):
                return [*await facts.implementations(connection, query, self._scope.counted)]
            kinds = [kind for kind in needs if kind in LISTED]
            listed = naming(self._scope, await facts.listed(connection, query, kinds))
        behind = [fact for kind in kinds for fact in listed[kind]]
        return sorted(behind, key=lambda fact: (fact.published, fact.submission))[:limit]


def _shown(fact: Fact) -> dict[str, Any]:
    """What a fact says of itself while it is not withheld."""
    shown = {"reporters": [name for name, _ in fact.reporters], "activity": None, "year": fact.year}
    if isinstance(fact, Implementation):
        return shown | {"activity": fact.activity}
    return shown | {"activities": list(fact.activities), "objectives": list(fact.objectives)}


HIDDEN = {"reporters": None, "activity": None, "year": None, "not_public": True}
