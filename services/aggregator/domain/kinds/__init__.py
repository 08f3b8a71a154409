"""The kinds of submission whose publications count, each with the fact it contributes.

A new kind is a module beside these and an entry in `KINDS`; nothing else asks which kind it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.aggregator.domain.facts import Fact
from services.aggregator.domain.kinds import (
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


@dataclass(frozen=True, slots=True)
class Kind:
    """`fact(content, published, position)` makes the fact of a publication; `shape` is its type.

    `tallied`: its facts can be millions, so sums of them are stored (tallies). Facts of the other
    kinds are read as they are. `stays`: withheld, a publication goes on counting, and all that is
    known of it here stays public.
    """

    shape: type[Any]
    fact: Callable[[Any, Any, int], Fact]
    tallied: bool = False
    stays: bool = False


KINDS: Mapping[str, Kind] = {
    "implementation": Kind(implementation.Implementation, implementation.fact, tallied=True),
    "uptake": Kind(uptake.Uptake, uptake.fact),
    "further-activity": Kind(further_activity.FurtherActivity, further_activity.fact),
    "practice": Kind(practice.Practice, practice.fact),
    "proposal": Kind(proposal.Proposal, proposal.fact),
    "agreement": Kind(agreement.Agreement, agreement.fact),
    "ratification": Kind(ratification.Ratification, ratification.fact),
    "fund-entry": Kind(fund_entry.FundEntry, fund_entry.fact, stays=True),
    "recommendation": Kind(recommendation.Recommendation, recommendation.fact),
    "assessment": Kind(assessment.Assessment, assessment.fact),
    "statistic": Kind(statistic.Statistic, statistic.fact),
}
#: The kinds whose facts are read as they are.
LISTED = tuple(name for name, kind in KINDS.items() if not kind.tallied)
