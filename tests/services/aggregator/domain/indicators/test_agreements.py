"""Agreements in force."""

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.agreement import Agreement
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Actor, Structure

PEOPLE = {
    "COL": Actor("COL", "state", None, (("1948-01-01", None),)),
    "NIC": Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
}
STRUCTURE = Structure("e", "2016-04-19", ("GO-1",), {}, {}, PEOPLE, {})
COL, NIC = (("COL", "state"),), (("NIC", "state"),)


def test_the_last_day_is_the_one_before_the_end() -> None:
    facts = [
        Agreement("a", 1, 1, 2020, COL, ("A-1",), "2020-01-02", "2022-01-01"),
        Agreement("b", 1, 2, 2020, COL, ("A-1",), "2021-01-01", None),
        Agreement("c", 1, 3, 2020, NIC, ("A-1",), None, None),
    ]
    for day, expected in (
        ("2020-01-01", 0),
        ("2020-01-02", 1),
        ("2021-12-31", 2),
        ("2022-01-01", 1),
    ):
        counted = Counted(Sums(), day, {"agreement": facts})
        value = INDICATORS["agreements_in_force"].value(counted, Scope(("A-1",)), STRUCTURE)
        assert value["value"] == expected
