"""F10: what was pledged, received, allocated and disbursed, one block a currency, never added."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from services.portal.clients.fund import Balance

STEPS = (
    ("pledge", "pledged"),
    ("receipt", "received"),
    ("allocation", "allocated"),
    (
        "disbursement",
        "disbursed",
    ),
)


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One sum; `entry`: the kind of the entries behind it; `share`: of the largest, for the bar."""

    entry: str
    amount: Decimal
    share: float


@dataclass(frozen=True, slots=True)
class MoneyBlock:
    """The sums of one currency, and what of them is not allocated yet."""

    currency: str
    rows: list[MoneyRow]
    available: Decimal


def money_blocks(balances: Iterable[Balance]) -> list[MoneyBlock]:
    """One block a currency, in the order given."""
    return [_block(balance) for balance in balances]


def _block(balance: Balance) -> MoneyBlock:
    sums = [(entry, getattr(balance, name)) for entry, name in STEPS]
    largest = max(amount for _, amount in sums)
    return MoneyBlock(
        balance.currency,
        [
            MoneyRow(entry, amount, float(amount / largest) if largest else 0.0)
            for entry, amount in sums
        ],
        balance.available,
    )
