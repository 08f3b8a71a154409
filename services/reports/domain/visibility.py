"""Which steps of a submission a reader may know of. The public knows what made it what is public:
never how a correction fares before it is published, nor comments, reviews and returns.
"""

from collections.abc import Collection

from services.reports.domain.submission import Submission

PUBLIC_STEPS = frozenset(
    {
        *("submit", "publish", "withdraw", "withhold", "release"),
        *("confirm", "take_back_confirmation", "decide"),
        *("make_statement", "withdraw_statement", "withhold_statement"),
    }
)
COMMENT = "comment"


def sees_step(
    submission: Submission,
    actor: str | None,
    action: str | None,
    revision: int | None,
    published: Collection[int],
    *,
    reviewer: bool,
) -> bool:
    """Whether a reader of the submission may know of a step of a revision; `published`: the
    revisions that are or were public.
    """
    role = submission.role(actor, reviewer=reviewer)
    if role in ("reporter", "reviewer"):
        return True
    if action == COMMENT:
        return submission.takes_part(actor)
    if action not in PUBLIC_STEPS:
        return False
    return revision in published or (role == "named" and revision == submission.current.revision)
