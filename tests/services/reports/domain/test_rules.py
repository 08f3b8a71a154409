"""Who may report on what and when, against a small catalogue."""

import pytest

from services.reports.domain.rules import Actor, Catalogue, missing, violations

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
        )
    },
)


@pytest.mark.parametrize(
    ("reporter", "activity", "codes"),
    [
        ("CIM", "ACT-1", []),
        ("LAB", "ACT-1", []),
        ("COL", "ACT-1", []),
        ("COL", "ACT-2", []),
        ("ILO", "ACT-2", []),
        ("CIM", "ACT-2", ["actor_may_not_report"]),
        ("A", "ACT-1", ["actor_may_not_report"]),
        ("STATES", "ACT-2", ["unknown_code"]),
        ("XXX", "ACT-2", ["unknown_code"]),
        ("CIM", "ACT-9", ["unknown_code"]),
    ],
)
def test_who_may_report(reporter: str, activity: str, codes: list[str]) -> None:
    assert [
        code for _, code, _ in violations(CATALOGUE, reporter, [], {"activity": activity}, 2026)
    ] == codes


@pytest.mark.parametrize(
    ("year", "codes"),
    [
        (2016, []),
        (2023, []),
        (2024, ["not_participating"]),
        (2015, ["out_of_range"]),
        (2027, ["out_of_range"]),
    ],
)
def test_years(year: int, codes: list[str]) -> None:
    assert [code for _, code, _ in violations(CATALOGUE, "NIC", [], {"year": year}, 2026)] == codes


def test_joint_reporters_are_other_states_that_take_part() -> None:
    found = violations(CATALOGUE, "COL", ["NIC", "COL", "CIM", "NIC"], {"year": 2024}, 2026)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/joint_reporters/0", "not_participating"),
        ("/joint_reporters/1", "repeated"),
        ("/joint_reporters/2", "unknown_code"),
        ("/joint_reporters/3", "repeated"),
    ]


def test_links_and_what_is_missing() -> None:
    assert CATALOGUE.linked("GO-1") == ["ACT-1", "ACT-2"]
    assert not CATALOGUE.knows_objective("GO-3")
    assert [pointer for pointer, _, _ in missing({"year": 2020})] == [
        "/payload/activity",
        "/payload/status",
    ]
