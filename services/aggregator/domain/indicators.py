"""From merged cells and pairs to values: exact integers, fractions and decimals, rounded last, so
every database gives the same bytes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.aggregator.domain.facts import ALL, Counters, Pair, StatusVote, Tally
from services.aggregator.domain.structure import Structure

AXES = (
    "human_rights",
    "gender",
    "vulnerability",
    "children_adolescents",
    "development",
    "cultural_diversity",
)
SEXES = ("female", "male", "other", "unknown")
AGES = ("child", "adolescent", "adult", "older", "unknown")
WEIGHTS = {
    "not_started": Fraction(0),
    "planned": Fraction(1, 4),
    "under_way": Fraction(1, 2),
    "substantially_implemented": Fraction(3, 4),
    "completed": Fraction(1),
    "permanent": Fraction(1),
    "suspended": Fraction(0),
}
SMALL = 4  # public cells from 1 to this are suppressed

Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: the activities, and the restriction of reporters that the filters make."""

    activities: tuple[str, ...]
    actor: str | None = None
    kind: str | None = None
    axis: str | None = None

    def admits(self, pair: Pair) -> bool:
        """Whether a pair's reporter passes the filters."""
        return self.actor in (None, pair.reporter) and self.kind in (None, pair.kind)


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything of a scope, merged: counters over all cells, activities with a fact, the status of
    each pair, who reports.
    """

    counters: Counters
    reported: int
    statuses: Mapping[tuple[str, str], str]
    reporters: Mapping[str, str]  # code → kind


def merge(scope: Scope, tallies: Iterable[tuple[str, Tally, Tally]]) -> Sums:
    """Add up what is counted in a scope, and find each pair's status: latest year, then latest
    publication.

    `tallies`: activity, the tally counters are taken from (an actor's or everybody's), everybody's.
    """
    counters, reported = Counter[str](), 0
    latest: dict[tuple[str, str], StatusVote] = {}
    reporters: dict[str, str] = {}
    kind, axis = None if scope.actor else scope.kind, scope.axis or ALL
    for activity, counted, everybody in tallies:
        cell = counted.counters(kind, scope.axis)
        reported += bool(cell)
        counters.update(cell)
        for pair, known in everybody.votes.items():
            if known and pair.axis == axis and scope.admits(pair):
                latest[activity, pair.reporter] = max(
                    known[-1], latest.get((activity, pair.reporter), known[-1])
                )
                reporters[pair.reporter] = pair.kind
    return Sums(
        counters, reported, {pair: found.status for pair, found in latest.items()}, reporters
    )


def number(value: Fraction | None) -> int | float | None:
    """An exact fraction rounded half-even to six places."""
    return None if value is None else round(value * 1_000_000) / 1_000_000


def values(structure: Structure, scope: Scope, sums: Sums, day: str) -> list[Value]:
    """All values of a scope, in the order of the definitions.

    `day`: on which participation is looked at.
    """
    return [make(structure, scope, sums, day) for make in MAKERS]


def _plain(indicator: str, value: Any, unit: str) -> Value:
    return {"indicator": indicator, "value": value, "unit": unit}


def _ratio(indicator: str, numerator: int, denominator: int, on: str | None = None) -> Value:
    value = number(Fraction(numerator, denominator)) if denominator else None
    found = {
        "indicator": indicator,
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "unit": "ratio",
    }
    return found | ({"denominator_on": on} if on else {})


def _of(indicator: str, n: int, denominator: int, on: str) -> Value:
    return {
        "indicator": indicator,
        "value": n,
        "numerator": n,
        "denominator": denominator,
        "unit": "count",
        "denominator_on": on,
    }


def _linked(_structure: Structure, scope: Scope, _sums: Sums, _day: str) -> Value:
    return _plain("activities_linked", len(scope.activities), "count")


def _reported(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    return _plain("activities_reported", sums.reported, "count")


def _coverage(structure: Structure, scope: Scope, sums: Sums, _day: str) -> Value:
    return _ratio("activity_coverage", sums.reported, len(scope.activities), structure.date)


def _reports(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    return _plain("reports_published", sums.counters.get("facts", 0), "count")


def _organs(structure: Structure, scope: Scope, sums: Sums, _day: str) -> Value:
    organs = structure.organs_addressed(scope.activities)
    counted = {structure.counted_as(code, organs) for code in sums.reporters} - {None}
    return _of("organs_reporting", len(counted), len(organs), structure.date)


def _states(structure: Structure, _scope: Scope, sums: Sums, day: str) -> Value:
    participating = structure.participating(day)
    return _of(
        "states_contributing", len(participating & sums.reporters.keys()), len(participating), day
    )


def _others(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    return _plain(
        "others_contributing",
        sum(kind in ("multilateral", "other") for kind in sums.reporters.values()),
        "count",
    )


def _distribution(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    found = list(sums.statuses.values())
    return _plain(
        "status_distribution",
        {status: found.count(status) for status in sorted(set(found))},
        "count",
    )


def _index(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    weights = [WEIGHTS[status] for status in sums.statuses.values() if status in WEIGHTS]
    return _plain(
        "implementation_index",
        number(sum(weights, Fraction(0)) / len(weights)) if weights else None,
        "index",
    )


def _share(indicator: str, name: str) -> Callable[[Structure, Scope, Sums, str], Value]:
    def make(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
        return _ratio(indicator, sums.counters.get(name, 0), sums.counters.get("facts", 0))

    return make


def _axes(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    facts = sums.counters.get("facts", 0)
    return _plain(
        "axis_share",
        {axis: number(Fraction(sums.counters.get(f"axis:{axis}", 0), facts)) for axis in AXES}
        if facts
        else {},
        "ratio",
    )


def _persons(_structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    cells = [
        (sex, age, sums.counters.get(f"persons:{sex}:{age}", 0)) for sex in SEXES for age in AGES
    ]
    breakdown = [
        {
            "sex": sex,
            "age_group": age,
            "value": None if count <= SMALL else count,
            "suppressed": count <= SMALL,
        }
        for sex, age, count in cells
        if count
    ]
    small = [count for _, _, count in cells if 1 <= count <= SMALL]
    known = len(small) == 1 or (bool(small) and sum(small) in (len(small), SMALL * len(small)))
    total = None if known else sum(count for _, _, count in cells)
    return {
        "indicator": "beneficiaries_reached",
        "value": total,
        "unit": "persons",
        "breakdown": breakdown,
    }


def _money(structure: Structure, _scope: Scope, sums: Sums, _day: str) -> Value:
    """Sums per currency in the currency's own digits; counters hold ten-thousandths."""
    totals = {}
    for name, amount in sorted(sums.counters.items()):
        if name.startswith("money:") and amount:
            currency = name.removeprefix("money:")
            totals[currency] = (
                f"{Decimal(amount).scaleb(-4):.{structure.minor_units.get(currency, 2)}f}"
            )
    return _plain("resources_reported", totals, "money")


MAKERS: tuple[Callable[[Structure, Scope, Sums, str], Value], ...] = (
    _linked,
    _reported,
    _coverage,
    _reports,
    _organs,
    _states,
    _others,
    _distribution,
    _index,
    _share("joint_execution_share", "joint"),
    _share("partner_share", "partner"),
    _share("evidence_share", "evidence"),
    _axes,
    _persons,
    _money,
)
CODES = (
    "activities_linked",
    "activities_reported",
    "activity_coverage",
    "reports_published",
    "organs_reporting",
    "states_contributing",
    "others_contributing",
    "status_distribution",
    "implementation_index",
    "joint_execution_share",
    "partner_share",
    "evidence_share",
    "axis_share",
    "beneficiaries_reached",
    "resources_reported",
)
