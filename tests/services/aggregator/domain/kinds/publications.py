"""Publications of any kind, for the tests of their facts."""

from typing import Any

from contracts import reports
from services.aggregator.domain.facts import Fact


def published(kind: str, content: Any) -> reports.Published:
    """The second revision of a submission of COL."""
    of_kind: dict[str, Any] = {kind: content}
    return reports.Published(
        submission="p",
        kind=kind,
        state="published",
        revision=2,
        reporter="COL",
        edition="e",
        title="t",
        language="es",
        reporters=[reports.Reporter(code="COL", kind="state")],
        evidence=[],
        **of_kind,
    )


def names(fact: Fact) -> tuple[tuple[str, ...], ...]:
    """The activities, objectives and axes of a fact."""
    return fact.activities, fact.objectives, fact.axes
