"""The judge of what the later kinds count: section 5 of `kinds.md` read word by word.

It shares no code with the product.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.reference.scope import (
    Fact,
    Filters,
    Structure,
    Value,
    asked_for,
    marks,
    money,
    names,
    speaks,
    standing,
)

BINDING = ("ratification", "accession", "succession")


@dataclass(frozen=True)
class Asked:
    """What values are asked for: of which activities and objectives (an activity's page has no
    objective, an actor's has all), with which filters, on whose page.

    `states` participate on `day`, the D of the contract.
    """

    structure: Structure
    activities: set[str]
    objectives: set[str]
    filters: Filters
    profile: str | None
    states: frozenset[str]
    day: date

    def of(
        self, facts: Iterable[Fact], kind: str, year: Callable[[Fact], int] | None
    ) -> list[Fact]:
        """The facts of a kind in scope; `year` of a fact, None where the kind goes by D."""
        return [
            fact
            for fact in facts
            if fact.kind == kind
            and names(self.structure, fact, self.activities, self.objectives)
            and marks(fact, self.filters)
            and speaks(self.structure, fact, self.filters, self.profile)
            and (year is None or self.filters.year in (None, year(fact)))
        ]


def values(asked: Asked, facts: list[Fact], reports: list[Fact]) -> list[Value]:
    """The values of the later kinds, in their order; `reports`: the implementations in scope."""
    further = len(asked.of(facts, "further-activity", _begun))
    recommended = asked.of(facts, "recommendation", _year_of_publication)
    return [
        *([_count("further_activities", further)] if asked.objectives else []),
        _out_of("states_taking_up", _taking_up(asked, facts), len(asked.states), asked.day),
        _count("agreements_in_force", len(_in_force(asked, facts))),
        _ratified(asked, facts),
        _count("recommendations_open", len([one for one in recommended if is_open(one)])),
        _count("assessed_distribution", _assessed(facts, reports)),
        {"indicator": "fund_allocated", "value": _allocated(asked, facts), "unit": "money"},
    ]


def _begun(fact: Fact) -> int:
    started = fact.payload.get("started_on")
    return date.fromisoformat(started).year if started else _year_of_publication(fact)


def _year_of_publication(fact: Fact) -> int:
    if fact.first is None:
        raise ValueError("the day of the first publication is not told")
    return fact.first.year


def _taking_up(asked: Asked, facts: list[Fact]) -> int:
    """Participating states whose latest uptake on some activity is `taken_up`."""
    stances: dict[tuple[str, str], str] = {}
    uptakes = asked.of(facts, "uptake", year=None)
    for fact in sorted(uptakes, key=lambda one: (one.payload["since"], one.position)):
        if date.fromisoformat(fact.payload["since"]) <= asked.day:  # the latest overwrites
            for activity in standing(asked.structure, [fact.payload["activity"]]):
                if activity in asked.activities:
                    stances[fact.reporter, activity] = fact.payload["stance"]
    return len(
        {state for (state, _), stance in stances.items() if stance == "taken_up"} & asked.states
    )


def _in_force(asked: Asked, facts: list[Fact]) -> list[Fact]:
    def in_force(fact: Fact) -> bool:
        begins, ends = (fact.payload.get(name) for name in ("in_force_from", "in_force_to"))
        if begins is None or date.fromisoformat(begins) > asked.day:
            return False
        return ends is None or date.fromisoformat(ends) > asked.day

    return [fact for fact in asked.of(facts, "agreement", year=None) if in_force(fact)]


def _ratified(asked: Asked, facts: list[Fact]) -> Value:
    """Of participating states × instruments: the pairs whose latest action binds."""
    treaties = {
        code for code, on in asked.structure.instruments.items() if set(on) & asked.activities
    }
    latest: dict[tuple[str, str], str] = {}
    for fact in sorted(_acts(asked, facts), key=lambda one: (_effective(one), one.position)):
        state, instrument = fact.payload["state"], fact.payload["instrument"]
        if state in asked.states and instrument in treaties:
            latest[state, instrument] = fact.payload["action"]
    n = len([action for action in latest.values() if action in BINDING])
    return _out_of("instruments_ratified", n, len(asked.states) * len(treaties), asked.day)


def _acts(asked: Asked, facts: list[Fact]) -> list[Fact]:
    """Actions other than signature of the states asked for that have taken effect by D. SG's word
    on an action goes where the state itself has one on the same.
    """

    def action(fact: Fact) -> tuple[str, ...]:
        return tuple(fact.payload[name] for name in ("state", "instrument", "action"))

    def wanted(state: str) -> bool:
        return asked_for(asked.structure, asked.filters, state) and asked.profile in (None, state)

    acts = [
        fact
        for fact in facts
        if fact.kind == "ratification"
        and fact.payload["action"] != "signature"
        and _effective(fact) <= asked.day
        and marks(fact, asked.filters)
        and wanted(fact.payload["state"])
    ]
    own = {action(fact) for fact in acts if fact.reporter == fact.payload["state"]}
    return [
        fact for fact in acts if fact.reporter == fact.payload["state"] or action(fact) not in own
    ]


def _effective(fact: Fact) -> date:
    return date.fromisoformat(fact.payload.get("takes_effect_on") or fact.payload["date"])


def is_open(recommendation: Fact) -> bool:
    """Until the latest standing follow-up of every addressee is `implemented`."""
    latest = dict(recommendation.follow_ups)  # the latest overwrites
    return any(latest.get(one) != "implemented" for one in recommendation.payload["addressed_to"])


def _assessed(facts: list[Fact], reports: list[Fact]) -> dict[str, int]:
    """Implementations whose current revision has an assessment, by the latest one's status."""
    latest: dict[str, str] = {}
    current = {(report.id, report.revision) for report in reports}
    for fact in sorted(facts, key=lambda one: one.position):
        if fact.kind == "assessment":
            assessed = fact.payload["submission"], fact.payload["revision"]
            if assessed in current:
                latest[fact.payload["submission"]] = fact.payload["status"]
    return dict(sorted(Counter(latest.values()).items()))


def _allocated(asked: Asked, facts: list[Fact]) -> dict[str, str]:
    """Allocations less what was taken back of each, by currency."""

    def year(fact: Fact) -> int:
        return date.fromisoformat(fact.payload["date"]).year

    entries = [one for one in facts if one.kind == "fund-entry"]
    allocations = asked.of(
        [one for one in entries if one.payload["entry"] == "allocation"], "fund-entry", year
    )
    counted = {one.id for one in allocations}
    sums: dict[str, Fraction] = {}
    for fact in entries:
        taken_back = fact.payload["entry"] == "reversal" and fact.payload["refers_to"] in counted
        if fact.id in counted or taken_back:
            amount = Fraction(fact.payload["money"]["amount"]) * (-1 if taken_back else 1)
            currency = fact.payload["money"]["currency"]
            sums[currency] = sums.get(currency, Fraction(0)) + amount
    return {currency: money(currency, total) for currency, total in sorted(sums.items()) if total}


def _count(indicator: str, value: Any) -> Value:
    return {"indicator": indicator, "value": value, "unit": "count"}


def _out_of(indicator: str, n: int, of: int, day: date) -> Value:
    parts = {"numerator": n, "denominator": of, "denominator_on": day.isoformat()}
    return _count(indicator, n) | parts
