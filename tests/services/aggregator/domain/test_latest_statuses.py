"""Whatever comes and goes in whatever order, the latest vote is that of all votes sorted; where it
cannot be known, it says that it has to be looked up.
"""

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain import latest_statuses
from services.aggregator.domain.latest_statuses import (
    LatestStatuses,
    Pair,
    StatusVote,
    of_latest,
)

PAIRS = [Pair("*", "CIM", "organ"), Pair("*", "COL", "state")]
VOTES = st.builds(
    StatusVote,
    st.sampled_from((2020, 2021)),
    st.integers(1, 12),
    st.sampled_from(("planned", "completed")),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(("put", "drop", "store")), st.sampled_from(PAIRS), VOTES),
    max_size=40,
)


class Reference:
    """All votes of each pair, sorted whenever the latest is wanted."""

    def __init__(self) -> None:
        self.votes: dict[Pair, list[StatusVote]] = {pair: [] for pair in PAIRS}

    def latest(self, pair: Pair) -> StatusVote | None:
        return max(self.votes[pair], default=None)


@given(STEPS, st.sampled_from((1, 2, 4)))
def test_the_latest_is_that_of_all_votes_sorted(
    steps: list[tuple[str, Pair, StatusVote]], remembered: int
) -> None:
    with mock.patch.object(latest_statuses, "REMEMBERED", remembered):
        statuses, reference = LatestStatuses(), Reference()
        for action, pair, vote in steps:
            known = reference.votes[pair]
            if action == "put" and vote not in known:
                statuses.put([pair], vote)
                known.append(vote)
            elif action == "drop" and vote in known:
                gave = reference.latest(pair) == vote
                assert statuses.drop([pair], vote) == ([pair] if gave else [])
                known.remove(vote)
            elif action == "store":
                statuses = of_latest({one: votes[-1] for one, votes in statuses.votes.items()})
            if statuses.needs_lookup(pair):
                assert statuses.latest(pair) is None
                statuses.remember(pair, known)
                assert not statuses.needs_lookup(pair)
            for one in PAIRS:
                assert statuses.latest(one) == reference.latest(one)
                assert len(statuses.votes.get(one, [])) <= remembered


def test_it_looks_up_only_what_it_cannot_know() -> None:
    pair = PAIRS[0]
    votes = [StatusVote(2020, n, "planned") for n in range(1, latest_statuses.REMEMBERED + 3)]
    statuses = LatestStatuses()
    for vote in votes:
        statuses.put([pair], vote)
    for vote in reversed(votes[3:]):
        statuses.drop([pair], vote)
        assert not statuses.needs_lookup(pair)
    statuses.drop([pair], votes[2])
    assert statuses.needs_lookup(pair)
    statuses.put([pair], votes[0])
    assert statuses.needs_lookup(pair), "the second one lies between"
    statuses.remember(pair, votes[:2])
    assert statuses.latest(pair) == votes[1]
    statuses.drop([pair], votes[1])
    statuses.drop([pair], votes[0])
    assert (statuses.latest(pair), statuses.needs_lookup(pair)) == (None, False)


def test_of_what_was_looked_up_the_next_vote_is_the_bound() -> None:
    pair, remembered = PAIRS[0], latest_statuses.REMEMBERED
    votes = [StatusVote(2020, n, "planned") for n in range(1, remembered + 3)]
    statuses = LatestStatuses()
    statuses.remember(pair, votes[::-1])
    for vote in reversed(votes[2:]):
        assert statuses.latest(pair) == vote
        assert statuses.drop([pair], vote) == [pair]
    assert statuses.needs_lookup(pair)
    statuses.put([pair], votes[0])
    assert statuses.needs_lookup(pair), "the second one lies between"
    statuses.remember(pair, votes[:remembered])
    statuses.drop([pair], votes[0])
    assert statuses.latest(pair) == votes[remembered - 1]
    for vote in votes[1:remembered]:
        statuses.drop([pair], vote)
    assert not statuses.needs_lookup(pair), "all votes were remembered"


def test_a_vote_that_says_nothing_of_one_pair_is_put_on_the_next() -> None:
    first, second = PAIRS
    statuses = LatestStatuses()
    for n in range(2, latest_statuses.REMEMBERED + 3):
        statuses.put([first], StatusVote(2020, n, "planned"))
    early = StatusVote(2020, 1, "completed")
    statuses.put([first, second], early)
    assert statuses.latest(second) == early
    assert early not in statuses.votes[first]
