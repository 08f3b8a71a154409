"""The judge of every indicator: the definitions of the domain read word by word, slow and plain.

It shares no code with the product. From the facts of a position and the structure of an edition it
computes everything anew, in the shape of the HTTP contract.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.reference import later
from tests.reference.scope import Actor as Actor
from tests.reference.scope import Fact as Fact
from tests.reference.scope import Filters as Filters
from tests.reference.scope import Membership as Membership
from tests.reference.scope import Structure as Structure
from tests.reference.scope import (
    Value,
    asked_for,
    counted_on,
    in_scope,
    money,
    participates,
    reporters,
    standing,
)

Pair = tuple[str, str]  # (activity, reporter)
Cell = tuple[str, str]  # (sex, age group)

AXES = (
    "human_rights",
    "gender",
    "vulnerability",
    "children_adolescents",
    "development",
    "cultural_diversity",
)
SEXES = ("female", "male", "other", "unknown")
AGE_GROUPS = ("child", "adolescent", "adult", "older", "unknown")
PARTNERS_THAT_COUNT = {"civil_society", "academia", "diaspora", "migrants"}
WEIGHTS = {  # not_applicable has none: such a pair is left out
    "not_started": Fraction(0),
    "planned": Fraction(1, 4),
    "under_way": Fraction(1, 2),
    "substantially_implemented": Fraction(3, 4),
    "completed": Fraction(1),
    "permanent": Fraction(1),
    "suspended": Fraction(0),
}


def objective_values(
    structure: Structure, facts: Iterable[Fact], objective: str, filters: Filters, on: date
) -> list[Value]:
    """All values of an objective.

    `on`: the UTC date of the recorded time of the answer's position, the edition's date at position
    0.
    """
    if objective not in structure.objectives:
        raise KeyError(objective)
    linked = {activity for activity, linked_to in structure.links if linked_to == objective}
    return _values(structure, list(facts), linked, {objective}, filters, on, profile=None)


def activity_values(
    structure: Structure, facts: Iterable[Fact], activity: str, filters: Filters, on: date
) -> list[Value]:
    """The same for one activity, as if an objective had this one only."""
    if activity not in structure.activities:
        raise KeyError(activity)
    return _values(structure, list(facts), {activity}, set(), filters, on, profile=None)


def actor_values(
    structure: Structure, facts: Iterable[Fact], actor: str, filters: Filters, on: date
) -> list[Value]:
    """The same for one actor: its facts on any activity, its own pairs; a joint fact stands in the
    profile of each who confirmed.
    """
    if actor not in structure.actors:
        raise KeyError(actor)
    everything = set(structure.activities), set(structure.objectives)
    return _values(structure, list(facts), *everything, filters, on, profile=actor)


def _values(
    structure: Structure,
    facts: list[Fact],
    activities: set[str],
    objectives: set[str],
    filters: Filters,
    on: date,
    profile: str | None,
) -> list[Value]:
    if len({fact.id for fact in facts}) != len(facts):
        raise ValueError("a submission has one public revision at a time, so one fact")
    about = (structure, activities, objectives, filters, profile)
    kept, practices = (
        [fact for fact in facts if fact.kind == kind and in_scope(structure, fact, *about[1:])]
        for kind in ("implementation", "practice")
    )

    statuses = _statuses(structure, kept, activities, filters, profile)
    speaking, day = {reporter for _, reporter in statuses}, counted_on(filters.year, on)
    states = {code for code, actor in structure.actors.items() if participates(actor, day)}
    reported = {place for fact in kept for place in _places(structure, fact) & activities}
    return [
        _count("activities_linked", len(activities)),
        _count("activities_reported", len(reported)),
        _ratio("activity_coverage", len(reported), len(activities))
        | {"denominator_on": structure.edition_date.isoformat()},
        _count("reports_published", len(kept)),
        _organs_reporting(structure, activities, speaking),
        _out_of("states_contributing", len(speaking & states), len(states), day),
        _count("others_contributing", len(_of_kind(structure, speaking, "multilateral", "other"))),
        _count("status_distribution", dict(sorted(Counter(statuses.values()).items()))),
        _implementation_index(statuses),
        _share("joint_execution_share", kept, _is_joint),
        _share("partner_share", kept, _has_partner_that_counts),
        _share("evidence_share", kept, _has_public_evidence),
        _axis_share(kept),
        _beneficiaries_reached(kept),
        _resources_reported(kept),
        _count("practices_published", len(practices)),
        *later.values(later.Asked(*about, frozenset(states), day), facts, kept),
    ]


def _places(structure: Structure, fact: Fact) -> set[str]:
    return standing(structure, [fact.payload["activity"]])


def _statuses(
    structure: Structure,
    facts: list[Fact],
    activities: set[str],
    filters: Filters,
    profile: str | None,
) -> dict[Pair, str]:
    """The status of each pair, by its latest fact."""
    statuses: dict[Pair, str] = {}
    for fact in sorted(
        facts, key=lambda fact: (fact.payload["year"], fact.position)
    ):  # the latest overwrites
        for reporter in reporters(fact):
            if asked_for(structure, filters, reporter) and profile in (None, reporter):
                for place in _places(structure, fact) & activities:
                    statuses[place, reporter] = fact.payload["status"]
    return statuses


def rounded(exact: Fraction) -> float:
    """Six decimal places, a half going to the even neighbour: what Fraction's own round does,
    exactly.
    """
    return float(round(exact, 6))


def _count(indicator: str, value: Any) -> Value:
    return {"indicator": indicator, "value": value, "unit": "count"}


def _ratio(indicator: str, numerator: int, denominator: int) -> Value:
    value = rounded(Fraction(numerator, denominator)) if denominator else None
    return {
        "indicator": indicator,
        "value": value,
        "numerator": numerator,
        "denominator": denominator,
        "unit": "ratio",
    }


def _share(indicator: str, facts: list[Fact], has_it: Callable[[Fact], bool]) -> Value:
    return _ratio(indicator, len([fact for fact in facts if has_it(fact)]), len(facts))


def _is_joint(fact: Fact) -> bool:
    return fact.payload.get("execution") in ("bilateral", "multilateral")


def _has_public_evidence(fact: Fact) -> bool:
    return any(link["access"] == "public" for link in fact.evidence)


def _out_of(indicator: str, n: int, of: int, on: date) -> Value:
    return {
        "indicator": indicator,
        "value": n,
        "numerator": n,
        "denominator": of,
        "unit": "count",
        "denominator_on": on.isoformat(),
    }


def _of_kind(structure: Structure, codes: set[str], *kinds: str) -> set[str]:
    return {code for code in codes if structure.actors[code].kind in kinds}


def _organs_reporting(structure: Structure, activities: set[str], speaking: set[str]) -> Value:
    addressees = {code for activity in activities for code in structure.activities[activity]}
    addressed = _of_kind(structure, addressees, "organ")
    heard = {
        _as_addressed(structure, organ, addressed)
        for organ in _of_kind(structure, speaking, "organ")
    } - {None}
    return _out_of("organs_reporting", len(heard), len(addressed), structure.edition_date)


def _as_addressed(structure: Structure, organ: str, addressed: set[str]) -> str | None:
    """The organ itself where it is addressed, else the nearest addressed body above it."""
    seen: set[str] = set()
    above: str | None = organ
    while above is not None and above not in seen:
        if above in addressed:
            return above
        seen.add(above)
        above = structure.actors[above].parent if above in structure.actors else None
    return None


def _implementation_index(statuses: dict[Pair, str]) -> Value:
    weights = [WEIGHTS[status] for status in statuses.values() if status != "not_applicable"]
    value = rounded(sum(weights, Fraction(0)) / len(weights)) if weights else None
    return {"indicator": "implementation_index", "value": value, "unit": "index"}


def _has_partner_that_counts(fact: Fact) -> bool:
    return any(
        partner["kind"] in PARTNERS_THAT_COUNT for partner in fact.payload.get("partners") or []
    )


def _axis_share(facts: list[Fact]) -> Value:
    shares = {}
    for axis in AXES if facts else ():
        marking = [fact for fact in facts if axis in (fact.payload.get("axes") or [])]
        shares[axis] = rounded(Fraction(len(marking), len(facts)))
    return {"indicator": "axis_share", "value": shares, "unit": "ratio"}


def _beneficiaries_reached(facts: list[Fact]) -> Value:
    cells: dict[Cell, list[int | None]] = {}
    for fact in facts:
        for group in fact.payload.get("beneficiaries") or []:
            number = None if group.get("small") else group["count"]
            cells.setdefault((group["sex"], group["age_group"]), []).append(number)
    rows = [
        _row(sex, age_group, cells.get((sex, age_group), []))
        for sex in SEXES
        for age_group in AGE_GROUPS
    ]
    return {
        "indicator": "beneficiaries_reached",
        "value": sum(row["value"] or 0 for row in rows),
        "unit": "persons",
        "small_cells": sum(row["small_cells"] for row in rows),
        "breakdown": [row for row in rows if row["value"] or row["small_cells"]],
    }


def _row(sex: str, age_group: str, numbers: list[int | None]) -> Value:
    """Null where all that was reported is small: there is nothing to add up."""
    known = [number for number in numbers if number is not None]
    small = len(numbers) - len(known)
    value = None if small and not known else sum(known)
    return {"sex": sex, "age_group": age_group, "value": value, "small_cells": small}


def _resources_reported(facts: list[Fact]) -> Value:
    sums: dict[str, Fraction] = {}
    for fact in facts:
        for resource in fact.payload.get("resources") or []:
            sums[resource["currency"]] = sums.get(resource["currency"], Fraction(0)) + Fraction(
                resource["amount"]
            )
    value = {
        currency: money(currency, amount) for currency, amount in sorted(sums.items()) if amount
    }
    return {"indicator": "resources_reported", "value": value, "unit": "money"}
