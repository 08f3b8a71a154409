"""Open recommendations."""

from typing import Any

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.recommendation import Recommendation
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


def test_what_every_addressee_has_implemented_is_open_no_longer() -> None:
    one = Recommendation("a", 1, 1, 2020, (), (), ("GO-1",), ("COL",))
    done = one._replace(submission="b", published=2, follow_ups=(("f", ("COL",), "implemented"),))
    counted = Counted(Sums(), "2024-01-01", {"recommendation": [one, done]})
    value = INDICATORS["recommendations_open"].value(counted, Scope(()), STRUCTURE)
    assert value["value"] == 1


def test_every_open_one_adds_one() -> None:
    facts = [Recommendation(f"p{n}", 1, n, 2024, (), (), ("GO-1",), ("COL",)) for n in (3, 5)]
    counted = Counted(Sums(), "2024-01-01", {"recommendation": facts})
    behind: Any = INDICATORS["recommendations_open"].behind
    structure = Structure("e", "2016-04-19", ("GO-1",), {}, {}, {}, {})
    assert behind.of(counted, Scope(("A-1",)), structure) == {3: 1, 5: 1}
