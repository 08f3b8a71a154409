"""The life of a submission: one table of transitions, and who may take which."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

Who = Literal["reporter", "reviewer", "publisher"]
SCOPES: dict[Who, str] = {
    "reporter": "reports:write",
    "reviewer": "reports:review",
    "publisher": "reports:publish",
}
EDITABLE = frozenset({"draft", "returned"})
# to reviewers and to the joint reporters named
SHOWN = frozenset({"submitted", "under_review", "accepted", "returned"})
HIDDEN = frozenset({"withheld", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `correction` marks what only an unpublished correction can do."""

    action: str
    starts: frozenset[str]
    ends: str
    who: Who
    comment: bool = False
    correction: bool = False


def _row(
    action: str,
    starts: str,
    ends: str,
    who: Who,
    *,
    comment: bool = False,
    correction: bool = False,
) -> Transition:
    return Transition(action, frozenset(starts.split()), ends, who, comment, correction)


TABLE: dict[str, Transition] = {
    row.action: row
    for row in (
        _row("submit", "draft returned", "submitted", "reporter"),
        _row("start_review", "submitted", "under_review", "reviewer"),
        _row("return", "under_review accepted", "returned", "reviewer", comment=True),
        _row("accept", "under_review", "accepted", "reviewer"),
        _row("publish", "accepted", "published", "publisher"),
        _row("revise", "published", "draft", "reporter"),
        _row("discard", "draft returned", "published", "reporter", correction=True),
        _row("withhold", "published", "withheld", "publisher", comment=True),
        _row("release", "withheld", "published", "publisher"),
        _row(
            "withdraw",
            "draft submitted under_review accepted returned published withheld",
            "withdrawn",
            "reporter",
        ),
    )
}


def entitled(row: Transition, reporter: str, actor: str | None, scopes: Iterable[str]) -> bool:
    """Whether a caller may take this transition at all, whatever the state."""
    return SCOPES[row.who] in scopes and (row.who != "reporter" or actor == reporter)


def possible(row: Transition, state: str, *, was_public: bool) -> bool:
    """Whether the state allows it, whoever asks."""
    return state in row.starts and (was_public or not row.correction)


def allowed(
    state: str, reporter: str, *, was_public: bool, actor: str | None, scopes: Iterable[str]
) -> list[str]:
    """The actions open to a caller now, in the table's order."""
    return list(_open(state, actor == reporter, was_public, frozenset(scopes)))


@cache
def _open(state: str, own: bool, was_public: bool, scopes: frozenset[str]) -> tuple[str, ...]:
    actor = "the reporter" if own else None
    rows = (row for row in TABLE.values() if entitled(row, "the reporter", actor, scopes))
    return tuple(row.action for row in rows if possible(row, state, was_public=was_public))
