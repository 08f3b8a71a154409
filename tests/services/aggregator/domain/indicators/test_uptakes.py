"""States that take up what is proposed to them."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.uptake import Uptake
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


def stance(n: int, who: tuple[tuple[str, str], ...], since: str, said: str) -> Uptake:
    return Uptake(f"s{n}", 1, n, 2020, who, "A-1", said, since)


def test_the_latest_stance_by_its_day_then_by_its_publication_counts() -> None:
    facts = [
        stance(1, COL, "2022-01-01", "taken_up"),
        stance(2, COL, "2021-01-01", "not_for_now"),
        stance(3, NIC, "2022-01-01", "taken_up"),
        stance(4, COL, "2025-01-01", "not_for_now"),
    ]
    for day, expected in (
        ("2021-06-01", (0, 2)),
        ("2023-01-01", (2, 2)),
        ("2024-01-01", (1, 1)),
        ("2025-01-01", (0, 1)),
    ):
        counted = Counted(Sums(), day, {"uptake": facts})
        value = INDICATORS["states_taking_up"].value(counted, Scope(("A-1",)), STRUCTURE)
        assert (value["numerator"], value["denominator"]) == expected
        assert value["denominator_on"] == day


def test_the_latest_stance_that_takes_up_is_behind_it() -> None:
    first, second = (
        stance(5, COL, "2022-01-01", "taken_up"),
        stance(3, COL, "2021-01-01", "taken_up"),
    )
    facts = [second._replace(activity="A-2"), first]
    behind: Any = INDICATORS["states_taking_up"].behind
    for some in (facts, facts[::-1]):
        counted = Counted(Sums(), "2023-01-01", {"uptake": some})
        assert behind.of(counted, Scope(("A-1", "A-2")), STRUCTURE) == {5: 1}
    early = stance(9, COL, "2020-01-01", "taken_up")
    counted = Counted(Sums(), "2023-01-01", {"uptake": [early, first._replace(activity="A-2")]})
    assert behind.of(counted, Scope(("A-1", "A-2")), STRUCTURE) == {9: 1}, "it was published last"
