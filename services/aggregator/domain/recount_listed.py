"""The values of the kinds without tallies, counted a second way, straight from the facts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from services.aggregator.domain.facts import Fact
from services.aggregator.domain.question import Question
from services.aggregator.domain.structure import Structure

BOUND = {"ratification", "accession", "succession"}

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recount:
    """What is counted: every fact, the question they are counted for, and the day looked at."""

    structure: Structure
    facts: list[Fact]
    question: Question
    day: str

    def of(self, kind: str, *, dated: bool = True) -> list[Any]:
        """The facts of a kind that the question keeps; `dated`: of its year."""
        asked = self.question if dated else replace(self.question, year=None)
        return [fact for fact in self.facts if fact.kind == kind and asked.keeps(fact)]

    def values(self) -> list[Value]:
        """The values, in the order of the definitions."""
        further = [_count("further_activities", len(self.of("further-activity")))]
        return [
            *(further if self.question.objectives else []),
            self._taking_up(),
            _count(
                "agreements_in_force", sum(map(self._in_force, self.of("agreement", dated=False)))
            ),
            self._ratified(),
            _count("recommendations_open", sum(map(_open, self.of("recommendation")))),
            _count("assessed_distribution", self._assessed()),
            self._allocated(),
        ]

    def _taking_up(self) -> Value:
        states = self.structure.participating(self.day)
        places = {
            (fact.reporters[0][0], place)
            for fact in self.of("uptake", dated=False)
            for place in self.question.standing(fact.activity, self.question.activities)
        }
        taken = {
            state
            for state, place in places
            if state in states and self._stance(state, place) == "taken_up"
        }
        return _part("states_taking_up", len(taken), len(states), self.day)

    def _stance(self, state: str, place: str) -> str | None:
        """The latest stance of a state on an activity on the day."""
        stances = [
            (fact.since, fact.published, fact.stance)
            for fact in self.of("uptake", dated=False)
            if fact.reporters[0][0] == state
            and fact.since <= self.day
            and place in self.question.standing(fact.activity, self.question.activities)
        ]
        return max(stances)[2] if stances else None

    def _in_force(self, fact: Any) -> bool:
        if fact.in_force_from is None or fact.in_force_from > self.day:
            return False
        return fact.in_force_to is None or bool(fact.in_force_to > self.day)

    def _ratified(self) -> Value:
        treaties = [
            code
            for code, activities in self.structure.instruments.items()
            if set(activities) & set(self.question.activities)
        ]
        states = self.structure.participating(self.day)
        acts = [
            fact
            for fact in self.facts
            if fact.kind == "ratification" and self.question.lets_pass(fact)
        ]
        bound = sum(self._bound(acts, s, t) for s in states for t in treaties)
        return _part("instruments_ratified", bound, len(states) * len(treaties), self.day)

    def _bound(self, acts: Iterable[Any], state: str, treaty: str) -> bool:
        mine = [
            act
            for act in acts
            if (act.state, act.instrument) == (state, treaty)
            and act.effective <= self.day
            and act.action != "signature"
        ]
        own = {act.action for act in mine if act.own}
        heard = [act for act in mine if act.own or act.action not in own]
        last = max(heard, key=lambda act: (act.effective, act.published), default=None)
        return last is not None and last.action in BOUND

    def _assessed(self) -> dict[str, int]:
        statuses = Counter[str]()
        for report in self.of("implementation"):
            assessments: list[Any] = [one for one in self.facts if one.kind == "assessment"]
            found = [(one.published, one.status) for one in assessments if _assesses(one, report)]
            if found:
                statuses[max(found)[1]] += 1
        return dict(sorted(statuses.items()))

    def _allocated(self) -> Value:
        sums: dict[str, Fraction] = {}
        for fact in self.of("fund-entry"):
            if fact.entry == "allocation":
                amount = sums.get(fact.currency, Fraction(0)) + fact.sign * Fraction(fact.amount)
                sums[fact.currency] = amount
        digits = self.structure.minor_units
        value = {
            code: _text(sums[code], digits.get(code, 2)) for code in sorted(sums) if sums[code]
        }
        return {"indicator": "fund_allocated", "value": value, "unit": "money"}


def _assesses(assessment: Any, report: Fact) -> bool:
    return (assessment.assessed, assessment.assessed_revision) == (
        report.submission,
        report.revision,
    )


def _open(recommendation: Any) -> bool:
    for addressee in recommendation.addressed_to:
        said = [status for _, codes, status in recommendation.follow_ups if addressee in codes]
        if not said or said[-1] != "implemented":
            return True
    return False


def _count(indicator: str, value: Any) -> Value:
    return {"indicator": indicator, "value": value, "unit": "count"}


def _part(indicator: str, n: int, of: int, on: str) -> Value:
    return {
        **_count(indicator, n),
        "numerator": n,
        "denominator": of,
        "denominator_on": on,
    }


def _text(amount: Fraction, digits: int) -> str:
    sign, units = ("-" if amount < 0 else ""), abs(int(amount * 10**digits))
    text = str(units).rjust(digits + 1, "0")
    return sign + (f"{text[:-digits]}.{text[-digits:]}" if digits else text)
