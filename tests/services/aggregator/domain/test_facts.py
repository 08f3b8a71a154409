"""Reporters of a fact."""

from contracts.reports import Reporter
from services.aggregator.domain.facts import reporters_of


def test_each_reporter_stands_once_the_first_one_first() -> None:
    people = [Reporter(code=code, kind="state") for code in ("COL", "BRA", "COL")]
    assert reporters_of(people) == (("COL", "state"), ("BRA", "state"))
