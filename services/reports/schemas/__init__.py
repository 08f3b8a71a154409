"""HTTP shapes of reports: what a body may say, and what an answer says."""

from services.reports.schemas.answers import (
    Comment,
    CommentPage,
    KindPage,
    LedgerEntry,
    LedgerItem,
    LedgerPage,
    Revision,
    RevisionPage,
    Step,
    StepPage,
    Submission,
    SubmissionAsOf,
)
from services.reports.schemas.kinds import KINDS, SHARED
from services.reports.schemas.ledger import ledger_item, ledger_members
from services.reports.schemas.listed import SubmissionPage
from services.reports.schemas.submission import (
    CommentBody,
    ConfirmationBody,
    Envelope,
    KindName,
    SubmissionBody,
    TransitionBody,
)

EXAMPLES = {name: kind.example for name, kind in KINDS.items()}

__all__ = [
    "EXAMPLES",
    "KINDS",
    "SHARED",
    "Comment",
    "CommentBody",
    "CommentPage",
    "ConfirmationBody",
    "Envelope",
    "KindName",
    "KindPage",
    "LedgerEntry",
    "LedgerItem",
    "LedgerPage",
    "Revision",
    "RevisionPage",
    "Step",
    "StepPage",
    "Submission",
    "SubmissionAsOf",
    "SubmissionBody",
    "SubmissionPage",
    "TransitionBody",
    "ledger_item",
    "ledger_members",
]
