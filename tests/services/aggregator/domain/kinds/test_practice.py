"""The fact of a public practice."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.practice import Practice


def test_a_fact_is_what_the_publication_says() -> None:
    published = reports.Published(
        submission="p",
        kind="practice",
        state="published",
        revision=2,
        reporter="COL",
        edition="e",
        title="t",
        language="es",
        reporters=[reports.Reporter(code=code, kind="state") for code in ("COL", "BRA")],
        practice=reports.Practice(
            year=2020, activities=["ACT-1", "ACT-1"], objectives=["GO-1"], axes=["gender"]
        ),
        evidence=[],
    )
    fact = KINDS["practice"].fact(published.content, published, At(7, 2024))
    reporters = (("COL", "state"), ("BRA", "state"))
    assert fact == Practice("p", 2, 7, 2020, reporters, ("ACT-1",), ("GO-1",), ("gender",))
    assert fact.kind == "practice"
    assert (fact.activities, fact.objectives, fact.axes) == (("ACT-1",), ("GO-1",), ("gender",))
