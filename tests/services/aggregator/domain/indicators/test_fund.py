"""What the fund allocates."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.fund_entry import FundEntry
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


def entry(n: int, currency: str, amount: str, sign: int = 1, sort: str = "allocation") -> FundEntry:
    return FundEntry(f"s{n}", 1, n, 2020, COL, sort, sign, currency, amount, ("A-1",))


def test_allocations_less_reversals_and_no_zero_sums() -> None:
    facts = [
        entry(1, "USD", "100.10"),
        entry(2, "USD", "0.10", -1),
        entry(3, "JPY", "7"),
        entry(4, "JPY", "7", -1),
        entry(5, "USD", "9", sort="receipt"),
    ]
    counted = Counted(Sums(), "2024-01-01", {"fund-entry": facts})
    value = INDICATORS["fund_allocated"].value(counted, Scope(("A-1",)), STRUCTURE)
    assert value["value"] == {"USD": "100.00"}


def test_an_entry_adds_what_it_allocates_or_takes_back() -> None:
    behind: Any = INDICATORS["fund_allocated"].behind
    assert behind.of(entry(1, "USD", "100.10"), STRUCTURE) == {"USD": "100.10"}
    assert behind.of(entry(2, "USD", "0.1", -1), STRUCTURE) == {"USD": "-0.10"}
    assert behind.of(entry(5, "USD", "9", sort="receipt"), STRUCTURE) is None


def test_currencies_come_in_their_order() -> None:
    facts = [entry(1, "USD", "1"), entry(2, "CAD", "1")]
    counted = Counted(Sums(), "2024-01-01", {"fund-entry": facts})
    value = INDICATORS["fund_allocated"].value(counted, Scope(("A-1",)), STRUCTURE)
    assert list(value["value"]) == ["CAD", "USD"]
