"""The values counted a second way, straight from the facts: what verification holds the cells
against, and what answers where no cell can.

Slow and plain on purpose: it shares the tables of codes with `indicators`, none of its arithmetic.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import AGES, AXES, SEXES, SMALL, WEIGHTS, Value
from services.aggregator.domain.structure import Structure


@dataclass(frozen=True, slots=True)
class Question:
    """Which facts are asked for.

    One reporter must be both `actor` and of `kind`; `profile`: whose facts and pairs alone count.
    """

    activities: tuple[str, ...]
    year: int | None = None
    axis: str | None = None
    actor: str | None = None
    kind: str | None = None
    profile: str | None = None

    def speakers(self, fact: Fact) -> list[tuple[str, str]]:
        """The reporters of a fact that are asked for."""
        return [
            (code, kind)
            for code, kind in fact.reporters
            if self.actor in (None, code) and self.kind in (None, kind)
        ]

    def keeps(self, fact: Fact) -> bool:
        """Whether a fact is in scope."""
        if fact.activity not in self.activities or self.year not in (None, fact.year):
            return False
        if self.axis is not None and self.axis not in fact.axes:
            return False
        return bool(self.speakers(fact)) and (
            self.profile is None or self.profile in dict(fact.reporters)
        )


def recounted(
    structure: Structure, facts: Iterable[Fact], question: Question, day: str
) -> list[Value]:
    """All values, in the order of the definitions. `day`: on which participation is looked at."""
    kept = [fact for fact in facts if question.keeps(fact)]
    statuses: dict[tuple[str, str], str] = {}
    speaking: dict[str, str] = {}
    for fact in sorted(kept, key=lambda fact: (fact.year, fact.published)):
        for code, kind in question.speakers(fact):
            if question.profile in (None, code):
                statuses[fact.activity, code] = fact.status
                speaking[code] = kind
    linked, reported = len(question.activities), len({fact.activity for fact in kept})
    return [
        _said("activities_linked", linked, "count"),
        _said("activities_reported", reported, "count"),
        {**_part("activity_coverage", reported, linked), "denominator_on": structure.date},
        _said("reports_published", len(kept), "count"),
        *_participation(structure, question.activities, speaking, day),
        _said("status_distribution", dict(sorted(Counter(statuses.values()).items())), "count"),
        _mean(statuses),
        _part("joint_execution_share", sum(fact.joint for fact in kept), len(kept)),
        _part("partner_share", sum(fact.partner for fact in kept), len(kept)),
        _part("evidence_share", sum(fact.evidence for fact in kept), len(kept)),
        _said(
            "axis_share",
            {axis: _six(sum(axis in fact.axes for fact in kept), len(kept)) for axis in AXES}
            if kept
            else {},
            "ratio",
        ),
        _persons(kept),
        _money(structure, kept),
    ]


def _said(indicator: str, value: Any, unit: str) -> Value:
    return {"indicator": indicator, "value": value, "unit": unit}


def _six(numerator: Fraction | int, denominator: int) -> float | None:
    return float(round(Fraction(numerator, denominator), 6)) if denominator else None


def _part(indicator: str, numerator: int, denominator: int) -> Value:
    return {
        "indicator": indicator,
        "value": _six(numerator, denominator),
        "numerator": numerator,
        "denominator": denominator,
        "unit": "ratio",
    }


def _participation(
    structure: Structure, activities: tuple[str, ...], speaking: dict[str, str], day: str
) -> list[Value]:
    organs = structure.organs_addressed(activities)
    heard = {
        structure.counted_as(code, organs) for code, kind in speaking.items() if kind == "organ"
    } - {None}
    states = structure.participating(day)
    others = [code for code, kind in speaking.items() if kind in ("multilateral", "other")]
    of = [
        ("organs_reporting", len(heard), len(organs), structure.date),
        ("states_contributing", len(states & set(speaking)), len(states), day),
    ]
    told: list[Value] = [
        {
            "indicator": name,
            "value": n,
            "numerator": n,
            "denominator": all_,
            "unit": "count",
            "denominator_on": on,
        }
        for name, n, all_, on in of
    ]
    return [*told, _said("others_contributing", len(others), "count")]


def _mean(statuses: dict[tuple[str, str], str]) -> Value:
    weights = [WEIGHTS[status] for status in statuses.values() if status in WEIGHTS]
    return _said("implementation_index", _six(sum(weights, Fraction(0)), len(weights)), "index")


def _persons(facts: list[Fact]) -> Value:
    cells: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        for sex, age, count in fact.beneficiaries:
            cells[sex, age] += count
    hidden = [count for count in cells.values() if 1 <= count <= SMALL]
    told = len(hidden) == 1 or (len(hidden) > 1 and (max(hidden) == 1 or min(hidden) == SMALL))
    breakdown = [
        {
            "sex": sex,
            "age_group": age,
            "value": cells[sex, age] if cells[sex, age] > SMALL else None,
            "suppressed": cells[sex, age] <= SMALL,
        }
        for sex in SEXES
        for age in AGES
        if cells[sex, age]
    ]
    return {
        "indicator": "beneficiaries_reached",
        "value": None if told else sum(cells.values()),
        "unit": "persons",
        "breakdown": breakdown,
    }


def _money(structure: Structure, facts: list[Fact]) -> Value:
    sums: dict[str, Fraction] = {}
    for fact in facts:
        for currency, amount in fact.resources:
            sums[currency] = sums.get(currency, Fraction(0)) + Fraction(amount)
    return _said(
        "resources_reported",
        {c: _text(s, structure.minor_units.get(c, 2)) for c, s in sorted(sums.items()) if s},
        "money",
    )


def _text(amount: Fraction, digits: int) -> str:
    text = str(int(amount * 10**digits)).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text
