"""The table of transitions equals the reference's, row by row, and its laws hold for any state."""

from collections.abc import Collection
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reports.domain import lifecycle
from services.reports.domain.kind import Kind
from tests.reference.lifecycle import TABLE, Transition

STATES = (
    "draft",
    "submitted",
    "under_review",
    "accepted",
    "returned",
    "published",
    "withheld",
    "withdrawn",
)


def test_the_table_is_the_domains() -> None:
    ours = {
        (r.action, r.starts, r.ends, r.who, r.comment, r.correction)
        for r in lifecycle.TABLE.values()
    }
    assert ours == {
        (r.action, frozenset(r.starts), r.ends, r.who, r.needs_comment, r.correction_only)
        for r in TABLE
    }


def _open_to(
    row: Transition,
    state: str,
    actor: str | None,
    scopes: Collection[str],
    *,
    was_public: bool,
    author: bool,
    decided: bool,
) -> bool:
    """Whether a step of a submission of CIM's can be taken, by the reference's table."""
    begins = state in row.starts and (was_public or not row.correction_only)
    closed = decided and row.action in ("revise", "publish", "withdraw")
    own = actor == "CIM" if row.who == "reporter" else actor is not None and not author
    scope = lifecycle.SCOPES.get(row.who, "own:write")
    of_publisher = actor is not None and row.action in ("withhold", "release")
    return begins and not closed and (own or of_publisher) and scope in scopes


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("actor", ["CIM", "COL", None])
def test_allowed_is_what_begins_here_and_is_ones_own(state: str, actor: str | None) -> None:
    kind, every = Kind("own", scope="own:write"), ("own:write", *lifecycle.SCOPES.values())
    for was_public, author, decided in product((True, False), repeat=3):
        for scopes in chain.from_iterable(combinations(every, n) for n in range(4)):
            said = {"was_public": was_public, "author": author, "decided": decided}
            found = lifecycle.allowed(kind, state, "CIM", actor=actor, scopes=scopes, **said)
            expected = {row.action for row in TABLE if _open_to(row, state, actor, scopes, **said)}
            assert found == [action for action in lifecycle.TABLE if action in expected]


def test_who_speaks_for_no_actor_takes_no_step() -> None:
    every = ("reports:write", *lifecycle.SCOPES.values())
    for row in lifecycle.TABLE.values():
        assert not lifecycle.entitled(row, Kind("own"), "CIM", None, every)


@given(st.sampled_from(STATES), st.booleans())
def test_a_frozen_kind_is_neither_revised_nor_withdrawn_once_published(
    state: str, was_public: bool
) -> None:
    frozen, plain = Kind("frozen", frozen=True), Kind("plain")
    for row in lifecycle.TABLE.values():
        refused = was_public and row.action in ("revise", "withdraw")
        assert lifecycle.appended(row, frozen, was_public=was_public) == refused
        assert lifecycle.possible(row, frozen, state, was_public=was_public) == (
            not refused and lifecycle.possible(row, plain, state, was_public=was_public)
        )
