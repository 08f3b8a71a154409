"""The values counted a second way, straight from the facts: what verification holds the tallies
against, and what answers where no tally can.

Slow and plain on purpose: it shares the tables of codes with `indicators`, none of its arithmetic.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from services.aggregator.domain.codes import AGES, AXES, SEXES, WEIGHTS
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import Value
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.question import Question
from services.aggregator.domain.recount_listed import Recount
from services.aggregator.domain.structure import Structure


def recounted(
    structure: Structure, facts: Iterable[Fact], question: Question, day: str
) -> list[Value]:
    """All values, in the order of the definitions. `day`: on which participation is looked at."""
    every = list(facts)
    asked = [fact for fact in every if question.keeps(fact)]
    reports = [fact for fact in asked if isinstance(fact, Implementation)]
    speaking, statuses = _latest(reports, question)
    linked, reported = (
        len(question.activities),
        len({code for fact in reports for code in question.places(fact)}),
    )
    return [
        _plain("activities_linked", linked, "count"),
        _plain("activities_reported", reported, "count"),
        {**_part("activity_coverage", reported, linked), "denominator_on": structure.date},
        _plain("reports_published", len(reports), "count"),
        *_participation(structure, question.activities, speaking, day),
        _plain("status_distribution", dict(sorted(Counter(statuses.values()).items())), "count"),
        _mean(statuses),
        *_shares(reports),
        _persons(reports),
        _money(structure, reports),
        _plain("practices_published", sum(fact.kind == "practice" for fact in asked), "count"),
        *Recount(structure, every, question, day).values(),
    ]


def _latest(
    reports: list[Implementation], question: Question
) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Who reports (code → kind), and the status of each (activity, reporter)."""
    speaking: dict[str, str] = {}
    statuses: dict[tuple[str, str], str] = {}
    for fact in sorted(reports, key=lambda fact: (fact.year, fact.published)):
        for code, kind in question.speakers(fact):
            if question.profile in (None, code):
                statuses |= {(place, code): fact.status for place in question.places(fact)}
                speaking[code] = kind
    return speaking, statuses


def _shares(reports: list[Implementation]) -> list[Value]:
    n = len(reports)
    axes = {axis: _six(sum(axis in fact.axes for fact in reports), n) for axis in AXES if n}
    return [
        _part("joint_execution_share", sum(fact.joint for fact in reports), n),
        _part("partner_share", sum(fact.partner for fact in reports), n),
        _part("evidence_share", sum(fact.evidence for fact in reports), n),
        _plain("axis_share", axes, "ratio"),
    ]


def _plain(indicator: str, value: Any, unit: str) -> Value:
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
    return [
        _out_of("organs_reporting", len(heard), len(organs), structure.date),
        _out_of("states_contributing", len(states & set(speaking)), len(states), day),
        _plain("others_contributing", len(others), "count"),
    ]


def _out_of(indicator: str, n: int, of: int, on: str) -> Value:
    return {
        "indicator": indicator,
        "value": n,
        "numerator": n,
        "denominator": of,
        "unit": "count",
        "denominator_on": on,
    }


def _mean(statuses: dict[tuple[str, str], str]) -> Value:
    weights = [WEIGHTS[status] for status in statuses.values() if status in WEIGHTS]
    return _plain("implementation_index", _six(sum(weights, Fraction(0)), len(weights)), "index")


def _persons(facts: list[Implementation]) -> Value:
    cells: dict[tuple[str, str], list[int | None]] = {}
    for fact in facts:
        for sex, age, count in fact.beneficiaries:
            cells.setdefault((sex, age), []).append(count)
    rows = [
        _cell(*key, cells[key]) for sex in SEXES for age in AGES if (key := (sex, age)) in cells
    ]
    return {
        "indicator": "beneficiaries_reached",
        "value": sum(count or 0 for counts in cells.values() for count in counts),
        "unit": "persons",
        "small_cells": sum(counts.count(None) for counts in cells.values()),
        "breakdown": [row for row in rows if row["value"] != 0 or row["small_cells"]],
    }


def _cell(sex: str, age: str, counts: list[int | None]) -> Value:
    told = [count for count in counts if count is not None]
    value = sum(told) if told else None
    small = len(counts) - len(told)
    return {"sex": sex, "age_group": age, "value": value, "small_cells": small}


def _money(structure: Structure, facts: list[Implementation]) -> Value:
    sums: dict[str, Fraction] = {}
    for fact in facts:
        for currency, amount in fact.resources:
            sums[currency] = sums.get(currency, Fraction(0)) + Fraction(amount)
    return _plain(
        "resources_reported",
        {c: _text(s, structure.minor_units.get(c, 2)) for c, s in sorted(sums.items()) if s},
        "money",
    )


def _text(amount: Fraction, digits: int) -> str:
    text = str(int(amount * 10**digits)).rjust(digits + 1, "0")
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text
