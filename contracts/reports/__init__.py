"""Events of reports: the life of a submission, and what a publication of each kind carries."""

from contracts.reports.earlier import PublishedV1, PublishedV2
from contracts.reports.kinds import KINDS
from contracts.reports.kinds.implementation import Beneficiaries, Implementation, Money
from contracts.reports.kinds.practice import Practice
from contracts.reports.life import (
    Accepted,
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

__all__ = [
    "KINDS",
    "Accepted",
    "Beneficiaries",
    "Confirmation",
    "ConfirmationWithdrawn",
    "Confirmed",
    "Discarded",
    "Drafted",
    "Evidence",
    "Implementation",
    "Money",
    "Moved",
    "Practice",
    "Published",
    "PublishedV1",
    "PublishedV2",
    "Released",
    "Reporter",
    "Returned",
    "ReviewStarted",
    "Revised",
    "Submitted",
    "Withdrawn",
    "Withheld",
]
