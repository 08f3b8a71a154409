"""The table of transitions equals the reference's, row by row, and its laws hold for any state."""

from hypothesis import given
from hypothesis import strategies as st

from services.reports.domain import lifecycle
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
    st.sets(st.sampled_from(list(lifecycle.SCOPES.values()))),
)
def test_allowed_is_what_is_possible_and_ones_own(
    state: str, was_public: bool, actor: str | None, scopes: set[str]
) -> None:
    found = lifecycle.allowed(state, "CIM", was_public=was_public, actor=actor, scopes=scopes)
    for action in found:
        row = lifecycle.TABLE[action]
        assert state in row.starts
        assert lifecycle.SCOPES[row.who] in scopes
        assert row.who != "reporter" or actor == "CIM"
    assert "discard" not in found or was_public
    assert state != "withdrawn" or found == []
