"""Overviews of a day, from public revisions alone."""

from dataclasses import replace
from typing import Any

import pytest

from services.reports.domain import overviews
from services.reports.domain.overviews import Public
from tests.services.reports.domain.catalogue import CATALOGUE

COL = [CATALOGUE.actors["COL"]]
ICRMW: dict[str, str | None] = {"ICRMW": "2003-07-01"}


def public(reporter: str, position: int, **payload: Any) -> Public:
    return Public(f"s{position}", (reporter,), 1, position, "es", "t", payload)


def act(action: str, date: str, reporter: str = "COL", position: int = 1, **more: Any) -> Public:
    said = {"instrument": "ICRMW", "state": "COL", "action": action, "date": date, **more}
    return public(reporter, position, **said)


@pytest.mark.parametrize(
    ("acts", "day", "expected"),
    [
        ([], "2024-12-31", ("none", None, False)),
        ([act("signature", "2000-01-01")], "2024-12-31", ("signed", "2000-01-01", False)),
        ([act("signature", "2000-01-01")], "1999-12-31", ("none", None, False)),
        ([act("accession", "1995-05-24")], "2000-01-01", ("party", "1995-05-24", False)),
        ([act("accession", "1995-05-24")], "2003-07-01", ("party", "1995-05-24", True)),
        # a signature stands below all others, whenever it was
        (
            [act("ratification", "2005-01-01"), act("signature", "2006-01-01", position=2)],
            "2024-12-31",
            ("party", "2005-01-01", True),
        ),
        # a withdrawal holds from the day it takes effect
        (
            [
                act("ratification", "2005-01-01"),
                act("withdrawal", "2010-01-01", position=2, takes_effect_on="2011-01-01"),
            ],
            "2010-12-31",
            ("party", "2005-01-01", True),
        ),
        (
            [
                act("ratification", "2005-01-01"),
                act("withdrawal", "2010-01-01", position=2, takes_effect_on="2011-01-01"),
            ],
            "2011-01-01",
            ("withdrawn", "2010-01-01", False),
        ),
        # of one action the state's own word replaces that of the General Secretariat
        (
            [act("ratification", "2005-01-01"), act("ratification", "2006-01-01", "SG", 2)],
            "2024-12-31",
            ("party", "2005-01-01", True),
        ),
        # of one day the later position
        (
            [act("withdrawal", "2005-01-01", position=2), act("accession", "2005-01-01")],
            "2024-12-31",
            ("withdrawn", "2005-01-01", False),
        ),
    ],
)
def test_where_a_state_stands_with_a_treaty(
    acts: list[Public], day: str, expected: tuple[str, str | None, bool]
) -> None:
    for some in (acts, acts[::-1]):
        [found] = overviews.treaties(some, COL, ICRMW, day)
        assert (found["status"], found["date"], found["in_force"]) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (act("accession", "1995-05-24"), True),
        (act("accession", "1995-05-24", "SG"), False),
        (act("accession", "1995-05-24", "SG", verified=True), True),
    ],
)
def test_a_states_own_word_is_verified_that_of_others_if_they_say_so(
    one: Public, expected: bool
) -> None:
    [found] = overviews.treaties([one], COL, ICRMW, "2024-12-31")
    assert found["verified"] is expected
    assert found["submission"] == "s1"


def test_the_matrix_has_every_state_and_treaty() -> None:
    states = overviews.states_of(CATALOGUE)
    rows = list(overviews.treaties([], states, {"B": None, "A": None}, "2024-12-31"))
    assert [(row["state"], row["instrument"], row["participating"]) for row in rows] == [
        ("COL", "A", True),
        ("COL", "B", True),
        ("NIC", "A", False),
        ("NIC", "B", False),
    ]


def agreed(signed: str, since: str | None, until: str | None) -> Public:
    parties = [{"actor": "COL"}, {"name": "x"}]
    days = {"signed_on": signed, "in_force_from": since, "in_force_to": until}
    said = {name: day for name, day in days.items() if day is not None}
    return public("COL", 1, type="consular", parties=parties, **said)


@pytest.mark.parametrize(
    ("one", "day", "expected"),
    [
        (agreed("2010-01-01", "2011-01-01", "2015-01-01"), "2009-12-31", None),
        (agreed("2010-01-01", "2011-01-01", "2015-01-01"), "2010-06-01", False),
        (agreed("2010-01-01", "2011-01-01", "2015-01-01"), "2011-01-01", True),
        (agreed("2010-01-01", "2011-01-01", "2015-01-01"), "2014-12-31", True),
        (agreed("2010-01-01", "2011-01-01", "2015-01-01"), "2015-01-01", None),
        (agreed("2010-01-01", None, None), "2015-01-01", False),
        (agreed("2010-01-01", "2011-01-01", None), "2015-01-01", True),
    ],
)
def test_which_agreements_stand(one: Public, day: str, expected: bool | None) -> None:
    found = [row["in_force"] for row in overviews.standing([one], day)]
    assert found == ([] if expected is None else [expected])


def test_the_latest_stance_of_a_state_stands() -> None:
    some = [
        public("COL", 1, activity="ACT-2", stance="taken_up", since="2020-01-01"),
        public("COL", 2, activity="ACT-2", stance="not_for_now", since="2019-01-01"),
        public("COL", 3, activity="ACT-2", stance="under_consideration", since="2021-01-01"),
    ]
    states = overviews.states_of(CATALOGUE)
    rows = list(overviews.stances(some, CATALOGUE, states, {("NIC", "ACT-2")}, "2020-12-31"))
    assert [(row["state"], row["stance"], row["since"], row["reported"]) for row in rows] == [
        ("COL", "taken_up", "2020-01-01", False),
        ("NIC", "silent", None, True),
    ]


def test_a_stance_on_an_earlier_edition_holds_for_what_stands_for_it() -> None:
    mapped = replace(CATALOGUE, successors={"ACT-9": ("ACT-2",)})
    some = [public("COL", 1, activity="ACT-9", stance="taken_up", since="2020-01-01")]
    [row] = overviews.stances(some, mapped, COL, set(), "2024-12-31")
    assert (row["activity"], row["stance"]) == ("ACT-2", "taken_up")


def test_the_latest_signed_agreement_comes_first() -> None:
    days = ["2010-01-01", "2012-01-01", "2011-01-01", "2012-01-01"]
    some = [replace(agreed(day, None, None), id=f"s{n}") for n, day in enumerate(days)]
    found = [row["submission"] for row in overviews.standing(some, "2012-01-01")]
    assert found == ["s3", "s1", "s2", "s0"]


def test_of_one_day_the_later_stance_stands_and_from_that_day() -> None:
    some = [
        public("COL", 2, activity="ACT-2", stance="not_for_now", since="2020-01-01"),
        public("COL", 1, activity="ACT-2", stance="taken_up", since="2020-01-01"),
    ]
    for day, stance in (("2019-12-31", "silent"), ("2020-01-01", "not_for_now")):
        [row] = overviews.stances(some, CATALOGUE, COL, set(), day)
        assert row["stance"] == stance


def test_a_treaty_without_a_day_binds_at_once() -> None:
    [found] = overviews.treaties(
        [act("accession", "1995-05-24")], COL, {"ICRMW": None}, "2000-01-01"
    )
    assert found["in_force"] is True
