"""The judge on cases small enough to count by hand."""

import ast
import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.reference import indicators
from tests.reference.indicators import Fact, Filters, Structure
from tests.reference.programme import (
    FROM_1948,
    NOW,
    PROGRAMME,
    counted,
    fact,
    state,
    value,
    values,
)

ORDER = (
    "activities_linked activities_reported activity_coverage reports_published organs_reporting "
    "states_contributing others_contributing "
    "status_distribution implementation_index joint_execution_share partner_share evidence_share "
    "axis_share beneficiaries_reached "
    "resources_reported practices_published further_activities states_taking_up "
    "agreements_in_force instruments_ratified recommendations_open assessed_distribution "
    "fund_allocated"
)
UNITS = (
    "count count ratio count count count count count index ratio ratio ratio ratio persons money "
    "count count count count count count count money"
)


def test_it_shares_no_code_with_the_product() -> None:
    for name in ("indicators.py", "later.py", "lifecycle.py", "scope.py"):
        tree = ast.parse((Path(indicators.__file__).parent / name).read_text())
        modules = [
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for alias in node.names
        ]
        modules += [
            node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        ]
        foreign = {
            module for module in modules if module.partition(".")[0] not in sys.stdlib_module_names
        }
        ours = {f"tests.reference{each}" for each in ("", ".indicators", ".scope")}
        assert foreign <= ours


def test_every_indicator_comes_with_its_unit_and_in_its_order() -> None:
    answer = indicators.objective_values(PROGRAMME, [], "O-1", Filters(), NOW)
    assert [found["indicator"] for found in answer] == ORDER.split()
    assert [found["unit"] for found in answer] == UNITS.split()


def test_nothing_reported() -> None:
    found = values()
    assert {name: found[name]["value"] for name in ORDER.split()} == {
        "activities_linked": 4,
        "activities_reported": 0,
        "activity_coverage": 0,
        "reports_published": 0,
        "organs_reporting": 0,
        "states_contributing": 0,
        "others_contributing": 0,
        "status_distribution": {},
        "implementation_index": None,
        "joint_execution_share": None,
        "partner_share": None,
        "evidence_share": None,
        "axis_share": {},
        "beneficiaries_reached": 0,
        "resources_reported": {},
        "practices_published": 0,
        "further_activities": 0,
        "states_taking_up": 0,
        "agreements_in_force": 0,
        "instruments_ratified": 0,
        "recommendations_open": 0,
        "assessed_distribution": {},
        "fund_allocated": {},
    }
    assert found["beneficiaries_reached"]["breakdown"] == []
    assert found["joint_execution_share"]["denominator"] == 0


def test_an_objective_without_activities_has_no_coverage() -> None:
    assert values(objective="O-3")["activity_coverage"] == {
        "indicator": "activity_coverage",
        "value": None,
        "numerator": 0,
        "denominator": 0,
        "unit": "ratio",
        "denominator_on": "2016-04-19",
    }
    assert counted("organs_reporting", objective="O-3") == (0, 0)
    assert value("organs_reporting", objective="O-3") == 0


def test_unknown_scopes_are_no_scopes() -> None:
    for answer in (
        indicators.objective_values,
        indicators.activity_values,
        indicators.actor_values,
    ):
        with pytest.raises(KeyError):
            answer(PROGRAMME, [], "X", Filters(), NOW)


def test_only_one_fact_for_a_submission() -> None:
    with pytest.raises(ValueError, match="one fact"):
        values(fact(1, "SG"), fact(1, "SG"))


def test_coverage_counts_activities_and_reports_count_facts() -> None:
    found = values(
        fact(1, "SG"), fact(2, "SG"), fact(3, "COL", "A-4", "BRA"), fact(4, "CIDH", "A-3")
    )
    assert found["activities_reported"]["value"] == 2
    assert found["activity_coverage"] == {
        "indicator": "activity_coverage",
        "value": 0.5,
        "numerator": 2,
        "denominator": 4,
        "unit": "ratio",
        "denominator_on": "2016-04-19",
    }
    # the joint one once, that on another objective's activity not at all
    assert found["reports_published"]["value"] == 3


def test_organs_count_as_addressed() -> None:
    assert counted("organs_reporting", fact(1, "SG"), fact(2, "SG", "A-2")) == (1, 2)
    # nested ones are their parent
    assert counted("organs_reporting", fact(1, "DPT"), fact(2, "UNIT"), fact(3, "SG")) == (1, 2)
    # not addressed under O-1
    assert counted("organs_reporting", fact(1, "OPS"), fact(2, "CIDH"), fact(3, "LOOP")) == (0, 2)
    # no organs, whatever their parent
    assert counted("organs_reporting", fact(1, "UNI"), fact(2, "COL")) == (0, 2)
    assert counted(
        "organs_reporting", fact(1, "SG", "A-3"), fact(2, "CIDH", "A-3"), objective="O-2"
    ) == (2, 2)


def test_states_are_counted_by_the_day() -> None:
    both = (fact(1, "NIC", "A-4", year=2023), fact(2, "COL", "A-4", "VEN", year=2023))
    assert counted("states_contributing", *both, on=date(2023, 11, 18)) == (3, 4)
    # NIC is out, VEN's dispute does not exclude it
    assert counted("states_contributing", *both, on=date(2023, 11, 19)) == (2, 3)
    assert counted("states_contributing", fact(1, "CUB", "A-4"), on=date(1961, 12, 31)) == (1, 5)
    assert counted("states_contributing", fact(1, "CUB", "A-4"), on=date(1962, 1, 1)) == (0, 4)
    # the first day is in
    assert counted("states_contributing", fact(1, "COL", "A-4"), on=FROM_1948) == (1, 5)
    assert counted("states_contributing", fact(1, "COL", "A-4"), on=date(1947, 12, 31)) == (0, 0)
    assert counted("states_contributing", fact(1, "SG"), fact(2, "OIM"), on=NOW) == (0, 3)


def test_the_year_in_scope_dates_the_states_once_it_has_ended() -> None:
    nicaragua = [fact(year, "NIC", "A-4", year=year) for year in (2022, 2023, 2024)]

    def dated(year: int | None, on: date) -> tuple[int, int, str]:
        return *counted("states_contributing", *nicaragua, year=year, on=on), values(
            *nicaragua, year=year, on=on
        )["states_contributing"]["denominator_on"]

    assert dated(2022, NOW) == (1, 4, "2022-12-31")
    assert dated(2023, NOW) == (0, 3, "2023-12-31")
    # not ended: the day of the answer's position
    assert dated(2023, date(2023, 11, 18)) == (1, 4, "2023-11-18")
    assert dated(2023, date(2023, 12, 31)) == (0, 3, "2023-12-31")
    assert dated(2024, date(2016, 4, 19)) == (1, 4, "2016-04-19")
    assert dated(None, NOW) == (0, 3, "2026-11-23")


def test_thirty_five_members_thirty_four_and_then_thirty_three_participate() -> None:
    actors = {f"S{n:02}": state(f"S{n:02}") for n in range(32)} | {
        code: PROGRAMME.actors[code] for code in ("VEN", "NIC", "CUB", "STATES")
    }
    region = Structure(
        "2016-draft", date(2016, 4, 19), ("O",), {"A": ("STATES",)}, frozenset({("A", "O")}), actors
    )
    assert len(actors) - 1 == 35
    for on, expected in (
        (date(2016, 12, 31), 34),
        (date(2023, 11, 18), 34),
        (date(2023, 12, 31), 33),
        (NOW, 33),
    ):
        found = indicators.objective_values(region, [], "O", Filters(), on)[5]
        assert (found["indicator"], found["denominator"], found["denominator_on"]) == (
            "states_contributing",
            expected,
            on.isoformat(),
        )


def test_others_are_multilateral_and_other_actors() -> None:
    assert (
        value(
            "others_contributing",
            fact(1, "OIM"),
            fact(2, "UNI"),
            fact(3, "OIM", "A-2"),
            fact(4, "SG"),
            fact(5, "COL"),
        )
        == 2
    )


def test_a_pair_has_the_status_of_its_latest_year_then_of_its_latest_publication() -> None:
    older = fact(9, "SG", year=2023, status="completed")
    newer = fact(1, "SG", year=2024, status="planned")
    assert (
        value("status_distribution", older, newer)
        == value("status_distribution", newer, older)
        == {"planned": 1}
    )
    again = fact(5, "SG", year=2024, status="suspended")
    assert value("status_distribution", again, older, newer) == {"suspended": 1}
    assert value("status_distribution", older, newer, year=2023) == {"completed": 1}
    assert value(
        "status_distribution", newer, fact(2, "SG", "A-2", status="planned"), fact(3, "CIM", "A-2")
    ) == {"planned": 2, "under_way": 1}


def test_a_joint_fact_is_a_pair_for_each_who_speaks_in_it() -> None:
    joint = fact(1, "COL", "A-4", "BRA", "VEN", status="completed")
    own = fact(2, "BRA", "A-4", year=2025, status="planned")
    assert value("status_distribution", joint) == {"completed": 3}
    assert value("status_distribution", joint, own) == {"completed": 2, "planned": 1}
    assert counted("states_contributing", joint, own) == (3, 3)


def test_the_index_is_a_mean_of_weights() -> None:
    def index(*statuses: str) -> Any:
        return value(
            "implementation_index",
            *(fact(n, f"U{n}", status=said) for n, said in enumerate(statuses, 1)),
        )

    weighed = {
        "not_started": 0,
        "planned": 0.25,
        "under_way": 0.5,
        "substantially_implemented": 0.75,
        "completed": 1,
        "permanent": 1,
        "suspended": 0,
    }
    assert {said: index(said) for said in weighed} == weighed
    assert index("not_applicable") is None
    assert index("not_applicable", "completed") == 1
    assert index("completed", "suspended") == 0.5
    assert index("completed", "planned", "planned") == 0.5
    assert index("completed", "completed", "suspended") == 0.666667
    assert index(*weighed) == 0.5  # 3.5 of 7


def test_a_half_goes_to_the_even_neighbour() -> None:
    assert indicators.rounded(Fraction(1, 2_000_000)) == 0
    assert indicators.rounded(Fraction(3, 2_000_000)) == 0.000002
    assert indicators.rounded(Fraction(5, 2_000_000)) == 0.000002
    assert indicators.rounded(Fraction(1, 64)) == 0.015625
    assert indicators.rounded(Fraction(1, 128)) == 0.007812  # 0.0078125
    assert indicators.rounded(Fraction(3, 128)) == 0.023438  # 0.0234375
    assert [json.dumps(indicators.rounded(Fraction(n, 3))) for n in (1, 2, 3)] == [
        "0.333333",
        "0.666667",
        "1.0",
    ]


def test_shares_are_of_all_facts() -> None:
    facts = (
        fact(
            1,
            "SG",
            execution="bilateral",
            partners=[{"kind": "igo"}, {"kind": "diaspora"}, {"kind": "academia"}],
            evidence="restricted public public",
        ),
        fact(
            2,
            "SG",
            execution="unilateral",
            partners=[{"kind": "research_centre"}, {"kind": "private_sector"}],
            evidence="programme restricted",
        ),
        fact(
            3, "COL", "A-4", "BRA", execution=None, partners=None
        ),  # joint, yet its reporter does not say so: the word is the reporter's
    )
    assert counted("joint_execution_share", *facts) == (1, 3)
    assert value("joint_execution_share", *facts, fact(4, "COL", execution="multilateral")) == 0.5
    assert counted("partner_share", *facts) == (1, 3)
    assert value("evidence_share", *facts) == 0.333333
    for kind, expected in {
        "civil_society": 1,
        "academia": 1,
        "diaspora": 1,
        "migrants": 1,
        "igo": 0,
        "research_centre": 0,
        "other": 0,
    }.items():
        assert value("partner_share", fact(1, "SG", partners=[{"kind": kind}])) == expected


def test_axis_share_has_every_axis() -> None:
    facts = (
        fact(1, "SG", axes=["gender", "gender", "development"]),
        fact(2, "SG"),
        fact(3, "CIM", "A-2", axes=["gender"]),
    )
    none = dict.fromkeys(indicators.AXES, 0)
    assert value("axis_share", *facts) == none | {"gender": 0.666667, "development": 0.333333}
    assert value("axis_share", facts[1]) == none
    assert value("axis_share", *facts, axis="development") == none | {"gender": 1, "development": 1}


def people(number: int, *groups: tuple[str, str, int | None]) -> Fact:
    """A report of these cells; None: a small one."""
    return fact(
        number,
        "SG",
        beneficiaries=[
            {"sex": sex, "age_group": age}
            | ({"small": True} if count is None else {"count": count})
            for sex, age, count in groups
        ],
    )


def cells(*facts: Fact) -> tuple[int, int, list[tuple[int | None, int]]]:
    """(total, small cells, (value, small cells) of the rows shown)."""
    found = values(*facts)["beneficiaries_reached"]
    rows = [(row["value"], row["small_cells"]) for row in found["breakdown"]]
    return found["value"], found["small_cells"], rows


def test_people_are_added_up_by_sex_and_age_group() -> None:
    one = people(1, ("male", "adult", 10), ("female", "older", 7), ("female", "adult", None))
    two = people(2, ("female", "adult", 9), ("other", "unknown", 0))
    assert values(one, two)["beneficiaries_reached"] == {
        "indicator": "beneficiaries_reached",
        "value": 26,
        "unit": "persons",
        "small_cells": 1,
        "breakdown": [
            {"sex": "female", "age_group": "adult", "value": 9, "small_cells": 1},
            {"sex": "female", "age_group": "older", "value": 7, "small_cells": 0},
            {"sex": "male", "age_group": "adult", "value": 10, "small_cells": 0},
        ],
    }
    joint = fact(1, "COL", "A-4", "BRA", beneficiaries=one.payload["beneficiaries"][:1])
    assert value("beneficiaries_reached", joint) == 10  # one fact, however many speak in it


def test_small_cells_are_told_beside_the_sum() -> None:
    female, male = ("female", "adult"), ("male", "adult")
    assert cells(people(1, (*female, 5))) == (5, 0, [(5, 0)])
    assert cells(people(1, (*female, None))) == (0, 1, [(None, 1)])
    assert cells(people(1, (*female, None), (*male, 100))) == (100, 1, [(None, 1), (100, 0)])
    assert cells(people(1, (*female, None)), people(2, (*female, None))) == (0, 2, [(None, 2)])
    assert cells(people(1, (*female, None)), people(2, (*female, 8))) == (8, 1, [(8, 1)])
    # a row with an empty cell is not of small cells only
    assert cells(people(1, (*female, None)), people(2, (*female, 0))) == (0, 1, [(0, 1)])
    assert cells(people(1, (*female, 0))) == (0, 0, [])


def test_money_is_added_per_currency_with_its_digits() -> None:
    def given(number: int, **amounts: str) -> Fact:
        resources = [{"currency": code, "amount": amount} for code, amount in amounts.items()]
        return fact(number, "SG", resources=resources)

    facts = (
        given(1, USD="0.10", JPY="1500", KWD="1.005"),
        given(2, USD="0.2", CLP="3", EUR="0.00"),
        given(3, USD="99999999999999999999999999999.99"),
    )
    expected = {"CLP": "3", "JPY": "1500", "KWD": "1.005", "USD": "0.30"}
    assert value("resources_reported", *facts[:2]) == expected
    assert value("resources_reported", *facts)["USD"] == "100000000000000000000000000000.29"
    small = {"PYG": "7", "CLF": "0.0001"}
    assert value("resources_reported", given(1, **small)) == small
    with pytest.raises(ValueError, match="no amount of JPY"):
        value("resources_reported", given(1, JPY="1.5"))
