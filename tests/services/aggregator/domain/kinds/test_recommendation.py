"""The fact of a public recommendation."""

from typing import Any

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.recommendation import (
    Recommendation,
    carried,
    is_open,
    said,
)
from tests.services.aggregator.domain.kinds.publications import names, published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "recommendation",
        reports.Recommendation(addressed_to=["COL", "SUMMIT"], objectives=["GO-1"], grounds=["g"]),
    )
    fact = KINDS["recommendation"].fact(event.content, event, At(7, 2024))
    assert fact == Recommendation(
        "p", 2, 7, 2024, (("COL", "state"),), (), ("GO-1",), ("COL", "SUMMIT")
    )
    assert fact.kind == "recommendation"
    assert names(fact) == ((), ("GO-1",), ())


def statement(name: str, status: str, *addressees: str, role: str = "follow_up") -> Any:
    """A statement that is made."""
    return reports.StatementMade(
        statement=name,
        submission="p",
        kind="recommendation",
        cycle=None,
        role=role,
        actor="COL",
        status=status,
        addressees=list(addressees),
        digest="d",
    )


def test_it_is_open_until_every_addressee_has_implemented_it() -> None:
    fact = Recommendation("p", 1, 7, 2024, (), (), ("GO-1",), ("COL", "SUMMIT"))
    assert is_open(fact)
    done = said(fact, statement("1", "implemented", "COL"))
    assert is_open(done)
    done = said(done, statement("2", "implemented", "SUMMIT"))
    assert not is_open(done)
    assert is_open(said(done, statement("3", "under_way", "COL")))
    assert said(fact, statement("4", "implemented", "COL", role="reply")) == fact
    withdrawn = reports.StatementWithdrawn(**statement("2", "implemented", "SUMMIT").model_dump())
    assert is_open(said(done, withdrawn))


def test_a_later_revision_keeps_the_year_and_what_was_said() -> None:
    fact = Recommendation("p", 1, 7, 2024, (), (), ("GO-1",), ("COL",))
    fact = said(fact, statement("1", "implemented", "COL"))
    after = fact._replace(revision=2, published=9, year=2026, follow_ups=())
    assert carried(fact, after) == fact._replace(revision=2, published=9)
