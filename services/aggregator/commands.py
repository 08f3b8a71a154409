"""What the fold records of a batch of events: when they were recorded, facts that begin and end to
count, snapshots of tallies.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kernel.db import Tx
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.lifecycle import Held
from services.aggregator.domain.series import Series
from services.aggregator.domain.tally import TallyKey
from services.aggregator.store import (
    facts,
    notes,
    position_times,
    series,
    tallies,
    withholdings,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What is held of a submission before and after the event at a position."""

    position: int
    before: Held | None
    after: Held

    @property
    def ended(self) -> Held | None:
        """What counted until then."""
        return self.before if self.before is not None and self.before.until is None else None

    @property
    def begun(self) -> Fact | None:
        """The fact that counts from then on."""
        return self.after.fact if self.after.until is None else None


@dataclass(frozen=True, slots=True)
class Effect:
    """`position_times`: (position, recordedtime) from there on; `snapshots`: (key, position, text
    of the tally); `withholdings`: (submission, position, whether it is withheld from there on);
    `notes`: (position, that of the catalogue which is in force from there on); `series`:
    (submission, position that publishes them, the series).
    """

    position_times: Sequence[tuple[int, str]]
    changes: Sequence[Change]
    snapshots: Sequence[tuple[TallyKey, int, str]]
    withholdings: Sequence[tuple[str, int, bool]] = ()
    notes: Sequence[tuple[int, int]] = ()
    series: Sequence[tuple[str, int, Iterable[Series]]] = ()


def apply_changes(tx: Tx, generation: int, effect: Effect) -> None:
    """Queue the effect of a batch."""
    for position, recordedtime in effect.position_times:
        position_times.add(tx, generation, position, recordedtime)
    _apply_facts(tx, generation, effect.changes)
    for key, position, text in effect.snapshots:
        tallies.add_snapshot(tx, generation, key, position, text)
    for submission, position, withheld in effect.withholdings:
        withholdings.add(tx, generation, submission, position, withheld)
    for position, catalog_position in effect.notes:
        notes.add(tx, generation, position, catalog_position)
    for submission, position, published in effect.series:
        series.add(tx, generation, submission, position, published)


def _apply_facts(tx: Tx, generation: int, changes: Sequence[Change]) -> None:
    """A fact that ends in the batch it began in is written once, ended."""
    ends = {
        (held.fact.submission, held.since): (held, change.position)
        for change in changes
        if (held := change.ended) is not None
    }
    for change in changes:
        after = change.after
        if after.since == change.position:
            _, end = ends.pop((after.fact.submission, after.since), (None, after.until))
            facts.add(tx, generation, after.fact, after.since, end)
    facts.end(tx, generation, list(ends.values()))
