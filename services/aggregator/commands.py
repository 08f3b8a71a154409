"""What the fold records of events taken in: when they were recorded, facts that begin and end,
tallies worth keeping.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kernel.db import Tx
from services.aggregator.domain.facts import Contribution, TallyKey
from services.aggregator.store import projection


@dataclass(frozen=True, slots=True)
class Change:
    """At a position a submission's fact is replaced:

    `old` began at `since`. `hidden`: the new one is remembered, but does not count.
    """

    position: int
    submission: str
    old: Contribution | None
    since: int
    new: Contribution | None
    hidden: bool = False

    @property
    def tallies(self) -> Iterable[TallyKey]:
        """The tallies it changes."""
        return dict.fromkeys(
            key
            for contribution in (self.old, self.new)
            if contribution is not None
            for key in contribution.tallies
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """`position_times`: (position, recordedtime) from there on; `tallies`: (key, position, text)."""

    position_times: Sequence[tuple[int, str]]
    changes: Sequence[Change]
    tallies: Sequence[tuple[TallyKey, int, str]]


def apply_changes(tx: Tx, generation: int, effect: Effect) -> None:
    """Record it. A fact that ends where it began to count is written once, ended."""
    for position, recordedtime in effect.position_times:
        projection.add_position_time(tx, generation, position, recordedtime)
    until = {
        (change.submission, change.since): change.position
        for change in effect.changes
        if change.old is not None
    }
    for change in effect.changes:
        if change.new is not None:
            ended = until.pop((change.submission, change.position), None)
            projection.add_fact(
                tx,
                generation,
                change.new.fact,
                change.position,
                change.position if change.hidden else ended,
            )
    projection.end_facts(tx, generation, [(*begun, end) for begun, end in until.items()])
    for key, position, text in effect.tallies:
        projection.add_snapshot(tx, generation, key, position, text)
