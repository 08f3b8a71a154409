"""Tallies: the sums of `implementation`, of which there can be millions.

A tally is all that is counted on an activity, in one year or in all, of one reporter or of
everybody: counters, and on those of everybody the latest status of each pair. A fact is put on a
tally when it begins to count and dropped when it ends.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.aggregator.domain.counters import Counters, amounts, cell_key
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.latest_statuses import ALL, LatestStatuses, Pair, StatusVote

ALL_YEARS = 0
EVERYBODY = ""


class TallyKey(NamedTuple):
    """Which tally: an activity, a year or `ALL_YEARS`, a reporter or `EVERYBODY`."""

    activity: str
    year: int
    reporter: str


class Contribution:
    """What a fact adds to tallies, worked out once: their keys, its cell and amounts on each, its
    vote and the pairs that it is about.
    """

    __slots__ = ("amounts", "cell", "pairs", "tallies", "vote")

    def __init__(self, fact: Implementation) -> None:
        self.amounts, self.cell = amounts(fact), cell_key(fact)
        self.vote = StatusVote(fact.year, fact.published, fact.status)
        self.pairs = [
            Pair(axis, code, kind) for axis in (ALL, *fact.axes) for code, kind in fact.reporters
        ]
        self.tallies = [
            TallyKey(fact.activity, year, reporter)
            for reporter in (EVERYBODY, *(code for code, _ in fact.reporters))
            for year in (ALL_YEARS, fact.year)
        ]


def keys_of(old: Contribution | None, new: Contribution | None) -> list[TallyKey]:
    """The tallies on which either stands, each once."""
    if old is None or new is None:
        either = old or new
        return either.tallies if either else []
    return list(dict.fromkeys([*old.tallies, *new.tallies]))


@dataclass(slots=True)
class Tally:
    """`changes`: how many it has seen since it was stored or read."""

    counters: Counters = field(default_factory=Counters)
    statuses: LatestStatuses = field(default_factory=LatestStatuses)
    changes: int = field(default=0, compare=False)

    def replace(
        self, key: TallyKey, old: Contribution | None, new: Contribution | None
    ) -> list[Pair]:
        """Drop one contribution and put another, as far as they stand on the tally of this key.

        Returns the pairs that lost what gave them their status and got nothing later: an earlier
        vote gives it now, or none, or (`statuses.needs_lookup`) it must be looked up.
        """
        self.changes += 1
        lost: list[Pair] = []
        everybody = key.reporter == EVERYBODY
        if old is not None and key in old.tallies:
            self.counters.drop(old.cell, old.amounts)
            if everybody:
                lost = self.statuses.drop(old.pairs, old.vote)
        if new is not None and key in new.tallies:
            self.counters.put(new.cell, new.amounts)
            if everybody:
                self.statuses.put(new.pairs, new.vote)
        return [pair for pair in lost if old and not self._later(pair, old.vote)]

    def _later(self, pair: Pair, vote: StatusVote) -> bool:
        latest = self.statuses.latest(pair)
        return latest is not None and latest >= vote


def tallies_of(facts: Iterable[Implementation]) -> dict[TallyKey, Tally]:
    """The tallies of these facts alone: what the incremental ones must equal."""
    tallies: dict[TallyKey, Tally] = {}
    for fact in facts:
        contribution = Contribution(fact)
        for key in contribution.tallies:
            tallies.setdefault(key, Tally()).replace(key, None, contribution)
    return tallies


def by_name(tallies: Mapping[TallyKey, Tally]) -> dict[str, str]:
    """Cells and pairs of tallies by name, to be compared: what each counts, what gives each pair
    its status.
    """
    named = {}
    for key, tally in tallies.items():
        place = f"{key.activity}|{key.year or ALL}|"
        for cell, counters in tally.counters.cells.items():
            name = f"cell {place}{key.reporter or ALL}|{'+'.join(cell.kinds)}|{'+'.join(cell.axes)}"
            named[name] = str(dict(sorted(counters.items())))
        for pair, votes in tally.statuses.votes.items():
            named[f"pair {place}{pair.axis}|{pair.reporter}|{pair.kind}"] = str(tuple(votes[-1]))
    return named
