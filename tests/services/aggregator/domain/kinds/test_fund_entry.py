"""The fact of a published fund-entry."""

from contracts import reports
from services.aggregator.domain import lifecycle
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.fund_entry import FundEntry
from tests.services.aggregator.domain.kinds.publications import names, published

MONEY = reports.Money(currency="USD", amount="10.00")
REPORTERS = (("COL", "state"),)


def test_an_allocation_counts_for_its_activity() -> None:
    content = reports.FundEntry(
        entry="allocation", money=MONEY, date="2023-05-01", activity="ACT-1"
    )
    event = published("fund-entry", content)
    fact = KINDS["fund-entry"].fact(event.content, event, At(7, 2024))
    assert fact == FundEntry(
        "p", 2, 7, 2023, REPORTERS, "allocation", 1, "USD", "10.00", ("ACT-1",)
    )


def test_a_reversal_counts_against_what_it_reverses() -> None:
    reversed_ = reports.Reversed(entry="allocation", date="2023-05-01", activity="ACT-1")
    content = reports.FundEntry(
        entry="reversal", money=MONEY, date="2024-05-01", refers_to="a", reverses=reversed_
    )
    event = published("fund-entry", content)
    fact = KINDS["fund-entry"].fact(event.content, event, At(7, 2024))
    assert fact == FundEntry(
        "p", 2, 7, 2023, REPORTERS, "allocation", -1, "USD", "10.00", ("ACT-1",)
    )
    assert fact.kind == "fund-entry"
    assert names(fact) == (("ACT-1",), (), ())


def test_withheld_it_goes_on_counting() -> None:
    content = reports.FundEntry(entry="pledge", money=MONEY, date="2023-05-01")
    event = published("fund-entry", content)
    held = lifecycle.step(None, event, At(3, 2024))
    moved = {name: getattr(event, name) for name in reports.Moved.model_fields}
    for type_ in (reports.Withheld, reports.Released):
        assert lifecycle.step(held, type_(**moved), At(4, 2024)) is held
