"""What every fact has, whatever its kind: a fact is what the public revision of a submission
contributes to the indicators.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, Protocol, Self

Reporters = tuple[tuple[str, str], ...]  # (code, kind at that moment), the reporter first


class At(NamedTuple):
    """When a publication came: its position, and the UTC year in which it was recorded."""

    position: int
    year: int


class Fact(Protocol):
    """`published`: the position of the event that published the revision. `activities`,
    `objectives`: the codes it names.
    """

    @property
    def kind(self) -> str: ...
    @property
    def submission(self) -> str: ...
    @property
    def revision(self) -> int: ...
    @property
    def published(self) -> int: ...
    @property
    def year(self) -> int: ...
    @property
    def reporters(self) -> Reporters: ...
    @property
    def activities(self) -> tuple[str, ...]: ...
    @property
    def objectives(self) -> tuple[str, ...]: ...
    @property
    def axes(self) -> tuple[str, ...]: ...
    def _replace(self, *, reporters: Reporters) -> Self: ...


def speakers(fact: Fact) -> Reporters:
    """Whose fact it is for the filters of actors: its reporters', or who it says itself."""
    about: Reporters = getattr(fact, "speakers", fact.reporters)
    return about


def reporters_of(reporters: Iterable[Any]) -> Reporters:
    """The reporters of an event (`code`, `kind`), each once, the reporter first."""
    return tuple({reporter.code: reporter.kind for reporter in reporters}.items())
