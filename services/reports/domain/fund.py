"""The fund's arithmetic: what stands of each entry, and the balance of a currency.

Amounts are exact decimals. A reversal takes back from the entry that it refers to: from a
disbursement's allocation too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
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
class Fund:
    """All published entries, by id."""

    entries: Mapping[str, Entry]

    def standing(self, id_: str) -> Decimal:
        """The amount of an entry less its reversals."""
        reversals = (one.amount for one in self.entries.values() if one.refers_to == id_)
        return self.entries[id_].amount - sum(reversals, ZERO)

    def left(self, id_: str) -> Decimal:
        """What can still be taken from an entry: its standing amount, of an allocation less what
        stands of its disbursements.
        """
        spent = (one.id for one in self.entries.values() if one.allocation == id_)
        return self.standing(id_) - sum(map(self.standing, spent), ZERO)

    def balance(self, currency: str) -> dict[str, Decimal]:
        """The sums of a currency; pledges bind nothing."""
        sums = dict.fromkeys(SUMMED, ZERO)
        for one in self.entries.values():
            if one.currency == currency and one.entry in sums:
                sums[one.entry] += self.standing(one.id)
        return {
            "pledged": sums["pledge"],
            "received": sums["receipt"],
            "allocated": sums["allocation"],
            "disbursed": sums["disbursement"],
            "available": sums["receipt"] - sums["allocation"],
            "cash": sums["receipt"] - sums["disbursement"],
        }


def fund_of(entries: Iterable[Entry]) -> Fund:
    """A fund from its entries."""
    return Fund({one.id: one for one in entries})
