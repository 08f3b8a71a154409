"""The rules that all kinds share, against a small catalogue."""

import pytest

from services.reports.domain.kind import Draft, Kind
from services.reports.domain.others import others_of
from services.reports.domain.rules import (
    in_order,
    known_codes,
    meeting,
    missing,
    not_after_today,
    unknown,
    violations,
    year,
)
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY

JOINT = Kind("joint", joint="states")


@pytest.mark.parametrize(
    ("reporter", "code"),
    [("CIM", None), ("STATES", "unknown_code"), ("XXX", "unknown_code"), ("COL", None)],
)
def test_a_reporter_is_a_known_actor_and_no_group(reporter: str, code: str | None) -> None:
    found = violations(JOINT, CATALOGUE, Draft(reporter, (), {}), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [("/reporter", code)] * bool(code)


def test_a_kind_names_the_actors_that_report_it() -> None:
    of_states = Kind("of states", reporters=("state",))
    assert violations(of_states, CATALOGUE, Draft("COL", (), {}), TODAY) == []
    found = violations(of_states, CATALOGUE, Draft("ILO", (), {}), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/reporter", "actor_may_not_report")
    ]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (None, []),
        (2016, []),
        (2023, []),
        (2024, ["not_participating"]),
        (2015, ["out_of_range"]),
        (2026, ["not_participating"]),
        (2027, ["out_of_range"]),
    ],
)
def test_years(given: int | None, codes: list[str]) -> None:
    found = year(CATALOGUE, Draft("NIC", (), {"year": given}), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/payload/year", code) for code in codes
    ]


def test_joint_reporters_are_other_states_that_take_part() -> None:
    draft = Draft("COL", ("NIC", "COL", "CIM", "NIC"), {"year": 2024})
    found = violations(JOINT, CATALOGUE, draft, TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/joint_reporters/0", "not_participating"),
        ("/joint_reporters/1", "repeated"),
        ("/joint_reporters/2", "unknown_code"),
        ("/joint_reporters/3", "repeated"),
    ]


def test_a_kind_without_joint_reporters_takes_none() -> None:
    found = violations(Kind("alone"), CATALOGUE, Draft("COL", ("NIC",), {}), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [("/joint_reporters", "not_joint")]


def test_unknown_codes_are_named_by_their_place() -> None:
    draft = Draft("CIM", (), {"activities": ["ACT-1", "ACT-9"]})
    assert known_codes(CATALOGUE, draft, "activities", CATALOGUE.addressees, "activity") == [
        ("/payload/activities/1", "unknown_code", "The program has no activity ACT-9.")
    ]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ACT-0", "The edition e has no activity ACT-0 any more: ACT-1 now stands for it."),
        ("ACT-5", "The edition e has no activity ACT-5 any more: nothing stands for it."),
    ],
)
def test_a_code_of_an_earlier_edition_is_told_with_what_stands_for_it(
    code: str, sentence: str
) -> None:
    assert unknown(CATALOGUE, "activity", code) == sentence


@pytest.mark.parametrize(
    ("given", "codes"),
    [(2017, ["not_valid_then"]), (2018, []), (2019, []), (2020, ["not_valid_then"])],
)
def test_an_actor_reports_on_years_in_which_it_existed(given: int, codes: list[str]) -> None:
    found = year(CATALOGUE, Draft("UNIT", (), {"year": given}), TODAY)
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/payload/year", code) for code in codes
    ]


def test_what_is_required_says_something() -> None:
    kind = Kind("full", required=("text", "year"), one_of=("these", "those"))
    assert missing(kind, "CIM", {"text": "a", "year": 2020, "those": ["x"]}) == []
    found = missing(kind, "CIM", {"text": " \u00a0\n", "these": []})
    assert [(pointer, code) for pointer, code, _ in found] == [
        ("/payload/text", "blank"),
        ("/payload/year", "required"),
        ("/payload/these", "required"),
    ]


def test_a_year_of_an_unknown_actor_is_any() -> None:
    assert year(CATALOGUE, Draft("XXX", (), {"year": 2020}), TODAY) == []


@pytest.mark.parametrize(
    ("given", "codes"), [(None, []), (1900, []), (2016, []), (2024, ["not_participating"])]
)
def test_a_joint_reporter_took_part_in_a_year_that_can_be_reported(
    given: int | None, codes: list[str]
) -> None:
    found = violations(JOINT, CATALOGUE, Draft("COL", ("NIC",), {"year": given}), TODAY)
    assert [(code, sentence) for _, code, sentence in found] == [
        (code, f"NIC did not participate in {given}.") for code in codes
    ]


def test_a_joint_reporter_is_known() -> None:
    found = violations(JOINT, CATALOGUE, Draft("COL", ("XXX",), {}), TODAY)
    assert [code for _, code, _ in found] == ["unknown_code"]


@pytest.mark.parametrize(
    ("day", "come"), [(None, True), ("2026-06-01", True), ("2026-06-02", False)]
)
def test_today_has_come(day: str | None, come: bool) -> None:
    assert (not_after_today(Draft("CIM", (), {"on": day}), "on", TODAY) == []) is come


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        (None, "2026-01-01", True),
        ("2026-01-01", None, True),
        ("2026-01-01", "2026-01-01", True),
        ("2026-01-02", "2026-01-01", False),
    ],
)
def test_days_follow_one_another(first: str | None, last: str | None, fits: bool) -> None:
    draft = Draft("CIM", (), {"from": first, "to": last})
    assert (in_order(draft, "from", "to") == []) is fits


@pytest.mark.parametrize(
    ("id_", "type_", "sentences"),
    [
        ("c", None, []),
        ("c", "cidi_meeting", []),
        ("c", "work_plan", ["There is no cycle of the type work_plan c."]),
        ("x", None, ["There is no cycle x."]),
    ],
)
def test_a_meeting_is_a_cycle(id_: str, type_: str | None, sentences: list[str]) -> None:
    draft = Draft("CIM", (), {"meeting": id_}, others_of([], {"c": "cidi_meeting"}))
    assert [sentence for _, _, sentence in meeting(draft, type_)] == sentences
