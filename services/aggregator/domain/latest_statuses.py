"""The status of each pair: given by the fact of the latest year, then of the latest publication.

Only the latest votes of a pair are remembered. When all of them have gone, the earlier ones must be
looked up.
"""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

ALL = "*"
REMEMBERED = 4  # votes of a pair: when one goes, the next is at hand


class Pair(NamedTuple):
    """Who has a status on an activity: a reporter, as the kind it had then; among the facts that
    mark an axis, or among all (`ALL`).
    """

    axis: str
    reporter: str
    kind: str


class StatusVote(NamedTuple):
    """What a fact says of its pairs; the greatest vote gives a pair its status."""

    year: int
    published: int
    status: str


@dataclass(slots=True)
class LatestStatuses:
    """`votes`: the latest of each pair, in order. `bounds`: of the pairs that may have more votes
    than these; all of those are at or below the bound.
    """

    votes: dict[Pair, list[StatusVote]] = field(default_factory=dict)
    bounds: dict[Pair, StatusVote] = field(default_factory=dict)

    def put(self, pairs: Iterable[Pair], vote: StatusVote) -> None:
        """Add a vote of these pairs."""
        for pair in pairs:
            bound = self.bounds.get(pair)
            if bound is not None and vote < bound:
                continue  # others may lie between it and the remembered ones
            known = self.votes.setdefault(pair, [])
            insort(known, vote)
            if len(known) > REMEMBERED:
                self.bounds[pair] = known.pop(0)

    def drop(self, pairs: Iterable[Pair], vote: StatusVote) -> list[Pair]:
        """Remove a vote of these pairs; returns those it gave the status."""
        lost = []
        for pair in pairs:
            known = self.votes.get(pair, [])
            if vote in known:
                if known[-1] == vote:
                    lost.append(pair)
                known.remove(vote)
            if not known:
                self.votes.pop(pair, None)
        return lost

    def latest(self, pair: Pair) -> StatusVote | None:
        """The vote that gives a pair its status; None without one, and where it must be looked
        up.
        """
        known = self.votes.get(pair)
        return known[-1] if known else None

    def needs_lookup(self, pair: Pair) -> bool:
        """Whether a pair may have votes of which none is remembered."""
        return pair in self.bounds and pair not in self.votes

    def remember(self, pair: Pair, votes: Sequence[StatusVote]) -> None:
        """Take over what was looked up: all votes of a pair, or its latest, one more than are
        remembered at least.
        """
        ordered = sorted(votes)
        self.votes.pop(pair, None)
        self.bounds.pop(pair, None)
        if ordered:
            self.votes[pair] = ordered[-REMEMBERED:]
        if len(ordered) > REMEMBERED:
            self.bounds[pair] = ordered[-REMEMBERED - 1]


def of_latest(latest: dict[Pair, StatusVote]) -> LatestStatuses:
    """The statuses of which the latest vote of each pair is known, and nothing of earlier ones."""
    return LatestStatuses({pair: [vote] for pair, vote in latest.items()}, dict(latest))
