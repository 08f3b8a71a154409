"""The kinds of submission, by name: the registry of payloads, examples and texts."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from kernel.web.bodies import Body
from services.reports.schemas.kind import Fields, KindSchema, load_shared, load_texts
from services.reports.schemas.kinds import (
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

HERE = Path(__file__).parent
SHARED: Mapping[str, Fields] = load_shared(HERE / "shared.yaml")


def _kind(module: ModuleType, payload: type[Body]) -> KindSchema:
    """What a module and the file of texts beside it say of a kind."""
    texts = HERE / f"{module.__name__.rpartition('.')[2]}.yaml"
    return KindSchema(payload, module.EXAMPLE, load_texts(texts))


KINDS: Mapping[str, KindSchema] = {
    "implementation": _kind(implementation, implementation.Implementation),
    "uptake": _kind(uptake, uptake.Uptake),
    "further-activity": _kind(further_activity, further_activity.FurtherActivity),
    "practice": _kind(practice, practice.Practice),
    "proposal": _kind(proposal, proposal.Proposal),
    "agreement": _kind(agreement, agreement.Agreement),
    "ratification": _kind(ratification, ratification.Ratification),
    "fund-entry": _kind(fund_entry, fund_entry.FundEntry),
    "recommendation": _kind(recommendation, recommendation.Recommendation),
    "assessment": _kind(assessment, assessment.Assessment),
    "statistic": _kind(statistic, statistic.Statistic),
}
