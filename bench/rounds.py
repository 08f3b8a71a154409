"""How a bench measures: two sides in turns, one ratio a round, the median of the rounds and their
spread.
"""

import os
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

SHORT = os.environ.get("BENCH_SHORT", "") not in ("", "0")
ROUNDS = 1 if SHORT else int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = 1 if SHORT else int(os.environ.get("BENCH_SECONDS", "6"))
CONNECTIONS = 8 if SHORT else 64


class Broken(Exception):
    """A check did not hold: the figures of this run are worth nothing."""


class Missing(Exception):
    """This machine lacks a program that a bench needs; one line says which and how to get it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one side did in one round: so many a second, and its slowest hundredth where somebody
    waited.
    """

    per_second: float
    p99_ms: float | None = None


@dataclass(slots=True)
class Finding:
    """What a bench found: its value in each round, told as `unit`, beside `limit`; and the counts
    its checks have compared.
    """

    name: str
    limit: str
    unit: str
    values: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)
    checks: dict[str, int] = field(default_factory=dict)

    def require(self, name: str, found: int, expected: int) -> None:
        """Note a count; raise Broken when it is not the expected one."""
        self.checks[name] = found
        if found != expected:
            raise Broken(f"{self.name}: {name} is {found}, not {expected}")

    def require_whole(self, **counts: int) -> None:
        """Note counts that must all be the same; raise Broken when they are not."""
        self.checks |= counts
        if len(set(counts.values())) > 1:
            raise Broken(f"{self.name}: these should be equal: {counts}")


def in_turns(
    finding: Finding,
    ours: Callable[[], Rate],
    limit: Callable[[], Rate],
    between: Callable[[], None] = lambda: None,
) -> None:
    """Measure both sides, round by round, each first in every second round; `between` lets the
    machine come to rest after ours.
    """
    speeds: list[tuple[float, float]] = []

    def run_ours() -> Rate:
        rate = ours()
        between()
        return rate

    for number in range(ROUNDS):
        if number % 2:
            theirs, mine = limit(), run_ours()
        else:
            mine, theirs = run_ours(), limit()
        speeds.append((mine.per_second, theirs.per_second))
        finding.values.append(mine.per_second / theirs.per_second)
        if mine.p99_ms is not None:
            finding.p99s.append(mine.p99_ms)
        print(
            f"  {finding.name} round {number + 1}: {mine.per_second:,.0f}/s beside "
            f"{theirs.per_second:,.0f}/s, "
            f"{finding.values[-1]:.3f}"
            + (f", p99 {mine.p99_ms:.1f} ms" if mine.p99_ms is not None else ""),
            flush=True,
        )
    mine_, theirs_ = (statistics.median(side) for side in zip(*speeds, strict=True))
    finding.limit += f": {theirs_:,.0f}/s, ours {mine_:,.0f}/s"
