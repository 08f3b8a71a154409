"""Further activities."""

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.further_activity import FurtherActivity
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


def test_each_counts_once_where_objectives_are_asked_for() -> None:
    facts = [FurtherActivity(name, 1, 1, 2020, (), ("GO-1",), (), None, 2020) for name in "pq"]
    counted = Counted(Sums(), "2024-01-01", {"further-activity": facts})
    known = INDICATORS["further_activities"]
    assert known.value(counted, Scope(()), STRUCTURE)["value"] == 2
    assert known.of_objectives
