"""The fact of a public proposal."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.proposal import Proposal
from tests.services.aggregator.domain.kinds.publications import names, published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "proposal", reports.Proposal(change="amend", node="ACT-1", objectives=["GO-1"])
    )
    fact = KINDS["proposal"].fact(event.content, event, At(7, 2024))
    reporters = (("COL", "state"),)
    assert fact == Proposal("p", 2, 7, 2024, reporters, "amend", ("ACT-1",), ("GO-1",))
    assert fact.kind == "proposal"
    assert names(fact) == (("ACT-1",), ("GO-1",), ())
