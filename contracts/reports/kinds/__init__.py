"""The kinds of submission, each with the content that its publication carries."""

from contracts.reports.content import Content
from contracts.reports.kinds.agreement import Agreement
from contracts.reports.kinds.assessment import Assessment
from contracts.reports.kinds.fund_entry import FundEntry
from contracts.reports.kinds.further_activity import FurtherActivity
from contracts.reports.kinds.implementation import Implementation
from contracts.reports.kinds.practice import Practice
from contracts.reports.kinds.proposal import Proposal
from contracts.reports.kinds.ratification import Ratification
from contracts.reports.kinds.recommendation import Recommendation
from contracts.reports.kinds.statistic import Statistic
from contracts.reports.kinds.uptake import Uptake

KINDS: dict[str, type[Content]] = {
    "implementation": Implementation,
    "uptake": Uptake,
    "further-activity": FurtherActivity,
    "practice": Practice,
    "proposal": Proposal,
    "agreement": Agreement,
    "ratification": Ratification,
    "fund-entry": FundEntry,
    "recommendation": Recommendation,
    "assessment": Assessment,
    "statistic": Statistic,
}
