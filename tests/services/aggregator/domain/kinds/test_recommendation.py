"""The fact of a public recommendation."""

from contracts import reports
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.recommendation import Recommendation
from tests.services.aggregator.domain.kinds.publications import published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "recommendation",
        reports.Recommendation(addressed_to=["COL", "SUMMIT"], objectives=["GO-1"], grounds=["g"]),
    )
    fact = KINDS["recommendation"].fact(event.content, event, 7)
    assert fact == Recommendation(
        "p", 2, 7, 0, (("COL", "state"),), (), ("GO-1",), ("COL", "SUMMIT")
    )
    assert fact.kind == "recommendation"
