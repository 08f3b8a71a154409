"""What a kind of submission is: all that distinguishes one kind from another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any, Literal

from services.reports.domain.others import NO_OTHERS, Others, Payload, Sought, Term
from services.reports.domain.programme import REPORTING, Actor, Catalogue
from services.reports.domain.statements import StatementRule

__all__ = ["Clash", "Draft", "Kind", "Payload", "Term", "Violation"]

Violation = tuple[str, str, str]  # pointer, code, sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text says, as far as rules look at it: reporter, joint reporters and payload; and the
    other submissions that its kind looks at.
    """

    reporter: str
    joint: tuple[str, ...]
    payload: Payload
    others: Others = NO_OTHERS


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a text cannot be published as things stand: a stable code, a sentence, and figures."""

    code: str
    detail: str
    figures: Mapping[str, Any] = field(default_factory=dict)


def _no_violations(_catalogue: Catalogue, _draft: Draft, _today: date) -> list[Violation]:
    return []


def _no_clash(_catalogue: Catalogue, _draft: Draft) -> Clash | None:
    return None


def _seeks_nothing(_reporter: str, _payload: Payload) -> Sought:
    return Sought()


def _nothing_more(_reporter: str, _payload: Payload) -> Sequence[str]:
    return ()


def _no_serial(_reporter: str, _payload: Payload) -> str | None:
    return None


def _no_terms(_payload: Payload) -> Iterable[Term]:
    return ()


def _nothing_looked_up(_payload: Payload, _others: Others) -> dict[str, Any]:
    return {}


def _no_defaults(_reporter: str) -> Mapping[str, Any]:
    return {}


def _no_content(_payload: Payload) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of submission.

    `scope`: the scope that every step of the reporter needs; `scope_for`: where it
    depends on the reporter. `required`: fields of the payload without which it cannot be
    submitted; `requires`: those that a payload needs besides, for what it says; of `one_of` at
    least one must not be empty. `reporters`: the kinds of actors, or the codes of the actors, that
    may report; `joint`: which actors may be joint reporters, None: none. `frozen`: neither revised
    nor withdrawn once published. `leaves`: what a payload still says in public while it is
    withheld; None: it is hidden whole, and counts nowhere.

    `check`: the rules of this kind alone, for draft and complete payloads. `index`: the terms by
    which lists find it. `similar_by`: submissions of one reporter that share a value of each of
    these terms are similar. `counted`: what its publication carries, in the shape of the contract;
    `looked_up`: what of that stands in other submissions.

    `defaults`: what a text of a reporter says where it says nothing of it.

    `seeks`: the other submissions that `check` and `clash` look at. `rechecked`: `check` holds once
    more at publication, beside what is public by then. `clash`: why it cannot be
    published as things stand. `serial`: publications of one serial are decided one after the
    other. `code`: the code that a reporter's n-th first publication of this kind is given.
    `statements`: the roles in which actors may say something beside it. `decided`: the Committee
    decides on it. `taken_by`: the types of cycles that take those of their year by themselves.
    `followed`: a dossier tells what was published, decided and said of it since the one before.
    """

    name: str
    scope: str = "reports:write"
    required: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    reporters: tuple[str, ...] = REPORTING
    joint: Literal["states"] | None = None
    frozen: bool = False
    leaves: Callable[[Payload], dict[str, Any]] | None = None
    decided: bool = False
    taken_by: tuple[str, ...] = ()
    followed: bool = False
    rechecked: bool = False
    similar_by: tuple[str, ...] = ()
    scope_for: Callable[[str], str] | None = None
    requires: Callable[[str, Payload], Sequence[str]] = field(default=_nothing_more)
    defaults: Callable[[str], Mapping[str, Any]] = field(default=_no_defaults)
    seeks: Callable[[str, Payload], Sought] = field(default=_seeks_nothing)
    clash: Callable[[Catalogue, Draft], Clash | None] = field(default=_no_clash)
    serial: Callable[[str, Payload], str | None] = field(default=_no_serial)
    code: Callable[[str, int], str] | None = None
    statements: Mapping[str, StatementRule] = field(default_factory=dict)
    check: Callable[[Catalogue, Draft, date], list[Violation]] = field(default=_no_violations)
    index: Callable[[Payload], Iterable[Term]] = field(default=_no_terms)
    counted: Callable[[Payload], dict[str, Any]] = field(default=_no_content)
    looked_up: Callable[[Payload, Others], dict[str, Any]] = field(default=_nothing_looked_up)

    def scope_of(self, reporter: str) -> str:
        """The scope that a reporter's steps need."""
        return self.scope_for(reporter) if self.scope_for is not None else self.scope

    def reported_by(self, actor: Actor) -> bool:
        """Whether an actor may report this kind."""
        return actor.kind in self.reporters or actor.code in self.reporters

    def similar_keys(self, reporter: str, payload: Payload) -> list[str]:
        """Keys that similar submissions share: one for each combination of the values of the terms
        in `similar_by`; none where a term has no value.
        """
        values: dict[str, list[str]] = defaultdict(list)
        for name, value in self.index(payload):
            values[name].append(value)
        combinations = product(*(values[name] for name in self.similar_by))
        return ["/".join((self.name, reporter, *one)) for one in combinations if one]
