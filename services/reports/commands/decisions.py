"""The decision of the Committee on a public submission."""

from dataclasses import replace

from contracts import reports as events
from kernel.auth import Caller
from kernel.db import Tx
from services.reports.commands import steps
from services.reports.commands.steps import Taken
from services.reports.domain.decisions import Decision
from services.reports.domain.kinds import KINDS
from services.reports.domain.submission import Submission
from services.reports.store import writing


def decide(
    tx: Tx, before: Submission, given: Decision, by: Caller, own_report: bool = False
) -> Submission:
    """Record a decision on the public revision. `own_report`: by a key that wrote a text of it."""
    current = steps.following(before.current)
    decision = replace(given, decided_at=current.updated_at)
    after = replace(before, current=replace(current, decision=decision))
    after = steps.seen_outside(before, after)
    writing.change_submission(tx, before, after)
    taken = Taken("decide", current.state, by, decision.reason, own_report)
    steps.record(tx, after, taken, _event(after, decision))
    return after


def _event(after: Submission, decision: Decision) -> events.ProposalDecided:
    kind, public = KINDS[after.current.kind], after.public
    assert public is not None
    return events.ProposalDecided(
        **steps.moved_outside(after),
        decision=decision.decision,
        actor=decision.actor,
        meeting=decision.meeting,
        **{kind.name: kind.counted(public.payload)},
    )
