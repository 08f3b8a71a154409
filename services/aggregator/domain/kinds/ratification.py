"""`ratification`: an act of a state with regard to a treaty."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class Ratification(NamedTuple):
    """The fact of a public act. `effective`: the day from which it counts. `own`: the state itself
    reports it.
    """

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    instrument: str
    state: str
    action: str
    effective: str
    own: bool

    @property
    def kind(self) -> str:
        return "ratification"

    @property
    def speakers(self) -> Reporters:
        """Filters look at the state whose act it is."""
        return ((self.state, "state"),)

    @property
    def activities(self) -> tuple[str, ...]:
        return ()

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Ratification:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Ratification(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        year=int(content.date[:4]),
        reporters=reporters_of(published.reporters),
        instrument=content.instrument,
        state=content.state,
        action=content.action,
        effective=content.takes_effect_on or content.date,
        own=published.reporter == content.state,
    )


def named(fact: Ratification, scope: Any) -> bool:
    """Whether an activity of a scope names or covers its treaty."""
    return fact.instrument in scope.instruments
