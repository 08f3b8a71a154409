"""The fund's arithmetic, to the last digit."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.reports.domain.fund import Entry, Fund, Row, balances, entry_of, fund_of


def entry(id_: str, sort: str, amount: str, **more: str) -> Entry:
    return Entry(id_, sort, "USD", Decimal(amount), "2024-01-01", **more)


FUND = fund_of(
    [
        entry("p", "pledge", "1000"),
        entry("r", "receipt", "500.10"),
        entry("r-", "reversal", "0.05", refers_to="r"),
        entry("a", "allocation", "300"),
        entry("d", "disbursement", "120", allocation="a"),
        entry("d-", "reversal", "20", refers_to="d"),
    ]
)


def test_reversals_are_taken_off_and_give_back() -> None:
    assert FUND.left("a") == 200
    assert FUND.left("d") == 100
    assert FUND.left("r") == Decimal("500.05")
    assert FUND.balance("USD") == {
        "pledged": 1000,
        "received": Decimal("500.05"),
        "allocated": 300,
        "disbursed": 100,
        "available": Decimal("200.05"),
        "cash": Decimal("400.05"),
    }
    assert set(FUND.balance("CAD").values()) == {0}


@given(st.lists(st.decimals("0.01", "1000000", places=2), min_size=1, max_size=20))
def test_no_digit_is_lost(amounts: list[Decimal]) -> None:
    receipts = [Entry(str(n), "receipt", "USD", one, "d") for n, one in enumerate(amounts)]
    assert Fund({one.id: one for one in receipts}).balance("USD")["cash"] == sum(amounts)


def test_an_entry_is_read_from_its_payload() -> None:
    payload = {"entry": "receipt", "money": {"currency": "USD", "amount": "1.10"}, "date": "d"}
    assert entry_of("1", payload) == Entry("1", "receipt", "USD", Decimal("1.10"), "d")


def test_every_currency_has_its_balance() -> None:
    def row(id_: str, currency: str) -> Row:
        money = {"currency": currency, "amount": "1.10"}
        payload = {"entry": "receipt", "money": money, "date": "2024-01-01"}
        return Row(id_, 1, "", "SG", "t", "es", payload, False)

    found = balances([row("1", "USD"), row("2", "CAD"), row("3", "USD")])
    assert list(found) == ["CAD", "USD"]
    assert {one: sums["cash"] for one, sums in found.items()} == {
        "CAD": Decimal("1.10"),
        "USD": Decimal("2.20"),
    }


def test_a_row_tells_what_lists_sort_it_by() -> None:
    money = {"currency": "CAD", "amount": "1"}
    payload = {"entry": "pledge", "money": money, "date": "2024-01-31"}
    row = Row("1", 1, "", "SG", "t", "es", payload, False)
    assert (row.sort, row.date, row.currency) == ("pledge", "2024-01-31", "CAD")
