"""The fold's law: whatever was put on and taken off in whatever order, the board is that of the facts that stand."""

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain.facts import Board, Fact, folded

FACTS = st.builds(
    Fact,
    submission=st.sampled_from("abc"),
    revision=st.just(1),
    published=st.integers(1, 50),
    activity=st.sampled_from(("ACT-1", "ACT-2")),
    year=st.sampled_from((2020, 2021)),
    status=st.sampled_from(("planned", "completed")),
    reporters=st.sampled_from(((("CIM", "organ"),), (("COL", "state"), ("MEX", "state")))),
    joint=st.booleans(),
    partner=st.booleans(),
    evidence=st.booleans(),
    axes=st.sampled_from(((), ("gender",), ("gender", "development"))),
    beneficiaries=st.sampled_from(((), (("female", "adult", 3),))),
    resources=st.sampled_from(((), (("USD", "0.10"), ("USD", "2")))),
)


@given(st.lists(st.tuples(st.booleans(), FACTS), max_size=12))
def test_incremental_equals_recomputed(steps: list[tuple[bool, Fact]]) -> None:
    standing: dict[str, Fact] = {}
    board = Board({}, {})
    for stays, fact in steps:
        board.replace(standing.pop(fact.submission, None), fact if stays else None)
        if stays:
            standing[fact.submission] = fact
    again = folded(standing.values())
    assert {k: v for k, v in board.cells.items() if v} == again.cells
    assert {k: v for k, v in board.pairs.items() if v} == again.pairs


@given(FACTS)
def test_putting_the_same_on_again_changes_nothing(fact: Fact) -> None:
    board = folded([fact])
    assert board.replace(fact, fact) == ([], [])
