"""The fact of a public agreement."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.agreement import Agreement
from tests.services.aggregator.domain.kinds.publications import names, published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "agreement",
        reports.Agreement(
            type="other",
            parties=[],
            signed_on="2020-05-01",
            in_force_from="2021-01-01",
            activities=["ACT-1", "ACT-1"],
        ),
    )
    fact = KINDS["agreement"].fact(event.content, event, At(7, 2024))
    assert fact == Agreement("p", 2, 7, 2020, (("COL", "state"),), ("ACT-1",), "2021-01-01", None)
    assert fact.kind == "agreement"
    assert names(fact) == (("ACT-1",), (), ())
