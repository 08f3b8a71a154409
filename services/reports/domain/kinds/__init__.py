"""The kinds of submission, by name: the registry of the rules."""

from collections.abc import Mapping

from services.reports.domain.kind import Kind
from services.reports.domain.kinds import (
    agreement,
    assessment,
    fund_entry,
    further_activity,
    implementation,
    practice,
    proposal,
    ratification,
    recommendation,
    statistic,
    uptake,
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        implementation.KIND,
        uptake.KIND,
        further_activity.KIND,
        practice.KIND,
        proposal.KIND,
        agreement.KIND,
        ratification.KIND,
        fund_entry.KIND,
        recommendation.KIND,
        assessment.KIND,
        statistic.KIND,
    )
}

__all__ = ["KINDS", "Kind"]
