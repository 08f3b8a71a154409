"""The fold's law: whatever was put on and taken off in whatever order, the board is that of the facts that stand."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain.facts import ALL, ALL_YEARS, EVERYBODY, REMEMBERED, Board, Fact, Key, Pair, folded, told

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


def _stored(board: Board) -> Board:
    """What is left of a board that is kept and read again: of each pair the one that gives the status."""
    cells = {name: dict(counters) for name, counters in board.cells.items()}
    return Board(cells, {pair: known[-1:] for pair, known in board.standings.items() if known}, set(board.standings))


@given(st.lists(st.tuples(st.booleans(), st.booleans(), FACTS), max_size=12))
def test_incremental_equals_recomputed(steps: list[tuple[bool, bool, Fact]]) -> None:
    standing: dict[str, Fact] = {}
    boards: dict[Key, Board] = {}
    for number, (stays, stored, fact) in enumerate(steps, start=1):
        new = replace(fact, published=number) if stays else None
        old = standing.pop(fact.submission, None)
        if new is not None:
            standing[fact.submission] = new
        for key in {key for one in (old, new) if one is not None for key in one.boards()}:
            board = boards.setdefault(key, Board())
            board = boards[key] = _stored(board) if stored else board
            mine = [one if one is not None and key in one.boards() else None for one in (old, new)]
            for pair in board.replace(mine[0], mine[1], key.reporter):
                if board.unknown(pair):
                    facts = [one.standing for one in standing.values() if key in one.boards() and pair in one.pairs(key.reporter)]
                    board.remember(pair, facts, more=False)
    assert told(boards) == told(folded(standing.values()))


@given(FACTS)
def test_putting_the_same_on_again_changes_nothing(fact: Fact) -> None:
    for key, board in folded([fact]).items():
        before = told({key: board})
        assert (board.replace(fact, fact, key.reporter), told({key: board})) == ([], before)


def _at(published: int, status: str) -> Fact:
    return Fact("s", 1, published, "ACT-1", 2020, status, (("CIM", "organ"),), False, False, False, (), (), ())


def test_an_earlier_fact_gives_the_status_again_and_only_what_is_not_remembered_is_unknown() -> None:
    pair, facts = Pair(ALL, "CIM", "organ"), [_at(n, f"status {n}") for n in range(1, REMEMBERED + 3)]
    board = folded(facts)[Key("ACT-1", ALL_YEARS, EVERYBODY)]
    for fact in reversed(facts[2:]):
        assert board.standings[pair][-1].status == fact.status
        assert board.replace(fact, None) == [pair]
    assert board.unknown(pair)
    board.remember(pair, [facts[0].standing, facts[1].standing], more=False)
    assert board.replace(facts[0], None) == [], "it did not give the status"
    assert board.replace(facts[1], facts[0]) == [pair]
    assert (board.standings[pair], board.unknown(pair)) == ([facts[0].standing], False)
