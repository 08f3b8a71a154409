"""The second way of counting, on its own: filters, latest status, small cells, money."""

from dataclasses import replace

from services.aggregator.domain.codes import AXES, WEIGHTS
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.question import Question
from services.aggregator.domain.recount import recounted
from services.aggregator.domain.structure import Actor, Structure

ACTORS = {
    a.code: a
    for a in (
        Actor("CIM", "organ", None),
        Actor("COL", "state", None, (("1948-01-01", None),)),
        Actor("NIC", "state", None),
    )
}
STRUCTURE = Structure(
    "e", "2016-04-19", (), {"ACT-1": ("CIM",), "ACT-2": ()}, {}, ACTORS, {"JPY": 0}
)
ALONE, TOGETHER = (("CIM", "organ"),), (("COL", "state"), ("CIM", "organ"))


def _fact(
    number: int,
    year: int,
    status: str,
    reporters: tuple[tuple[str, str], ...],
    persons: int | None = 0,
) -> Implementation:
    return Implementation(
        str(number),
        1,
        number,
        "ACT-1",
        year,
        status,
        reporters,
        False,
        True,
        False,
        ("gender",),
        (("female", "adult", persons),),
        (("JPY", "7"), ("USD", "0.10")),
    )


FACTS = [
    _fact(1, 2021, "completed", TOGETHER, None),
    _fact(2, 2020, "planned", ALONE, 9),
    _fact(3, 2020, "suspended", TOGETHER),
]


def _of(question: Question) -> dict[str, object]:
    return {
        value["indicator"]: value["value"]
        for value in recounted(STRUCTURE, FACTS, question, "2022-01-01")
    }


def test_the_latest_year_gives_the_status_and_money_keeps_its_digits() -> None:
    found = _of(Question(("ACT-1", "ACT-2")))
    assert (
        found["status_distribution"],
        found["activity_coverage"],
        found["implementation_index"],
    ) == ({"completed": 2}, 0.5, 1.0)
    assert (found["resources_reported"], found["beneficiaries_reached"]) == (
        {"JPY": "21", "USD": "0.30"},
        9,
    )


def test_within_a_year_the_latest_publication_gives_it() -> None:
    assert _of(Question(("ACT-1",), year=2020))["status_distribution"] == {"suspended": 2}


def test_small_cells_are_told_beside_the_sum() -> None:
    for year, value, small, row in ((2021, 0, 1, None), (2020, 9, 0, 9)):
        question = Question(("ACT-1",), year=year)
        (found,) = [
            one
            for one in recounted(STRUCTURE, FACTS, question, "2022-01-01")
            if one["indicator"] == "beneficiaries_reached"
        ]
        assert (found["value"], found["small_cells"]) == (value, small)
        assert [(one["value"], one["small_cells"]) for one in found["breakdown"]] == [(row, small)]


def test_a_profile_and_a_filter_for_another_meet_in_joint_facts_without_pairs() -> None:
    found = _of(Question(("ACT-1",), kind="state", profile="CIM"))
    assert (
        found["reports_published"],
        found["status_distribution"],
        found["organs_reporting"],
    ) == (2, {}, 0)


def test_nothing_asked_for_is_nothing_found() -> None:
    found = _of(Question(("ACT-2",), axis="development"))
    assert (
        found["reports_published"],
        found["activity_coverage"],
        found["axis_share"],
        found["implementation_index"],
    ) == (0, 0.0, {}, None)


def test_practices_are_counted_where_they_name_something_asked_for() -> None:
    practices = [
        Practice("p", 1, 4, 2020, ALONE, ("ACT-1", "ACT-2"), ("GO-1",), ("gender",)),
        Practice("q", 1, 5, 2021, TOGETHER, (), ("GO-1",), ()),
    ]

    def count(question: Question) -> object:
        values = recounted(STRUCTURE, [*FACTS, *practices], question, "2022-01-01")
        return {one["indicator"]: one["value"] for one in values}["practices_published"]

    assert count(Question(("ACT-1",))) == 1
    assert count(Question(("ACT-1",), ("GO-1",))) == 2
    assert count(Question(("ACT-1",), ("GO-1",), year=2021)) == 1
    assert count(Question(("ACT-1",), ("GO-1",), axis="gender")) == 1
    assert count(Question(("ACT-1",), ("GO-1",), kind="state", profile="CIM")) == 1
    assert count(Question((), ("GO-2",))) == 0


def test_who_reports_is_counted_by_kind() -> None:
    labs = {"LAB": Actor("LAB", "organ", "CIM"), "ILO": Actor("ILO", "multilateral", None)}
    structure = replace(STRUCTURE, actors={**ACTORS, **labs})
    whose = [
        (("CIM", "organ"),),
        (("LAB", "organ"), ("COL", "state")),
        (("NIC", "state"),),
        (("ILO", "multilateral"),),
    ]
    facts = [_fact(n, 2020, "planned", who) for n, who in enumerate(whose)]
    values = recounted(structure, facts, Question(("ACT-1",)), "2022-01-01")
    found = {one["indicator"]: one for one in values}
    organs, states = found["organs_reporting"], found["states_contributing"]
    assert (organs["value"], organs["denominator"], organs["denominator_on"]) == (
        1,
        1,
        "2016-04-19",
    )
    assert (states["value"], states["denominator"], states["denominator_on"]) == (
        1,
        1,
        "2022-01-01",
    )
    assert found["others_contributing"]["value"] == 1


def test_numbers_have_six_places_and_what_is_empty_no_row() -> None:
    facts = [
        _fact(1, 2020, "planned", ALONE)._replace(axes=()),
        _fact(2, 2020, "planned", ALONE)._replace(resources=(("USD", "1"), ("CAD", "2"))),
        _fact(3, 2020, "suspended", (("COL", "state"),))._replace(resources=(("EUR", "0"),)),
    ]
    values = recounted(STRUCTURE, facts, Question(("ACT-1",)), "2022-01-01")
    found = {one["indicator"]: one for one in values}
    assert found["axis_share"]["value"] == {
        axis: 0.666667 if axis == "gender" else 0 for axis in AXES
    }
    assert list(found["status_distribution"]["value"]) == ["planned", "suspended"]
    assert found["beneficiaries_reached"]["breakdown"] == []
    assert list(found["resources_reported"]["value"].items()) == [
        ("CAD", "2.00"),
        ("JPY", "7"),
        ("USD", "1.10"),
    ]


def test_a_status_without_a_weight_has_no_part_in_the_mean() -> None:
    weighed = next(status for status, weight in WEIGHTS.items() if weight)
    facts = [_fact(1, 2020, weighed, ALONE), _fact(2, 2020, "not_applicable", (("COL", "state"),))]
    values = recounted(STRUCTURE, facts, Question(("ACT-1",)), "2022-01-01")
    [mean] = [one["value"] for one in values if one["indicator"] == "implementation_index"]
    assert mean == float(WEIGHTS[weighed])
