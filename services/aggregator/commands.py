"""What the fold records: positions taken in, facts that begin and end, the new versions of the cells and pairs they touch."""

from collections.abc import Sequence
from dataclasses import dataclass

from kernel.db import Tx
from services.aggregator.domain.facts import Board, Fact
from services.aggregator.store import projection


@dataclass(frozen=True, slots=True)
class Change:
    """At a position a submission's fact is replaced: `old` began at `since`. `hidden`: the new one is remembered, but does not count."""

    position: int
    submission: str
    old: Fact | None
    since: int
    new: Fact | None
    hidden: bool = False


def take_in(
    tx: Tx, generation: int, taken: Sequence[tuple[int, str]], steps: Sequence[Change], board: Board, known: set[object]
) -> None:
    """Record events taken in, (position, recordedtime), and what they changed. `known`: the cells and pairs that have a version already."""
    for position, recordedtime in taken:
        projection.add_position(tx, generation, position, recordedtime)
    for step in steps:
        if step.old is not None:
            projection.end_fact(tx, generation, step.submission, step.since, step.position)
        if step.new is not None:
            projection.add_fact(tx, generation, step.new, step.position, step.position if step.hidden else None)
        if step.hidden:
            continue
        cells, pairs = board.replace(step.old, step.new)
        for cell in cells:
            projection.add_cell(tx, generation, cell, step.position, board.cells.get(cell, {}), first=cell not in known)
        for pair in pairs:
            projection.add_pair(tx, generation, pair, step.position, board.pairs.get(pair, {}), first=pair not in known)
        known.update(cells, pairs)
