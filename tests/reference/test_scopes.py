"""What filters and pages choose, counted by hand."""

from typing import Any

from tests.reference import indicators
from tests.reference.indicators import Fact, Filters
from tests.reference.programme import (
    NOW,
    PROGRAMME,
    counted,
    fact,
    value,
    values,
)


def test_filters_choose_facts_and_leave_structure_alone() -> None:
    facts = (
        fact(1, "SG", axes=["gender"]),
        fact(2, "COL", "A-4", year=2023),
        fact(3, "OIM", "A-2"),
    )
    for asked, expected in (
        ({"year": 2023}, 1),
        ({"axis": "gender"}, 1),
        ({"actor": "OIM"}, 1),
        ({"actor_kind": "state"}, 1),
        ({"year": 2022}, 0),
    ):
        found = values(*facts, **asked)
        assert found["reports_published"]["value"] == expected
        assert counted("activity_coverage", *facts, **asked) == (expected, 4)
        assert (found["activities_linked"]["value"], found["organs_reporting"]["denominator"]) == (
            4,
            2,
        )
    assert value("reports_published", *facts, year=2024, actor_kind="organ", axis="gender") == 1
    assert value("reports_published", *facts, year=2023, actor_kind="organ") == 0


def test_an_actor_filter_keeps_joint_facts_but_only_that_actors_pairs() -> None:
    joint = fact(
        1,
        "SG",
        "A-1",
        "COL",
        "BRA",
        status="completed",
        beneficiaries=[{"sex": "male", "age_group": "child", "count": 9}],
    )
    own = fact(2, "COL", "A-4", status="planned")
    found = values(joint, own, actor="BRA")
    assert (found["reports_published"]["value"], found["beneficiaries_reached"]["value"]) == (1, 9)
    assert found["status_distribution"]["value"] == {"completed": 1}
    assert (found["states_contributing"]["value"], found["states_contributing"]["denominator"]) == (
        1,
        3,
    )
    assert (found["organs_reporting"]["value"], found["organs_reporting"]["denominator"]) == (0, 2)
    assert value("status_distribution", joint, own, actor_kind="state") == {
        "completed": 2,
        "planned": 1,
    }
    # one reporter must be both
    assert value("reports_published", joint, own, actor="SG", actor_kind="state") == 0
    assert value("reports_published", joint, own, actor="STATES") == 0


def practice(number: int, reporter: str, *confirmed: str, **payload: Any) -> Fact:
    told = {"year": 2024, **payload}
    return Fact(f"p{number}", 1, number, reporter, confirmed, told, kind="practice")


def test_practices_count_where_they_name_the_objective_or_an_activity_of_it() -> None:
    facts = (
        practice(1, "SG", activities=["A-1", "A-2"], objectives=["O-1"]),
        practice(2, "COL", "BRA", activities=["A-3"], axes=["gender"]),
        practice(3, "OIM", objectives=["O-1"], year=2023),
        practice(4, "COL", activities=["A-9"]),
    )
    for asked, expected in (
        ({}, 2),
        ({"year": 2023}, 1),
        ({"actor": "SG"}, 1),
        ({"actor": "COL"}, 0),
        ({"axis": "gender"}, 0),
        ({"actor_kind": "multilateral"}, 1),
        ({"actor": "SG", "actor_kind": "multilateral"}, 0),
    ):
        found = values(*facts, **asked)
        assert found["practices_published"]["value"] == expected, asked
        assert (found["reports_published"]["value"], found["status_distribution"]["value"]) == (
            0,
            {},
        )


def test_practices_on_the_pages_of_an_activity_and_of_an_actor() -> None:
    facts = [
        practice(1, "COL", "BRA", activities=["A-1", "A-3"], objectives=["O-1", "O-2"]),
        practice(2, "COL", objectives=["O-1"]),
        practice(3, "COL", activities=["A-9"], objectives=["O-9"]),
    ]

    def count(answer: list[dict[str, Any]]) -> int:
        return int({one["indicator"]: one["value"] for one in answer}["practices_published"])

    whole = (PROGRAMME, facts)
    assert count(indicators.activity_values(*whole, "A-1", Filters(), NOW)) == 1
    assert count(indicators.activity_values(*whole, "A-2", Filters(), NOW)) == 0
    assert count(indicators.actor_values(*whole, "COL", Filters(), NOW)) == 2
    assert count(indicators.actor_values(*whole, "BRA", Filters(), NOW)) == 1
    assert count(indicators.actor_values(*whole, "COL", Filters(actor="BRA"), NOW)) == 1
    assert count(indicators.actor_values(*whole, "COL", Filters(actor_kind="organ"), NOW)) == 0


def test_an_activity_is_an_objective_of_one() -> None:
    facts = [fact(1, "COL", "A-4", "BRA"), fact(2, "SG", "A-3")]
    answer = {
        found["indicator"]: found
        for found in indicators.activity_values(PROGRAMME, facts, "A-3", Filters(), NOW)
    }
    assert (answer["activities_linked"]["value"], answer["activity_coverage"]["value"]) == (1, 1)
    assert (answer["organs_reporting"]["value"], answer["organs_reporting"]["denominator"]) == (
        1,
        2,
    )
    assert answer["status_distribution"]["value"] == {"under_way": 1}


def test_a_profile_is_what_the_actor_did_anywhere() -> None:
    facts = [fact(1, "COL", "A-4", "BRA"), fact(2, "BRA", "A-3", status="planned"), fact(3, "SG")]

    def profile(actor: str, **filters: Any) -> dict[str, Any]:
        answer = indicators.actor_values(PROGRAMME, facts, actor, Filters(**filters), NOW)
        return {found["indicator"]: found["value"] for found in answer}

    brazil = profile("BRA")
    assert (
        brazil["activities_linked"],
        brazil["activities_reported"],
        brazil["activity_coverage"],
        brazil["reports_published"],
    ) == (5, 2, 0.4, 2)
    assert brazil["status_distribution"] == {"under_way": 1, "planned": 1}
    assert brazil["states_contributing"] == 1
    assert profile("BRA", actor_kind="organ")["reports_published"] == 0
    assert profile("OIM")["reports_published"] == 0
