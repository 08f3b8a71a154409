"""A small catalogue for the tests of rules: organs, states and others, two activities."""

from datetime import date

from services.reports.domain.programme import Actor, Catalogue

TODAY = date(2026, 6, 1)
CATALOGUE = Catalogue(
    "e",
    {"ACT-1": ("CIM",), "ACT-2": ("STATES",)},
    {"ACT-1": ("GO-1",), "ACT-2": ("GO-2", "GO-1")},
    {
        actor.code: actor
        for actor in (
            Actor("CIM", "organ", None),
            Actor("LAB", "organ", "CIM"),
            Actor("STATES", "group", None),
            Actor("ILO", "multilateral", None),
            Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
            Actor("COL", "state", None, (("1948-01-01", None),)),
            Actor("A", "organ", "B"),
            Actor("B", "organ", "A"),
            Actor("UNIT", "organ", "LAB", (), "2018-06-01", "2020-01-01"),
        )
    },
    {"ACT-0": ("ACT-1",), "ACT-5": (), "GO-0": ("GO-2",)},
)
