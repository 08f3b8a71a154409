"""Treaties that states are bound by."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.ratification import Ratification
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


def act(n: int, state: str, action: str, day: str, own: bool = False) -> Ratification:
    return Ratification(f"s{n}", 1, n, 2020, (), "T", state, action, day, own)


def bound(*acts: Ratification, day: str = "2023-01-01") -> tuple[int, int]:
    scope = Scope(("A-1",), instruments=frozenset({"T", "U"}))
    counted = Counted(Sums(), day, {"ratification": list(acts)})
    value = INDICATORS["instruments_ratified"].value(counted, scope, STRUCTURE)
    return value["numerator"], value["denominator"]


def test_the_latest_act_but_signature_counts() -> None:
    ratified = act(1, "COL", "ratification", "2000-01-01")
    assert bound(ratified) == (1, 4)
    assert bound(ratified, day="1999-12-31") == (0, 4)
    assert bound(act(1, "COL", "signature", "2000-01-01")) == (0, 4)
    assert bound(ratified, act(2, "COL", "signature", "2001-01-01")) == (1, 4)
    assert bound(ratified, act(2, "COL", "withdrawal", "2001-01-01")) == (0, 4)
    assert bound(act(1, "NIC", "accession", "2000-01-01"), day="2024-01-01") == (0, 2)


def test_of_one_action_the_word_of_the_state_replaces_that_of_others() -> None:
    of_others = act(1, "COL", "ratification", "2003-01-01")
    own = act(2, "COL", "ratification", "2000-01-01", own=True)
    withdrawn = act(3, "COL", "withdrawal", "2001-01-01")
    assert bound(of_others, withdrawn) == (1, 4)
    assert bound(of_others, own, withdrawn) == (0, 4)


def test_of_one_day_and_of_ones_own_the_later_publication_counts() -> None:
    ratified = act(1, "COL", "ratification", "2000-01-01")
    withdrawn = act(2, "COL", "withdrawal", "2000-01-01")
    assert bound(withdrawn, ratified) == bound(ratified, withdrawn) == (0, 4)
    late = act(4, "COL", "ratification", "2010-01-01", own=True)
    early = act(3, "COL", "ratification", "2001-01-01", own=True)
    later = act(5, "COL", "withdrawal", "2005-01-01", own=True)
    assert bound(late, early, later) == bound(early, late, later) == (1, 4)


def test_the_act_that_binds_is_behind_it() -> None:
    acts = [act(2, "COL", "accession", "2000-01-01"), act(1, "COL", "signature", "1999-01-01")]
    counted = Counted(Sums(), "2023-01-01", {"ratification": acts})
    behind: Any = INDICATORS["instruments_ratified"].behind
    assert behind.of(counted, Scope(("A-1",)), STRUCTURE) == {2: 1}
