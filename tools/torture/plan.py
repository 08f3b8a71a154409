"""The seeded plan of a run: which fault meets which component at which moment.

The same numbers give the same plan.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import Literal

System = Literal["production", "embedded"]
LEASE_SECONDS = 3.0

#: Whom kill -9 meets, in these shares; the two that carry every event (relay, fold) and the door
#: come first.
KILLED: dict[System, tuple[str, ...]] = {
    "production": (
        *("reports worker", "reports api", "aggregator worker") * 3,
        *(
            "aggregator api",
            "access worker",
            "reports worker",
            "reports api",
            "aggregator worker",
            "catalog worker",
            "access api",
            "catalog api",
        ),
    ),
    "embedded": ("embedded",),
}
PAUSED: dict[System, tuple[str, ...]] = {
    "production": ("reports worker", "aggregator worker", "reports api"),
    "embedded": ("embedded",),
}
#: (component, kind) → one for so many kills.
OTHERS: dict[System, dict[tuple[str, str], int]] = {
    "production": {
        ("kafka one", "kill"): 20,
        ("kafka all", "kill"): 80,
        ("postgresql", "immediate stop"): 20,
        ("proxy", "cut"): 20,
        ("proxy", "delay"): 40,
        ("proxy", "refuse"): 40,
    },
    "embedded": {("disk", "full"): 12},
}
PAUSE_EVERY = 15
#: For how long, from and to.
SECONDS = {
    "kill": (0.5, 3.0),
    "immediate stop": (0.2, 2.0),
    "cut": (0.0, 0.0),
    "delay": (1.0, 4.0),
    "refuse": (0.5, 3.0),
    "full": (1.0, 3.0),
}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """At `at` seconds of the load, `component` suffers `kind` for `seconds`; `lot` (0 to 1) chooses
    among its processes.
    """

    at: float
    component: str
    kind: str
    seconds: float
    lot: float


@dataclass(frozen=True, slots=True)
class Plan:
    """`processes`: kills and pauses, each at its moment.

    `others`: one after the other, as each takes its time.
    """

    system: System
    processes: tuple[Fault, ...]
    others: tuple[Fault, ...]

    def counts(self) -> Counter[tuple[str, str]]:
        """(component, kind) → how many."""
        return Counter((fault.component, fault.kind) for fault in (*self.processes, *self.others))


def make(seed: int, system: System, kills: int, seconds: float) -> Plan:
    """A plan with that many kill -9 of processes of the system, spread over so many seconds, and
    the others in proportion.
    """
    random = Random(f"{seed} {system} {kills}")
    killed = [(component, "kill", 0.0) for component in islice(cycle(KILLED[system]), kills)]
    paused = [
        (component, "pause", length)
        for component, length in zip(cycle(PAUSED[system]), _pauses(random, kills), strict=False)
    ]
    others = [
        (component, kind, random.uniform(*SECONDS[kind]))
        for (component, kind), share in OTHERS[system].items()
        for _ in range(-(-kills // share))
    ]
    return Plan(system, _spread(random, killed + paused, seconds), _spread(random, others, seconds))


def _pauses(random: Random, kills: int) -> Iterator[float]:
    """Every other one longer than a lease, so that a stand-by takes over while the paused one still
    believes in its own.
    """
    for number in range(-(-kills // PAUSE_EVERY)):
        yield (
            random.uniform(LEASE_SECONDS + 1, LEASE_SECONDS + 3)
            if number % 2 == 0
            else random.uniform(1, LEASE_SECONDS)
        )


def _spread(
    random: Random, what: Sequence[tuple[str, str, float]], seconds: float
) -> tuple[Fault, ...]:
    """Shuffled, one in each equal piece of the time."""
    order = random.sample(what, len(what))
    piece = seconds / max(1, len(order))
    return tuple(
        Fault((number + random.random()) * piece, component, kind, length, random.random())
        for number, (component, kind, length) in enumerate(order)
    )
