"""What a row comes to, for everything that can have been made of it before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reports.domain import imports
from services.reports.domain.imports import Known, Verdict
from services.reports.domain.lifecycle import EDITABLE

STATES = (
    *("draft", "submitted", "under_review", "accepted", "returned"),
    *("published", "withheld", "withdrawn"),
)
TEXTS = st.text(max_size=6)
DIGESTS = st.sampled_from(["one", "other", "third"])


@pytest.mark.parametrize("mode", ["draft", "submit"])
def test_a_new_row_is_created(mode: imports.Mode) -> None:
    verdict = imports.decide(None, "one", mode)
    assert verdict == Verdict("created", True, mode == "submit")
    assert imports.reached(None, verdict) == ("submitted" if mode == "submit" else "draft")


@pytest.mark.parametrize("state", STATES)
def test_the_same_row_again_changes_nothing(state: str) -> None:
    assert imports.decide(Known("one", state, "one"), "one", "draft") == Verdict("unchanged")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("mode", ["draft", "submit"])
def test_a_changed_row_changes_what_can_be_changed(state: str, mode: imports.Mode) -> None:
    verdict = imports.decide(Known("one", state, "one"), "other", mode)
    if state in EDITABLE:
        assert verdict == Verdict("updated", True, mode == "submit")
    else:
        assert verdict.outcome == "refused"
        assert verdict.refusal is not None
        code = state if state in imports.REFUSALS else "not_in_this_state"
        assert verdict.refusal[0] == code


def test_what_was_changed_by_hand_since_is_kept() -> None:
    known = Known("one", "draft", "by hand")
    assert imports.decide(known, "one", "submit") == Verdict("unchanged")
    assert imports.decide(known, "by hand", "draft") == Verdict("unchanged")


def test_the_same_row_submits_its_draft() -> None:
    submits = Verdict("updated", submits=True)
    assert imports.decide(Known("one", "draft", "one"), "one", "submit") == submits
    correction = Known("one", "draft", "one", public="before")
    assert imports.decide(correction, "one", "submit") == submits
    nothing_new = Known("one", "draft", "one", public="one")
    assert imports.decide(nothing_new, "one", "submit") == Verdict("unchanged")
    returned = Known("one", "returned", "one")
    assert imports.decide(returned, "one", "submit") == Verdict("unchanged")


def test_of_a_frozen_kind_nothing_is_corrected() -> None:
    known = Known("one", "published", "one", "one", frozen=True)
    assert imports.decide(known, "other", "draft").refusal == imports.APPEND_ONLY


@given(taken=DIGESTS, standing=DIGESTS, row=DIGESTS, state=st.sampled_from(STATES))
def test_a_text_is_saved_only_where_it_can_be_and_says_something_new(
    taken: str, standing: str, row: str, state: str
) -> None:
    verdict = imports.decide(Known(taken, state, standing), row, "submit")
    assert verdict.saves <= (state in EDITABLE and row not in (taken, standing))
    assert verdict.submits <= (state in EDITABLE)


@given(first=TEXTS, second=TEXTS, content=TEXTS, other=TEXTS)
def test_a_row_is_known_by_its_external_id(
    first: str, second: str, content: str, other: str
) -> None:
    one = imports.identity("CIM", "implementation", first, content)
    assert one == imports.identity("CIM", "implementation", first, other)
    assert (one == imports.identity("CIM", "implementation", second, content)) == (first == second)
    assert one != imports.identity("COL", "implementation", first, content)
    assert one != imports.identity("CIM", "practice", first, content)


@given(first=TEXTS, second=TEXTS)
def test_a_row_without_one_is_known_by_its_content(first: str, second: str) -> None:
    one = imports.identity("CIM", "implementation", None, first)
    same = imports.identity("CIM", "implementation", None, second)
    assert (one == same) == (first == second)
    assert one != imports.identity("CIM", "implementation", first, first)


def test_the_order_of_names_is_free() -> None:
    assert imports.digest({"a": 1, "b": 2}) == imports.digest({"b": 2, "a": 1})
    assert imports.digest({"a": 1}) != imports.digest({"a": 2})


@given(content=st.binary(max_size=50), size=st.integers(1, 20))
def test_a_file_is_the_sum_of_its_parts(content: bytes, size: int) -> None:
    parts = imports.parts(content, size)
    assert b"".join(parts) == content
    assert all(0 < len(part) <= size for part in parts)
