"""What the tests of the judge share: callers, bodies, one submission moved by name."""

from typing import Any

from tests.reference import lifecycle
from tests.reference.lifecycle import PUBLISH, REVIEW, WRITE, Caller, Ledger, Outcome, Step

COL = Caller("COL", frozenset({WRITE}))
BRA = Caller("BRA", frozenset({WRITE}))
PER = Caller("PER", frozenset({WRITE}))
SG = Caller("SG", frozenset({WRITE, REVIEW, PUBLISH}))
REVIEWER = Caller("SG", frozenset({REVIEW}))
PUBLISHER = Caller("SG", frozenset({PUBLISH}))
READER = Caller("COL", frozenset())
ADMINISTRATOR = Caller(None, frozenset({"keys:admin", "audit:read", "programme:edit"}))
CALLERS = [COL, BRA, PER, SG, REVIEWER, PUBLISHER, READER, ADMINISTRATOR]
REVIEW_AND_PUBLISH = ("start_review", "accept", "publish")


def report(*joint: str, reporter: str = "COL", **payload: Any) -> dict[str, Any]:
    given = {"activity": "ACT-21", "year": 2024, "status": "planned"} | payload
    return {
        "kind": "implementation",
        "reporter": reporter,
        "joint_reporters": list(joint),
        "payload": given,
        "evidence": [],
    }


def practice(**payload: Any) -> dict[str, Any]:
    given = {
        "context": "a",
        "action": "b",
        "results": "c",
        "year": 2024,
        "activities": ["ACT-21"],
    } | payload
    return report(reporter="SG") | {"kind": "practice", "payload": given}


class Life:
    """One submission of COL's in a ledger, moved by name."""

    def __init__(self, *joint: str, **payload: Any) -> None:
        self.ledger = Ledger()
        assert self.act("create", COL, body=report(*joint, **payload)).status == 201

    def act(
        self,
        action: str,
        caller: Caller,
        body: dict[str, Any] | None = None,
        comment: str | None = "why",
    ) -> Outcome:
        return self.ledger.do(Step(action, caller, "s1", body, comment))

    def go(self, *actions: str) -> Outcome:
        """Each action by who may do it."""
        for action in actions:
            row = lifecycle.ACTIONS.get(action)
            outcome = self.act(
                action,
                SG if row and row.who != "reporter" else COL,
                body=report() if action == "put" else None,
            )
            assert outcome.ok, (action, outcome)
        return outcome

    def speaking(self, position: int | None = None) -> list[tuple[str, ...]]:
        return [(fact.reporter, *fact.confirmed) for fact in self.ledger.facts(position)]
