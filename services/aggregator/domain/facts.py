"""Facts, and the tallies they add up to. Pure: a fact is put on a tally when it begins to count and
taken off when it ends.

A tally is all that is counted of one activity, in one year or in all, of one reporter or of
everybody: additive counters, and on those of everybody what gives each pair of (activity, reporter)
its status.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

ALL = "*"
ALL_YEARS = 0
EVERYBODY = ""
SOCIETY = frozenset({"civil_society", "academia", "diaspora", "migrants"})
Counters = dict[str, int]
REMEMBERED = (
    4  # facts of a pair that a tally knows, latest last: when one ends, the next is at hand
)


class TallyKey(NamedTuple):
    """Which tally: an activity, a year or `ALL_YEARS`, a reporter or `EVERYBODY`."""

    activity: str
    year: int
    reporter: str


class Pair(NamedTuple):
    """Who has a status on a tally: under an axis or `*`, a reporter, as the kind it had then."""

    axis: str
    reporter: str
    kind: str


class Standing(NamedTuple):
    """What a fact says of a pair; the latest year, then the latest publication gives the status."""

    year: int
    published: int
    status: str


class Sort(NamedTuple):
    """What facts must have alike to be counted in one cell: the kinds of their reporters, and their
    axes; each in order.
    """

    kinds: tuple[str, ...]
    axes: tuple[str, ...]


class Fact(NamedTuple):
    """The current published revision of an implementation.

    `published`: the position of the event that published it.
    """

    submission: str
    revision: int
    published: int
    activity: str
    year: int
    status: str
    reporters: tuple[tuple[str, str], ...]
    joint: bool
    partner: bool
    evidence: bool
    axes: tuple[str, ...]
    beneficiaries: tuple[tuple[str, str, int], ...]
    resources: tuple[tuple[str, str], ...]


def ten_thousandths(amount: str) -> int:
    """A decimal text of up to four places in ten-thousandths."""
    whole, _, part = amount.partition(".")
    return int(whole + part.ljust(4, "0"))


def amounts(fact: Fact) -> Counters:
    """What a fact adds to a cell; money in ten-thousandths, which every currency divides."""
    found: Counters = {
        "facts": 1,
        "joint": int(fact.joint),
        "partner": int(fact.partner),
        "evidence": int(fact.evidence),
    }
    for sex, age, count in fact.beneficiaries:
        name = f"persons:{sex}:{age}"
        found[name] = found.get(name, 0) + count
    for currency, amount in fact.resources:
        name = f"money:{currency}"
        found[name] = found.get(name, 0) + ten_thousandths(amount)
    return found


class Weighed:
    """A fact with what it adds, worked out once: the tallies it stands on, its cell and amounts on
    each, what it says of which pairs.
    """

    __slots__ = ("amounts", "tallies", "fact", "pairs", "sort", "standing")

    def __init__(self, fact: Fact) -> None:
        self.fact, self.amounts = fact, amounts(fact)
        who = (EVERYBODY, *(code for code, _ in fact.reporters))
        self.tallies = [
            TallyKey(fact.activity, year, reporter)
            for reporter in who
            for year in (ALL_YEARS, fact.year)
        ]
        self.sort = Sort(
            tuple(sorted({kind for _, kind in fact.reporters})), tuple(sorted(fact.axes))
        )
        self.standing = Standing(fact.year, fact.published, fact.status)
        self.pairs = [
            Pair(axis, code, kind) for axis in (ALL, *fact.axes) for code, kind in fact.reporters
        ]


@dataclass(slots=True)
class Tally:
    """Counters by sort of fact; and, on a tally of everybody, the latest standings of each pair,
    the one that counts last.

    `more`: pairs of which there may be facts beyond those remembered. `pending`: the changes it has
    seen since it was stored.
    """

    cells: dict[Sort, Counters] = field(default_factory=dict)
    standings: dict[Pair, list[Standing]] = field(default_factory=dict)
    more: set[Pair] = field(default_factory=set)
    pending: int = field(default=0, compare=False)

    def replace(self, key: TallyKey, old: Weighed | None, new: Weighed | None) -> list[Pair]:
        """Take one fact off the tally of this key and put another on, as far as they stand on it.

        Returns the pairs that lost what gave them their status and got nothing later: an earlier
        fact gives it now, or none. Where `unknown` says so, that fact must be looked up.
        """
        gone: dict[Pair, Standing] = {}
        everybody = key.reporter == EVERYBODY
        self.pending += 1
        if old is not None and key in old.tallies:
            self._add(old, -1)
            gone = self._forget(old) if everybody else gone
        if new is not None and key in new.tallies:
            self._add(new, 1)
            if everybody:
                self._stand(new, gone)
        return [
            pair
            for pair, before in gone.items()
            if not (known := self.standings.get(pair)) or known[-1] < before
        ]

    def unknown(self, pair: Pair) -> bool:
        """Whether facts count for a pair of which none is remembered."""
        return pair in self.more and not self.standings.get(pair)

    def remember(self, pair: Pair, found: Sequence[Standing]) -> None:
        """What facts that count say of a pair: all of them, or the latest and more than are
        remembered.
        """
        self.standings[pair] = sorted(found)[-REMEMBERED:]
        if len(found) <= REMEMBERED:
            self.more.discard(pair)

    def counters(self, kind: str | None = None, axis: str | None = None) -> Counters:
        """The counters of the facts with such a reporter and such an axis, and how many mark each
        axis.
        """
        found = Counter[str]()
        for sort, cell in self.cells.items():
            if kind in (None, *sort.kinds) and axis in (None, *sort.axes):
                found.update(cell)
                found.update({f"axis:{marked}": cell["facts"] for marked in sort.axes})
        return found

    def _stand(self, new: Weighed, gone: Mapping[Pair, Standing]) -> None:
        for pair in new.pairs:
            known = self.standings.setdefault(pair, [])
            if pair in self.more and new.standing < (
                known[0] if known else gone.get(pair, new.standing)
            ):
                continue  # there may be others between
            insort(known, new.standing)
            if len(known) > REMEMBERED:
                del known[0]
                self.more.add(pair)

    def _forget(self, old: Weighed) -> dict[Pair, Standing]:
        """Returns the pairs it gave their status to."""
        standing, gone = old.standing, {}
        for pair in old.pairs:
            known = self.standings.get(pair, [])
            if standing in known:
                if known[-1] == standing:
                    gone[pair] = standing
                known.remove(standing)
            if not known and pair not in self.more:
                self.standings.pop(pair, None)
        return gone

    def _add(self, fact: Weighed, sign: int) -> None:
        cell = self.cells.setdefault(fact.sort, {})
        for name, amount in fact.amounts.items():
            if total := cell.get(name, 0) + sign * amount:
                cell[name] = total
            else:
                cell.pop(name, None)
        if not cell:
            del self.cells[fact.sort]


def folded(facts: Iterable[Fact]) -> dict[TallyKey, Tally]:
    """The tallies of these facts alone: what the incremental ones must equal."""
    tallies: dict[TallyKey, Tally] = {}
    for fact in facts:
        weighed = Weighed(fact)
        for key in weighed.tallies:
            tallies.setdefault(key, Tally()).replace(key, None, weighed)
    return tallies


def told(tallies: Mapping[TallyKey, Tally]) -> dict[str, str]:
    """Tallies as cells and pairs by name, to be compared: what each counts, what gives each pair its
    status.
    """
    found = {}
    for key, tally in tallies.items():
        name = f"{key.activity}|{key.year or ALL}|"
        for sort, counters in tally.cells.items():
            found[
                f"cell {name}{key.reporter or ALL}|{'+'.join(sort.kinds)}|{'+'.join(sort.axes)}"
            ] = str(dict(sorted(counters.items())))
        for pair, known in tally.standings.items():
            if known:
                found[f"pair {name}{pair.axis}|{pair.reporter}|{pair.kind}"] = str(tuple(known[-1]))
    return found
