"""Sums of the fund: a block a currency, bars on the scale of the largest."""

from decimal import Decimal

from services.portal.clients.fund import Balance
from services.portal.views.money import money_blocks


def balance(currency: str, *sums: str) -> Balance:
    return Balance(currency, *map(Decimal, sums))


def test_currencies_are_never_added() -> None:
    blocks = money_blocks(
        [balance("CAD", "80", "60", "20", "0", "40"), balance("USD", "1", "2", "2", "1", "0")]
    )
    assert [block.currency for block in blocks] == ["CAD", "USD"]
    assert [row.entry for row in blocks[0].rows] == [
        "pledge",
        "receipt",
        "allocation",
        "disbursement",
    ]
    assert [row.share for row in blocks[0].rows] == [1.0, 0.75, 0.25, 0.0]
    assert [row.share for row in blocks[1].rows] == [0.5, 1.0, 1.0, 0.5]


def test_nothing_has_no_bar() -> None:
    (block,) = money_blocks([balance("USD", "0", "0", "0", "0", "0")])
    assert {row.share for row in block.rows} == {0.0}
