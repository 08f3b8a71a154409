"""Facts, and the boards they add up to. Pure: a fact is put on a board when it begins to count and taken off when it ends.

A board is all that is counted of one activity, in one year or in all, of one reporter or of everybody: cells of additive counters, and
what gives each pair of (activity, reporter) its status.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

ALL = "*"
ALL_YEARS = 0
EVERYBODY = ""
SOCIETY = frozenset({"civil_society", "academia", "diaspora", "migrants"})
Counters = dict[str, int]
AMOUNT = re.compile(r"[0-9]{1,15}(?:\.([0-9]{1,4}))?", re.ASCII)
LONGEST = {"submission": 36, "activity": 20, "status": 40}
REMEMBERED = 4  # facts of a pair that a board knows, latest last: when one ends, the next is at hand


class Key(NamedTuple):
    """Which board: an activity, a year or `ALL_YEARS`, a reporter or `EVERYBODY`."""

    activity: str
    year: int
    reporter: str


class Pair(NamedTuple):
    """On a board, who has a status: under an axis or `*`, a reporter, as the kind it had then."""

    axis: str
    reporter: str
    kind: str


class Standing(NamedTuple):
    """What a fact says of a pair; the latest year, then the latest publication gives the status."""

    year: int
    published: int
    status: str


@dataclass(frozen=True, slots=True)
class Fact:
    """The current published revision of an implementation. `published`: the position of the event that published it."""

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

    def counters(self) -> Counters:
        """What it adds to each of its cells; money in ten-thousandths, which every currency divides."""
        found: Counters = {"facts": 1}
        if self.joint:
            found["joint"] = 1
        if self.partner:
            found["partner"] = 1
        if self.evidence:
            found["evidence"] = 1
        for axis in self.axes:
            found[f"axis:{axis}"] = 1
        for sex, age, count in self.beneficiaries:
            if count:
                found[f"persons:{sex}:{age}"] = found.get(f"persons:{sex}:{age}", 0) + count
        for currency, amount in self.resources:
            if exact := ten_thousandths(amount):
                found[f"money:{currency}"] = found.get(f"money:{currency}", 0) + exact
        return found

    def flaw(self, minor_units: Mapping[str, int]) -> str | None:
        """Why it cannot be counted, None where it can: what no sender of this system writes would otherwise stop everything behind it."""
        too_long = [name for name, most in LONGEST.items() if len(getattr(self, name)) > most]
        too_long += [code for code in (*self.axes, *(reporter for reporter, _ in self.reporters)) if len(code) > 40]
        if too_long or not self.reporters or not 1 <= self.year <= 9999:
            return f"it cannot be counted: {', '.join(name[:40] for name in too_long) or 'reporters or year'}"
        for currency, amount in self.resources:
            form = AMOUNT.fullmatch(amount)
            if form is None or len(form[1] or "") > minor_units.get(currency, 2):
                return f"{amount[:40]!r} is no amount of {currency[:10]}"
        return "a count of persons is negative" if any(count < 0 for _, _, count in self.beneficiaries) else None

    def boards(self) -> list[Key]:
        """The boards it stands on."""
        years = (ALL_YEARS, self.year)
        return [Key(self.activity, year, who) for who in (EVERYBODY, *(code for code, _ in self.reporters)) for year in years]

    def pairs(self, reporter: str) -> list[Pair]:
        """The pairs it gives a status to, on a board of this reporter or of everybody."""
        people = [person for person in self.reporters if reporter in (EVERYBODY, person[0])]
        return [Pair(axis, code, kind) for axis in (ALL, *self.axes) for code, kind in people]

    @property
    def standing(self) -> Standing:
        """What it says of its pairs."""
        return Standing(self.year, self.published, self.status)


def ten_thousandths(amount: str) -> int:
    """A decimal text in ten-thousandths."""
    return int(Decimal(amount).scaleb(4))


@dataclass(slots=True)
class Board:
    """Cells by (who, axis), `who` being `*` or `kind:<kind>`; and of each pair the latest standings, the one that counts last.

    `more`: pairs of which there may be facts beyond those remembered.
    """

    cells: dict[tuple[str, str], Counters] = field(default_factory=dict)
    standings: dict[Pair, list[Standing]] = field(default_factory=dict)
    more: set[Pair] = field(default_factory=set)

    def replace(self, old: Fact | None, new: Fact | None, reporter: str = EVERYBODY) -> list[Pair]:
        """Take one fact off and put another on the board of this reporter or of everybody.

        Returns the pairs that lost what gave them their status and got nothing later: an earlier fact gives it now, or none. Where
        `unknown` says so, that fact must be looked up.
        """
        gone = self._take(old, reporter) if old is not None else {}
        if new is not None:
            self._put(new, reporter, gone)
        return [pair for pair, before in gone.items() if not (known := self.standings.get(pair)) or known[-1] < before]

    def unknown(self, pair: Pair) -> bool:
        """Whether facts count for a pair of which none is remembered."""
        return pair in self.more and not self.standings.get(pair)

    def _put(self, fact: Fact, reporter: str, gone: Mapping[Pair, Standing]) -> None:
        self._count(fact, reporter, 1)
        standing = fact.standing
        for pair in fact.pairs(reporter):
            known = self.standings.setdefault(pair, [])
            if pair in self.more and standing < (known[0] if known else gone[pair]):
                continue  # there may be others between
            known.append(standing)
            if len(known) > 1:
                known.sort()
                if len(known) > REMEMBERED:
                    del known[0]
                    self.more.add(pair)

    def _take(self, fact: Fact, reporter: str) -> dict[Pair, Standing]:
        """Returns the pairs it gave their status to."""
        self._count(fact, reporter, -1)
        standing, gone = fact.standing, {}
        for pair in fact.pairs(reporter):
            known = self.standings.get(pair, [])
            if standing in known:
                if known[-1] == standing:
                    gone[pair] = standing
                known.remove(standing)
            if not known and pair not in self.more:
                self.standings.pop(pair, None)
        return gone

    def remember(self, pair: Pair, known: Iterable[Standing], *, more: bool) -> None:
        """What the facts that count say of a pair; `more`: there are others, earlier ones."""
        self.standings[pair] = sorted(known)
        if not self.standings[pair]:
            del self.standings[pair]
        (self.more.add if more else self.more.discard)(pair)

    def _count(self, fact: Fact, reporter: str, sign: int) -> None:
        amounts = fact.counters().items()
        kinds = dict.fromkeys(f"kind:{kind}" for _, kind in fact.reporters) if reporter == EVERYBODY else ()
        for axis in (ALL, *fact.axes):
            for who in (ALL, *kinds):
                cell = self.cells.setdefault((who, axis), {})
                for name, amount in amounts:
                    total = cell.get(name, 0) + sign * amount
                    if total:
                        cell[name] = total
                    else:
                        del cell[name]
                if not cell:
                    del self.cells[who, axis]


def folded(facts: Iterable[Fact]) -> dict[Key, Board]:
    """The boards of these facts alone: what the incremental ones must equal."""
    boards: dict[Key, Board] = {}
    for fact in facts:
        for key in fact.boards():
            boards.setdefault(key, Board()).replace(None, fact, key.reporter)
    return boards


def told(boards: Mapping[Key, Board]) -> dict[str, str]:
    """Boards as cells and pairs by name, to be compared: what each counts, what gives each pair its status."""
    found = {}
    for key, board in boards.items():
        name = f"{key.activity}|{key.year or ALL}|"
        for (who, axis), counters in board.cells.items():
            found[f"cell {name}{f'actor:{key.reporter}' if key.reporter else who}|{axis}"] = str(dict(sorted(counters.items())))
        kind = "its own pair" if key.reporter else "pair"
        for pair, known in board.standings.items():
            if known:
                found[f"{kind} {name}{pair.axis}|{pair.reporter}|{pair.kind}"] = str(tuple(known[-1]))
    return found
