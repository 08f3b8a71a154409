"""The fact of a public further-activity."""

from typing import Any

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.further_activity import FurtherActivity, carried
from tests.services.aggregator.domain.kinds.publications import names, published


def test_a_fact_is_what_the_publication_says() -> None:
    event = published(
        "further-activity",
        reports.FurtherActivity(
            code="FA-CIM-1", objectives=["GO-1"], started_on="2019-03-04", axes=["gender"]
        ),
    )
    fact = KINDS["further-activity"].fact(event.content, event, At(7, 2024))
    assert fact == FurtherActivity(
        "p", 2, 7, 2019, (("COL", "state"),), ("GO-1",), ("gender",), 2019, 2024
    )
    assert fact.kind == "further-activity"
    assert names(fact) == ((), ("GO-1",), ("gender",))


def test_without_a_beginning_it_counts_in_the_year_of_its_first_publication() -> None:
    event = published("further-activity", reports.FurtherActivity(code="FA-CIM-1"))
    kind: Any = KINDS["further-activity"]
    first = kind.fact(event.content, event, At(7, 2024))
    again = kind.fact(event.content, event, At(9, 2026))
    assert first.year == 2024
    assert carried(first, again).year == 2024
