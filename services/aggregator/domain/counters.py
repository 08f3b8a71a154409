"""Counters of facts: sums that do not depend on the order in which facts came and went."""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from services.aggregator.domain.kinds.implementation import Implementation

Amounts = dict[str, int]


class CellKey(NamedTuple):
    """What facts have alike that are counted in one cell: the kinds of their reporters and their
    axes, each sorted.
    """

    kinds: tuple[str, ...]
    axes: tuple[str, ...]


def cell_key(fact: Implementation) -> CellKey:
    """The cell a fact is counted in."""
    kinds = {kind for _, kind in fact.reporters}
    return CellKey(tuple(sorted(kinds)), tuple(sorted(fact.axes)))


def ten_thousandths(amount: str) -> int:
    """A decimal text of up to four places in ten-thousandths."""
    whole, _, part = amount.partition(".")
    return int(whole + part.ljust(4, "0"))


def amounts(fact: Implementation) -> Amounts:
    """What a fact adds to its cell: how many persons, and how many reported cells of them are small
    or empty; money in ten-thousandths, which every currency divides.
    """
    added: Amounts = {
        "facts": 1,
        "joint": int(fact.joint),
        "partner": int(fact.partner),
        "evidence": int(fact.evidence),
    }
    for sex, age, count in fact.beneficiaries:
        kind, amount = ("persons", count) if count else ("small" if count is None else "empty", 1)
        name = f"{kind}:{sex}:{age}"
        added[name] = added.get(name, 0) + amount
    for currency, money in fact.resources:
        name = f"money:{currency}"
        added[name] = added.get(name, 0) + ten_thousandths(money)
    return added


@dataclass(slots=True)
class Counters:
    """Amounts by cell; a cell holds no zeros, an empty one is gone."""

    cells: dict[CellKey, Amounts] = field(default_factory=dict)

    def put(self, key: CellKey, added: Amounts, sign: int = 1) -> None:
        """Count a fact; `sign` -1: no longer."""
        cell = self.cells.setdefault(key, {})
        for name, amount in added.items():
            if total := cell.get(name, 0) + sign * amount:
                cell[name] = total
            else:
                cell.pop(name, None)
        if not cell:
            del self.cells[key]

    def drop(self, key: CellKey, added: Amounts) -> None:
        """Count a fact no longer."""
        self.put(key, added, -1)

    def total(self, kind: str | None = None, axis: str | None = None) -> Amounts:
        """The sum over facts with such a reporter and such an axis, and as `axis:<axis>` how many
        of them mark each axis.
        """
        total = Counter[str]()
        for key, cell in self.cells.items():
            if kind in (None, *key.kinds) and axis in (None, *key.axes):
                total.update(cell)
                total.update({f"axis:{marked}": cell["facts"] for marked in key.axes})
        return total
