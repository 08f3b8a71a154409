"""The fund's arithmetic: what stands of each entry, and the balance of a currency.

Amounts are exact decimals. A reversal takes back from the entry that it refers to: from a
disbursement's allocation too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

ZERO = Decimal(0)
SUMMED = ("pledge", "receipt", "allocation", "disbursement")


@dataclass(frozen=True, slots=True)
class Entry:
    """A published entry. `refers_to`: the entry that a reversal takes back from."""

    id: str
    entry: str
    currency: str
    amount: Decimal
    date: str
    allocation: str | None = None
    refers_to: str | None = None


def entry_of(id_: str, payload: Mapping[str, Any]) -> Entry:
    """A published entry from its payload."""
    money = payload["money"]
    return Entry(
        id_,
        payload["entry"],
        money["currency"],
        Decimal(money["amount"]),
        payload["date"],
        payload.get("allocation"),
        payload.get("refers_to"),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A published entry as everybody may read it; `position`: of its publication, `withheld`: who
    contributes and the note are left out of the payload.
    """

    id: str
    position: int
    published_at: str
    reporter: str
    title: str
    language: str
    payload: Mapping[str, Any]
    withheld: bool

    @property
    def sort(self) -> str:
        """Which entry it is: a pledge, a receipt, an allocation, a disbursement, a reversal."""
        return str(self.payload["entry"])

    @property
    def date(self) -> str:
        """The day of the entry."""
        return str(self.payload["date"])

    @property
    def currency(self) -> str:
        """The currency of its amount."""
        return str(self.payload["money"]["currency"])


@dataclass(frozen=True)
class Fund:
    """All published entries, by id."""

    entries: Mapping[str, Entry]

    @cached_property
    def _reversed(self) -> Mapping[str, Decimal]:
        """The reversals of each entry."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for one in self.entries.values():
            if one.refers_to is not None:
                sums[one.refers_to] += one.amount
        return sums

    @cached_property
    def _spent(self) -> Mapping[str, Decimal]:
        """What stands of the disbursements of each allocation."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for one in self.entries.values():
            if one.allocation is not None:
                sums[one.allocation] += self.standing(one.id)
        return sums

    def standing(self, id_: str) -> Decimal:
        """The amount of an entry less its reversals."""
        return self.entries[id_].amount - self._reversed.get(id_, ZERO)

    def left(self, id_: str) -> Decimal:
        """What can still be taken from an entry: its standing amount, of an allocation less what
        stands of its disbursements.
        """
        return self.standing(id_) - self._spent.get(id_, ZERO)

    def balance(self, currency: str) -> dict[str, Decimal]:
        """The sums of a currency; pledges bind nothing."""
        pledged, received, allocated, disbursed = self._sums(currency)
        return {
            "pledged": pledged,
            "received": received,
            "allocated": allocated,
            "disbursed": disbursed,
            "available": received - allocated,
            "cash": received - disbursed,
        }

    def _sums(self, currency: str) -> Iterator[Decimal]:
        """What stands of the entries of each sort."""
        for sort in SUMMED:
            entries = (one for one in self.entries.values() if one.entry == sort)
            same = (self.standing(one.id) for one in entries if one.currency == currency)
            yield sum(same, ZERO)


def fund_of(entries: Iterable[Entry]) -> Fund:
    """A fund from its entries."""
    return Fund({one.id: one for one in entries})


def balances(rows: Iterable[Row]) -> dict[str, dict[str, Decimal]]:
    """The balance of each currency that an entry is in."""
    entries = [entry_of(row.id, row.payload) for row in rows]
    fund = fund_of(entries)
    return {one: fund.balance(one) for one in sorted({entry.currency for entry in entries})}
