"""On what a publication is the latest."""

from services.aggregator.domain.indicators.contributions import latest, nothing
from services.aggregator.domain.latest_statuses import StatusVote
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})
COUNTED = Counted(
    Sums(
        votes={
            ("ACT-1", "CIM"): StatusVote(2021, 3, "planned"),
            ("ACT-1", "COL"): StatusVote(2020, 9, "planned"),
            ("ACT-2", "COL"): StatusVote(2020, 4, "completed"),
        }
    ),
    "2022-01-01",
)


def test_the_latest_year_then_the_latest_publication() -> None:
    assert latest(COUNTED) == {3: 1, 9: 1, 4: 1}
    assert latest(COUNTED, lambda activity, _: activity) == {3: 1, 4: 1}
    assert latest(COUNTED, lambda _, reporter: reporter) == {3: 1, 9: 1}
    assert latest(COUNTED, lambda _, reporter: reporter if reporter == "CIM" else None) == {3: 1}


def test_what_follows_from_the_edition_has_no_submission_behind_it() -> None:
    assert nothing(COUNTED, Scope(()), STRUCTURE) == {}
