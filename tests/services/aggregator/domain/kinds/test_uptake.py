"""The fact of a public uptake."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.uptake import Uptake
from tests.services.aggregator.domain.kinds.publications import names, published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "uptake", reports.Uptake(activity="ACT-2", stance="taken_up", since="2024-01-31")
    )
    fact = KINDS["uptake"].fact(event.content, event, At(7, 2024))
    assert fact == Uptake("p", 2, 7, 2024, (("COL", "state"),), "ACT-2", "taken_up", "2024-01-31")
    assert fact.kind == "uptake"
    assert names(fact) == (("ACT-2",), (), ())
