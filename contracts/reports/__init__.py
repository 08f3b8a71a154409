"""Events of reports: the life of a submission, and what a publication of each kind carries."""

from contracts.reports.catalogue import SUBJECT as CATALOGUE
from contracts.reports.catalogue import CatalogueNoted
from contracts.reports.cycles import (
    Contribution,
    ContributionMade,
    ContributionWithdrawn,
    CycleChanged,
    CycleItem,
    CycleState,
    CycleType,
    ItemStatus,
)
from contracts.reports.decisions import ProposalDecided
from contracts.reports.dossiers import DossierIssued
from contracts.reports.earlier import PublishedV1, PublishedV2
from contracts.reports.fund import SUBJECT as MODALITIES
from contracts.reports.fund import ModalitiesAdopted
from contracts.reports.kinds import KINDS
from contracts.reports.kinds.agreement import Agreement, Party
from contracts.reports.kinds.assessment import Assessment
from contracts.reports.kinds.fund_entry import FundEntry, Reversed
from contracts.reports.kinds.further_activity import FurtherActivity
from contracts.reports.kinds.implementation import Beneficiaries, Implementation, Money
from contracts.reports.kinds.practice import Practice
from contracts.reports.kinds.proposal import Proposal, ProposedText
from contracts.reports.kinds.ratification import Ratification
from contracts.reports.kinds.recommendation import Recommendation
from contracts.reports.kinds.statistic import Observation, Series, Statistic, StatisticKey
from contracts.reports.kinds.uptake import Uptake
from contracts.reports.life import (
    Accepted,
    CommentMade,
    Confirmation,
    ConfirmationWithdrawn,
    Confirmed,
    Discarded,
    Drafted,
    Moved,
    Released,
    Reporter,
    Returned,
    ReviewStarted,
    Revised,
    Submitted,
    Withdrawn,
    Withheld,
)
from contracts.reports.published import Evidence, Published
from contracts.reports.statements import (
    Statement,
    StatementMade,
    StatementWithdrawn,
    StatementWithheld,
)

__all__ = [
    "CATALOGUE",
    "KINDS",
    "MODALITIES",
    "Accepted",
    "Agreement",
    "Assessment",
    "Beneficiaries",
    "CatalogueNoted",
    "CommentMade",
    "Confirmation",
    "ConfirmationWithdrawn",
    "Confirmed",
    "Contribution",
    "ContributionMade",
    "ContributionWithdrawn",
    "CycleChanged",
    "CycleItem",
    "CycleState",
    "CycleType",
    "Discarded",
    "DossierIssued",
    "Drafted",
    "Evidence",
    "FundEntry",
    "FurtherActivity",
    "Implementation",
    "ItemStatus",
    "ModalitiesAdopted",
    "Money",
    "Moved",
    "Observation",
    "Party",
    "Practice",
    "Proposal",
    "ProposalDecided",
    "ProposedText",
    "Published",
    "PublishedV1",
    "PublishedV2",
    "Ratification",
    "Recommendation",
    "Released",
    "Reporter",
    "Returned",
    "Reversed",
    "ReviewStarted",
    "Revised",
    "Series",
    "Statement",
    "StatementMade",
    "StatementWithdrawn",
    "StatementWithheld",
    "Statistic",
    "StatisticKey",
    "Submitted",
    "Uptake",
    "Withdrawn",
    "Withheld",
]
