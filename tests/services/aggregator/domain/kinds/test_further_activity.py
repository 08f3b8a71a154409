"""The fact of a public further-activity."""

from contracts import reports
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.further_activity import FurtherActivity
from tests.services.aggregator.domain.kinds.publications import published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "further-activity",
        reports.FurtherActivity(
            code="FA-CIM-1", objectives=["GO-1"], started_on="2019-03-04", axes=["gender"]
        ),
    )
    fact = KINDS["further-activity"].fact(event.content, event, 7)
    assert fact == FurtherActivity("p", 2, 7, 2019, (("COL", "state"),), ("GO-1",), ("gender",))
    assert fact.kind == "further-activity"
