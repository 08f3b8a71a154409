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


class StatusVote(NamedTuple):
    """What a fact says of a pair; the latest year, then the latest publication gives the status."""

    year: int
    published: int
    status: str


class CellKey(NamedTuple):
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


class Contribution:
    """A fact with what it adds, worked out once: the tallies it stands on, its cell and amounts on
    each, what it says of which pairs.
    """

    __slots__ = ("amounts", "cell_key", "fact", "pairs", "tallies", "vote")

    def __init__(self, fact: Fact) -> None:
        self.fact, self.amounts = fact, amounts(fact)
        who = (EVERYBODY, *(code for code, _ in fact.reporters))
        self.tallies = [
            TallyKey(fact.activity, year, reporter)
            for reporter in who
            for year in (ALL_YEARS, fact.year)
        ]
        self.cell_key = CellKey(
            tuple(sorted({kind for _, kind in fact.reporters})), tuple(sorted(fact.axes))
        )
        self.vote = StatusVote(fact.year, fact.published, fact.status)
        self.pairs = [
            Pair(axis, code, kind) for axis in (ALL, *fact.axes) for code, kind in fact.reporters
        ]


@dataclass(slots=True)
class Tally:
    """Counters by cell_key of fact; and, on a tally of everybody, the latest standings of each pair,
    the one that counts last.

    `more`: pairs of which there may be facts beyond those remembered. `pending`: the changes it has
    seen since it was stored.
    """

    cells: dict[CellKey, Counters] = field(default_factory=dict)
    votes: dict[Pair, list[StatusVote]] = field(default_factory=dict)
    more: set[Pair] = field(default_factory=set)
    pending: int = field(default=0, compare=False)

    def replace(
        self, key: TallyKey, old: Contribution | None, new: Contribution | None
    ) -> list[Pair]:
        """Take one fact off the tally of this key and put another on, as far as they stand on it.

        Returns the pairs that lost what gave them their status and got nothing later: an earlier
        fact gives it now, or none. Where `unknown` says so, that fact must be looked up.
        """
        gone: dict[Pair, StatusVote] = {}
        everybody = key.reporter == EVERYBODY
        self.pending += 1
        if old is not None and key in old.tallies:
            self._add(old, -1)
            gone = self._drop_vote(old) if everybody else gone
        if new is not None and key in new.tallies:
            self._add(new, 1)
            if everybody:
                self._add_vote(new, gone)
        return [
            pair
            for pair, before in gone.items()
            if not (known := self.votes.get(pair)) or known[-1] < before
        ]

    def unknown(self, pair: Pair) -> bool:
        """Whether facts count for a pair of which none is remembered."""
        return pair in self.more and not self.votes.get(pair)

    def remember(self, pair: Pair, found: Sequence[StatusVote]) -> None:
        """What facts that count say of a pair: all of them, or the latest and more than are
        remembered.
        """
        self.votes[pair] = sorted(found)[-REMEMBERED:]
        if len(found) <= REMEMBERED:
            self.more.discard(pair)

    def counters(self, kind: str | None = None, axis: str | None = None) -> Counters:
        """The counters of the facts with such a reporter and such an axis, and how many mark each
        axis.
        """
        found = Counter[str]()
        for cell_key, cell in self.cells.items():
            if kind in (None, *cell_key.kinds) and axis in (None, *cell_key.axes):
                found.update(cell)
                found.update({f"axis:{marked}": cell["facts"] for marked in cell_key.axes})
        return found

    def _add_vote(self, new: Contribution, gone: Mapping[Pair, StatusVote]) -> None:
        for pair in new.pairs:
            known = self.votes.setdefault(pair, [])
            if pair in self.more and new.vote < (known[0] if known else gone.get(pair, new.vote)):
                continue  # there may be others between
            insort(known, new.vote)
            if len(known) > REMEMBERED:
                del known[0]
                self.more.add(pair)

    def _drop_vote(self, old: Contribution) -> dict[Pair, StatusVote]:
        """Returns the pairs it gave their status to."""
        vote, gone = old.vote, {}
        for pair in old.pairs:
            known = self.votes.get(pair, [])
            if vote in known:
                if known[-1] == vote:
                    gone[pair] = vote
                known.remove(vote)
            if not known and pair not in self.more:
                self.votes.pop(pair, None)
        return gone

    def _add(self, fact: Contribution, sign: int) -> None:
        cell = self.cells.setdefault(fact.cell_key, {})
        for name, amount in fact.amounts.items():
            if total := cell.get(name, 0) + sign * amount:
                cell[name] = total
            else:
                cell.pop(name, None)
        if not cell:
            del self.cells[fact.cell_key]


def folded(facts: Iterable[Fact]) -> dict[TallyKey, Tally]:
    """The tallies of these facts alone: what the incremental ones must equal."""
    tallies: dict[TallyKey, Tally] = {}
    for fact in facts:
        contribution = Contribution(fact)
        for key in contribution.tallies:
            tallies.setdefault(key, Tally()).replace(key, None, contribution)
    return tallies


def told(tallies: Mapping[TallyKey, Tally]) -> dict[str, str]:
    """Tallies as cells and pairs by name, to be compared: what each counts, what gives each pair its
    status.
    """
    found = {}
    for key, tally in tallies.items():
        name = f"{key.activity}|{key.year or ALL}|"
        for cell_key, counters in tally.cells.items():
            found[
                f"cell {name}{key.reporter or ALL}|{'+'.join(cell_key.kinds)}|{'+'.join(cell_key.axes)}"
            ] = str(dict(sorted(counters.items())))
        for pair, known in tally.votes.items():
            if known:
                found[f"pair {name}{pair.axis}|{pair.reporter}|{pair.kind}"] = str(tuple(known[-1]))
    return found
