"""The table of transitions equals the reference's, row by row, and its laws hold for any state."""

from hypothesis import given
from hypothesis import strategies as st

from services.reports.domain import lifecycle
from services.reports.domain.kind import Kind
from tests.reference.lifecycle import TABLE

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


@given(
    st.sampled_from(STATES),
    st.booleans(),
    st.sampled_from(("CIM", "COL", None)),
    st.sets(st.sampled_from(("own:write", "reports:write", *lifecycle.SCOPES.values()))),
)
def test_allowed_is_what_is_possible_and_ones_own(
    state: str, was_public: bool, actor: str | None, scopes: set[str]
) -> None:
    kind = Kind("own", scope="own:write")
    found = lifecycle.allowed(kind, state, "CIM", was_public=was_public, actor=actor, scopes=scopes)
    for action in found:
        row = lifecycle.TABLE[action]
        assert state in row.starts
        assert lifecycle.SCOPES.get(row.who, "own:write") in scopes
        assert row.who != "reporter" or actor == "CIM"
    assert "discard" not in found or was_public
    assert state != "withdrawn" or found == []


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
