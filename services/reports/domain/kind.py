"""What a kind of submission is: all that distinguishes one kind from another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Literal

from services.reports.domain.programme import REPORTING, Catalogue

Payload = Mapping[str, Any]
Violation = tuple[str, str, str]  # pointer, code, sentence
Term = tuple[str, str]  # name, value


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text says, as far as rules look at it: reporter, joint reporters and payload."""

    reporter: str
    joint: tuple[str, ...]
    payload: Payload


def _no_violations(_catalogue: Catalogue, _draft: Draft, _today: date) -> list[Violation]:
    return []


def _no_terms(_payload: Payload) -> Iterable[Term]:
    return ()


def _no_content(_payload: Payload) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of submission.

    `scope`: the scope that every step of the reporter needs. `required`: fields of the payload
    without which it cannot be submitted; of `one_of` at least one must not be empty. `reporters`:
    the kinds of actors that may report. `joint`: which actors may be joint reporters, None: none.
    `frozen`: neither revised nor withdrawn once published.

    `check`: the rules of this kind alone, for draft and complete payloads. `index`: the terms by
    which lists find it. `similar_by`: submissions of one reporter that share a value of each of
    these terms are similar. `counted`: what its publication carries, in the shape of the contract.
    """

    name: str
    scope: str = "reports:write"
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    reporters: tuple[str, ...] = REPORTING
    joint: Literal["states"] | None = None
    frozen: bool = False
    similar_by: tuple[str, ...] = ()
    check: Callable[[Catalogue, Draft, date], list[Violation]] = field(default=_no_violations)
    index: Callable[[Payload], Iterable[Term]] = field(default=_no_terms)
    counted: Callable[[Payload], dict[str, Any]] = field(default=_no_content)

    def similar_keys(self, reporter: str, payload: Payload) -> list[str]:
        """Keys that similar submissions share: one for each combination of the values of the terms
        in `similar_by`; none where a term has no value.
        """
        values: dict[str, list[str]] = defaultdict(list)
        for name, value in self.index(payload):
            values[name].append(value)
        combinations = product(*(values[name] for name in self.similar_by))
        return ["/".join((self.name, reporter, *one)) for one in combinations if one]
