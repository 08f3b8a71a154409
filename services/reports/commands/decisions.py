"""The decision of the Committee on a public submission."""

from dataclasses import replace

from contracts import reports as events
from kernel.auth import Caller
from kernel.db import Tx
from services.reports.commands import submissions
from services.reports.domain.decisions import Decision
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import Submission
from services.reports.store import writing


def decide(
    tx: Tx, before: Submission, given: Decision, by: Caller, own_report: bool = False
) -> Submission:
    """Record a decision on the public revision. `own_report`: by a key that wrote a text of it."""
    assert before.public is not None
    current = submissions.following(before.current)
    decision = replace(given, decided_at=current.updated_at)
    after = replace(before, current=replace(current, decision=decision))
    after = submissions.seen_outside(before, after)
    writing.change_submission(tx, before, after)
    event = events.ProposalDecided(
        **submissions.moved_outside(after),
        decision=decision.decision,
        actor=decision.actor,
        meeting=decision.meeting,
        **{current.kind: KINDS[current.kind].counted(before.public.payload)},
    )
    submissions.record_step(
        tx, after, "decide", current.state, by, event, decision.reason, own_report
    )
    return after
