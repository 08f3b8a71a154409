"""The life of a submission of any kind: one table of transitions, and who may take which."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from services.reports.domain.decisions import CLOSED
from services.reports.domain.kind import Kind

Who = Literal["reporter", "reviewer", "publisher"]
# of the secretariat; the scope of the reporter is the kind's
SCOPES: dict[Who, str] = {"reviewer": "reports:review", "publisher": "reports:publish"}
EDITABLE = frozenset({"draft", "returned"})
# the states in which reviewers and named joint reporters read the newest text
SHOWN = frozenset({"submitted", "under_review", "accepted", "returned"})
HIDDEN = frozenset({"withheld", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `correction` marks what needs a public revision besides the state it starts from,
    `four_eyes` what is not for the keys that wrote the text.

    `withhold` remembers the state it started from; `release` goes back there.
    """

    action: str
    starts: frozenset[str]
    ends: str
    who: Who
    comment: bool = False
    correction: bool = False
    four_eyes: bool = False


def _row(
    action: str,
    starts: str,
    ends: str,
    who: Who,
    *,
    comment: bool = False,
    correction: bool = False,
    four_eyes: bool = False,
) -> Transition:
    return Transition(action, frozenset(starts.split()), ends, who, comment, correction, four_eyes)


TABLE: dict[str, Transition] = {
    row.action: row
    for row in (
        _row("submit", "draft returned", "submitted", "reporter"),
        _row("start_review", "submitted", "under_review", "reviewer", four_eyes=True),
        _row(
            "return",
            "under_review accepted",
            "returned",
            "reviewer",
            comment=True,
            four_eyes=True,
        ),
        _row("accept", "under_review", "accepted", "reviewer", four_eyes=True),
        _row("publish", "accepted", "published", "publisher", four_eyes=True),
        _row("revise", "published", "draft", "reporter"),
        _row("discard", "draft returned", "published", "reporter", correction=True),
        _row(
            "withhold",
            "draft submitted under_review accepted returned published",
            "withheld",
            "publisher",
            comment=True,
            correction=True,
        ),
        _row("release", "withheld", "published", "publisher"),
        _row(
            "withdraw",
            "draft submitted under_review accepted returned published withheld",
            "withdrawn",
            "reporter",
        ),
    )
}


def entitled(
    row: Transition, kind: Kind, reporter: str, actor: str | None, scopes: Iterable[str]
) -> bool:
    """Whether a caller may take this transition at all, whatever the state. The reporter needs the
    scope of the kind; who speaks for no actor takes none.
    """
    if actor is None:
        return False
    if row.who == "reporter":
        return kind.scope_of(reporter) in scopes and actor == reporter
    return SCOPES[row.who] in scopes


def possible(
    row: Transition, kind: Kind, state: str, *, was_public: bool, decided: bool = False
) -> bool:
    """Whether the state allows this transition, whoever asks; `decided`: a final
    decision stands.
    """
    if appended(row, kind, was_public=was_public) or (decided and row.action in CLOSED):
        return False
    return state in row.starts and (was_public or not row.correction)


def appended(row: Transition, kind: Kind, *, was_public: bool) -> bool:
    """Whether this would change what is frozen: once published, a frozen kind is neither revised
    nor withdrawn.
    """
    return kind.frozen and was_public and row.action in ("revise", "withdraw")


def allowed(
    kind: Kind,
    state: str,
    reporter: str,
    *,
    was_public: bool,
    actor: str | None,
    scopes: Iterable[str],
    author: bool = False,
    decided: bool = False,
) -> list[str]:
    """The actions open to a caller now, in the table's order. `author`: its key wrote the text, and
    four eyes are asked for; `decided`: a final decision stands.
    """
    if actor is None:
        return []
    own = actor == reporter
    scopes = frozenset(scopes)
    return list(_open(kind, state, reporter, own, was_public, decided, scopes, author))


@lru_cache(maxsize=4_096)
def _open(
    kind: Kind,
    state: str,
    reporter: str,
    own: bool,
    was_public: bool,
    decided: bool,
    scopes: frozenset[str],
    author: bool,
) -> tuple[str, ...]:
    actor = reporter if own else f"not {reporter}"
    rows = (row for row in TABLE.values() if entitled(row, kind, reporter, actor, scopes))
    return tuple(
        row.action
        for row in rows
        if possible(row, kind, state, was_public=was_public, decided=decided)
        and not (author and row.four_eyes)
    )
