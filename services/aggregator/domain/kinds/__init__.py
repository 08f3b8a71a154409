"""The kinds of submission whose publications count, each with the fact it contributes.

A new kind is a module beside these and an entry in `KINDS`; nothing else asks which kind it is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.aggregator.domain.facts import At, Fact, Reporters
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
from services.aggregator.domain.series import Series, series_of


@dataclass(frozen=True, slots=True)
class Kind:
    """`fact(content, published, at)` makes the fact of a publication; `shape` is its type.
    `carried(before, after)`: what a later revision keeps of the fact before; `said(fact, event)`:
    the fact after a statement beside it.

    `tallied`: its facts can be millions, so sums of them are stored (tallies). Facts of the other
    kinds are read as they are. `named(fact, scope)`: whether a scope has it, where it names neither
    activities nor objectives. `dated`: False where the filter of the year sets the day that is
    looked at, and does not choose facts. `filtered`: False where other facts are filtered in its
    place. `stays`: withheld, a publication goes on counting, and all that is known of it here stays
    public. `series`: the series of a publication and of its reporters, stored beside the fact.
    """

    shape: type[Any]
    fact: Callable[[Any, Any, At], Fact]
    tallied: bool = False
    stays: bool = False
    carried: Callable[[Any, Any], Fact] | None = None
    said: Callable[[Any, Any], Fact] | None = None
    named: Callable[[Any, Any], bool] | None = None
    dated: bool = True
    filtered: bool = True
    series: Callable[[Any, Reporters], Iterable[Series]] | None = None


KINDS: Mapping[str, Kind] = {
    "implementation": Kind(implementation.Implementation, implementation.fact, tallied=True),
    "uptake": Kind(uptake.Uptake, uptake.fact, dated=False),
    "further-activity": Kind(
        further_activity.FurtherActivity, further_activity.fact, carried=further_activity.carried
    ),
    "practice": Kind(practice.Practice, practice.fact),
    "proposal": Kind(proposal.Proposal, proposal.fact),
    "agreement": Kind(agreement.Agreement, agreement.fact, dated=False),
    "ratification": Kind(
        ratification.Ratification, ratification.fact, named=ratification.named, dated=False
    ),
    "fund-entry": Kind(fund_entry.FundEntry, fund_entry.fact, stays=True),
    "recommendation": Kind(
        recommendation.Recommendation,
        recommendation.fact,
        carried=recommendation.carried,
        said=recommendation.said,
    ),
    "assessment": Kind(
        assessment.Assessment, assessment.fact, named=assessment.named, filtered=False
    ),
    "statistic": Kind(statistic.Statistic, statistic.fact, series=series_of),
}
#: The kinds whose facts are read as they are.
LISTED = tuple(name for name, kind in KINDS.items() if not kind.tallied)
