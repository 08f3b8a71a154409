"""What single submissions add to a value, in the value's own form: added up, and divided where the
value is a part or a mean, they are the value again.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure


@dataclass(frozen=True, slots=True)
class Each:
    """`of(fact, structure)`: what every fact adds by itself; None: nothing.

    `small_cells(fact)`: how many cells of 1 to 4 persons it has beside that, where the value tells
    them.
    """

    of: Callable[[Any, Structure], Any]
    small_cells: Callable[[Any], int] | None = None


@dataclass(frozen=True, slots=True)
class Latest:
    """`of(counted, scope, structure)`: what those facts add that are the latest on something, by
    the position that published them. The others add nothing.
    """

    of: Callable[[Counted, Scope, Structure], Mapping[int, Any]]


def one(_fact: Any, _structure: Structure) -> int:
    """Every fact adds 1."""
    return 1


def nothing(_counted: Counted, _scope: Scope, _structure: Structure) -> dict[int, int]:
    """The value follows from the edition alone."""
    return {}


def latest(
    counted: Counted, about: Callable[[str, str], Hashable | None] = lambda *pair: pair
) -> Counter[int]:
    """On how many things each publication is the latest. `about(activity, reporter)`: the thing
    that a pair is about, None for none; without it, the pair.
    """
    by_thing: dict[Hashable, Any] = {}
    for pair, vote in counted.sums.votes.items():
        if (thing := about(*pair)) is not None:
            by_thing[thing] = max(vote, by_thing.get(thing, vote))
    return Counter(vote.published for vote in by_thing.values())
