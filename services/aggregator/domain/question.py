"""Which facts are asked for, when values are counted from the facts themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.aggregator.domain.facts import Fact, speakers
from services.aggregator.domain.kinds.implementation import Implementation


@dataclass(frozen=True, slots=True)
class Question:
    """Which facts are asked for.

    One reporter must be both `actor` and of `kind`; `profile`: whose facts and pairs alone count.
    `successors`: what stands for codes that the edition does not have.
    """

    activities: tuple[str, ...]
    objectives: tuple[str, ...] = ()
    year: int | None = None
    axis: str | None = None
    actor: str | None = None
    kind: str | None = None
    profile: str | None = None
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def standing(self, code: str, asked: tuple[str, ...]) -> list[str]:
        """Which of the codes that are asked for stand for a code."""
        return [one for one in self.successors.get(code, (code,)) if one in asked]

    def names(self, fact: Fact) -> bool:
        """Whether a fact is about an activity or an objective that is asked for."""
        return any(self.standing(code, self.activities) for code in fact.activities) or any(
            self.standing(code, self.objectives) for code in fact.objectives
        )

    def places(self, fact: Implementation) -> list[str]:
        """The activities that a fact counts under."""
        return self.standing(fact.activity, self.activities)

    def speakers(self, fact: Fact) -> list[tuple[str, str]]:
        """Those whose fact it is that are asked for."""
        return [
            (code, kind)
            for code, kind in speakers(fact)
            if self.actor in (None, code) and self.kind in (None, kind)
        ]

    def keeps(self, fact: Fact) -> bool:
        """Whether a fact is in scope."""
        if not self.names(fact) or self.year not in (None, fact.year):
            return False
        return self.lets_pass(fact)

    def lets_pass(self, fact: Fact) -> bool:
        """Whether a fact passes the filters of axis and actors."""
        if self.axis is not None and self.axis not in fact.axes:
            return False
        return bool(self.speakers(fact)) and (
            self.profile is None or self.profile in dict(speakers(fact))
        )
