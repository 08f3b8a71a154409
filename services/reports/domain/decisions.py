"""Decisions of the Committee on what is public: which stand, and which are final."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

COMMITTEE = "CAM"
FINAL = frozenset({"adopted", "declined"})
#: What a final decision closes: it holds for the text that was decided on.
CLOSED = frozenset({"revise", "publish", "withdraw"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a revision: why, by whom, when, and at which meeting."""

    decision: Literal["adopted", "declined", "deferred"]
    revision: int
    reason: str
    meeting: str | None
    actor: str
    decided_at: str

    @property
    def final(self) -> bool:
        """Whether no other decision follows."""
        return self.decision in FINAL

    def stands(self, public_revision: int | None) -> bool:
        """Whether it holds: a deferral until another revision is published."""
        return self.final or self.revision == public_revision


def told(data: Mapping[str, Any], reason: str, at: str) -> Decision:
    """The decision that an event tells; the reason is not in the event."""
    return Decision(data["decision"], data["revision"], reason, data["meeting"], data["actor"], at)
