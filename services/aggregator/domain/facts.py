"""Facts, and the cells and pairs they add up to. Pure: a fact's contribution is added when it begins to count and taken off when it ends.

A cell is (activity, year, who, axis) with additive counters; a pair is (activity, year, axis, reporter) with the facts that give it a status.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ALL = "*"
SOCIETY = frozenset({"civil_society", "academia", "diaspora", "migrants"})
Counters = dict[str, int]
AMOUNT = re.compile(r"[0-9]{1,15}(?:\.([0-9]{1,4}))?", re.ASCII)
LONGEST = {"submission": 36, "activity": 20, "status": 40}


class CellKey(NamedTuple):
    """`who`: `*`, `kind:<kind>` or `actor:<code>`; `axis`: `*` or an axis."""

    activity: str
    year: int
    who: str
    axis: str

    @property
    def text(self) -> str:
        """The key as one text."""
        return f"{self.activity}|{self.year}|{self.who}|{self.axis}"


class PairKey(NamedTuple):
    """A reporter on an activity in a year, under an axis or all."""

    activity: str
    year: int
    axis: str
    reporter: str
    kind: str

    @property
    def text(self) -> str:
        """The key as one text."""
        return f"{self.activity}|{self.year}|{self.axis}|{self.reporter}|{self.kind}"


class Member(NamedTuple):
    """A fact within a pair."""

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
        found: Counters = {"facts": 1, "joint": int(self.joint), "partner": int(self.partner), "evidence": int(self.evidence)}
        amounts = [
            *((f"axis:{axis}", 1) for axis in self.axes), *((f"persons:{sex}:{age}", count) for sex, age, count in self.beneficiaries),
            *((f"money:{currency}", int(Decimal(amount).scaleb(4))) for currency, amount in self.resources),
        ]
        for name, amount in amounts:
            found[name] = found.get(name, 0) + amount
        return {name: amount for name, amount in found.items() if amount}

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

    def cells(self) -> list[CellKey]:
        """The cells it stands in."""
        kinds = dict.fromkeys(f"kind:{kind}" for _, kind in self.reporters)
        who = [ALL, *kinds, *(f"actor:{code}" for code, _ in self.reporters)]
        return [CellKey(self.activity, self.year, w, axis) for w in who for axis in (ALL, *self.axes)]

    def pairs(self) -> list[PairKey]:
        """The pairs it gives a status to."""
        return [PairKey(self.activity, self.year, axis, code, kind) for code, kind in self.reporters for axis in (ALL, *self.axes)]


@dataclass(slots=True)
class Board:
    """The cells and pairs that a batch touches, as they stand; changed in place, the changes told by key."""

    cells: dict[CellKey, Counters]
    pairs: dict[PairKey, dict[str, Member]]

    def replace(self, old: Fact | None, new: Fact | None) -> tuple[list[CellKey], list[PairKey]]:
        """Take one fact off and put another on; returns the keys that stand otherwise than before."""
        cells = dict.fromkeys([*(old.cells() if old else ()), *(new.cells() if new else ())])
        pairs = dict.fromkeys([*(old.pairs() if old else ()), *(new.pairs() if new else ())])
        before = ({key: dict(self.cells.get(key, {})) for key in cells}, {key: dict(self.pairs.get(key, {})) for key in pairs})
        if old is not None:
            self._add(old, -1)
        if new is not None:
            self._add(new, 1)
        changed_cells = [key for key in cells if self.cells.get(key, {}) != before[0][key]]
        return changed_cells, [key for key in pairs if self.pairs.get(key, {}) != before[1][key]]

    def _add(self, fact: Fact, sign: int) -> None:
        for cell in fact.cells():
            counters = self.cells.setdefault(cell, {})
            for name, amount in fact.counters().items():
                counters[name] = counters.get(name, 0) + sign * amount
                if not counters[name]:
                    del counters[name]
        for pair in fact.pairs():
            members = self.pairs.setdefault(pair, {})
            if sign > 0:
                members[fact.submission] = Member(fact.published, fact.status)
            else:
                members.pop(fact.submission, None)


def folded(facts: Iterable[Fact]) -> Board:
    """The board of these facts alone: what the incremental one must equal."""
    board = Board({}, {})
    for fact in facts:
        board.replace(None, fact)
    return board
