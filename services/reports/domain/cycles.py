"""Cycles: the occasions of the program, the table of their transitions, and their rules."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from services.reports.domain.kind import Violation
from services.reports.domain.programme import Catalogue
from services.reports.domain.rules import unknown
from services.reports.domain.statements import StatementRule, anybody

COMMITTEE = "CAM"
Who = Literal["committee", "secretariat"]
SCOPES: dict[Who, str] = {"committee": "programme:adopt", "secretariat": "reports:publish"}
CLOSED = "closed"
# the states in which contributions are brought, and in which a work plan is consulted on
RECEIVING = frozenset({"convened", "open"})
# by role: the states in which actors say something beside a cycle
SAID_IN = {"presentation": frozenset({"open"}), "consultation": RECEIVING}
CONSULTED = "work_plan"
# by type: the kinds of reporters whose reports of its year a cycle takes by itself
TAKES = {"annual_report": ("organ", "state")}


@dataclass(frozen=True, slots=True)
class Cycle:
    """An occasion, its dates and what is on its agenda. `version` counts every write; `event`: the
    last one.
    """

    id: str
    type: str
    year: int
    title: str
    state: str
    opens_on: str | None
    closes_on: str | None
    place: str | None
    summit: str | None
    items: list[dict[str, Any]]
    version: int
    created_at: str
    updated_at: str

    @property
    def statements(self) -> Mapping[str, StatementRule]:
        """The roles in which actors may say something beside it, whatever its state."""
        roles = ("presentation", "consultation") if self.type == CONSULTED else ("presentation",)
        return {role: StatementRule(anybody) for role in roles}

    @property
    def receives(self) -> bool:
        """Whether submissions can be brought to it now."""
        return self.state in RECEIVING


class Contributed(NamedTuple):
    """A revision that is contributed to a cycle; `by_itself`: nobody brought it."""

    submission: str
    revision: int
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table."""

    action: str
    starts: frozenset[str]
    ends: str
    who: Who


def _row(action: str, starts: str, ends: str, who: Who) -> Transition:
    return Transition(action, frozenset(starts.split()), ends, who)


TABLE: dict[str, Transition] = {
    row.action: row
    for row in (
        _row("convene", "considered", "convened", "committee"),
        _row("decline", "considered convened", "not_convened", "committee"),
        _row("open", "convened", "open", "secretariat"),
        _row("close", "open", CLOSED, "secretariat"),
    )
}


def entitled(row: Transition, actor: str | None, scopes: Collection[str]) -> bool:
    """Whether a caller may take this transition at all, whatever the state; only the Committee
    convenes and declines.
    """
    if actor is None or SCOPES[row.who] not in scopes:
        return False
    return row.who == "secretariat" or actor == COMMITTEE


def allowed(state: str, actor: str | None, scopes: Collection[str]) -> list[str]:
    """The actions open to a caller now, in the table's order."""
    rows = (row for row in TABLE.values() if state in row.starts)
    return [row.action for row in rows if entitled(row, actor, scopes)]


def violations(catalogue: Catalogue, cycle: Mapping[str, Any]) -> list[Violation]:
    """Everything about a cycle that the program does not allow."""
    return [*_dates(cycle), *_summit(cycle), *_items(catalogue, cycle["items"])]


def undecided(action: str, told: Mapping[str, str], today: str) -> list[Violation]:
    """What cannot be told of a decision: of a step that is none, or of a day to come."""
    if TABLE[action].who != "committee":
        sentence = f"To {action} a cycle is no decision of the Committee."
        return [(f"/{name}", "unknown_field", sentence) for name in told]
    if told.get("decided_on", today) > today:
        return [("/decided_on", "out_of_range", f"{told['decided_on']} has not come yet.")]
    return []


def _dates(cycle: Mapping[str, Any]) -> Iterator[Violation]:
    first, last = cycle["opens_on"], cycle["closes_on"]
    if first is not None and last is not None and last < first:
        yield "/closes_on", "end_before_begin", f"{last} comes before {first}."


def _summit(cycle: Mapping[str, Any]) -> Iterator[Violation]:
    if cycle["type"] == "expert_meeting" and cycle["summit"] is None:
        yield "/summit", "required", "A meeting of experts comes before a Summit: name it."


def _items(catalogue: Catalogue, items: list[dict[str, Any]]) -> Iterator[Violation]:
    numbers: set[int] = set()
    for place, item in enumerate(items):
        if item["n"] in numbers:
            yield f"/items/{place}/n", "repeated", f"There is an item {item['n']} already."
        numbers.add(item["n"])
        yield from _codes(catalogue, f"/items/{place}", item)


def _codes(catalogue: Catalogue, pointer: str, item: Mapping[str, Any]) -> Iterator[Violation]:
    for n, code in enumerate(item["activities"]):
        if code not in catalogue.addressees:
            detail = unknown(catalogue, "activity", code)
            yield f"{pointer}/activities/{n}", "unknown_code", detail
    if item["lead"] is not None and catalogue.reporter(item["lead"]) is None:
        yield f"{pointer}/lead", "unknown_code", f"There is no actor {item['lead']}."
