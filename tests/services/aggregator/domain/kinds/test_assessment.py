"""The fact of a public assessment."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.assessment import Assessment
from tests.services.aggregator.domain.kinds.publications import names, published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "assessment", reports.Assessment(submission="s", revision=3, status="limited")
    )
    fact = KINDS["assessment"].fact(event.content, event, At(7, 2024))
    assert fact == Assessment("p", 2, 7, 2024, (("COL", "state"),), "s", 3, "limited")
    assert fact.kind == "assessment"
    assert names(fact) == ((), (), ())
