"""Participation by day, and bodies counted as the organ above them."""

from services.aggregator.domain.structure import Actor, Structure

ACTORS = {
    a.code: a
    for a in (
        Actor("NIC", "state", None, (("1948-01-01", "2023-11-19"),)),
        Actor("CIM", "organ", None),
        Actor("LAB", "organ", "CIM"),
        Actor("X", "organ", "X"),
    )
}
STRUCTURE = Structure(
    "e", "2016-04-19", (), {"ACT-1": ("CIM",), "ACT-2": ("STATES",)}, {}, ACTORS, {}
)


def test_the_day_out_is_out() -> None:
    assert STRUCTURE.participating("2023-11-18") == {"NIC"}
    assert STRUCTURE.participating("2023-11-19") == set()


def test_a_body_counts_as_its_addressed_organ() -> None:
    organs = STRUCTURE.organs_addressed(("ACT-1", "ACT-2"))
    assert organs == {"CIM"}
    assert [STRUCTURE.counted_as(code, organs) for code in ("CIM", "LAB", "X", "NIC", "?")] == [
        "CIM",
        "CIM",
        None,
        None,
        None,
    ]
