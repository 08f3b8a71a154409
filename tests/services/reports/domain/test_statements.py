"""Who speaks for whom beside what."""

from types import SimpleNamespace

import pytest

from services.reports.domain.kinds.assessment import KIND as ASSESSMENT
from services.reports.domain.kinds.recommendation import KIND as RECOMMENDATION
from services.reports.domain.others import Other, Sought, others_of
from services.reports.domain.statements import Beside, Speaker, StatementRule, anybody, latest

WRITE = ("reports:write",)


@pytest.mark.parametrize(
    ("addressed", "actor", "scopes", "expected"),
    [
        (["CIM", "COL"], "COL", WRITE, ["COL"]),
        (["CIM"], "COL", WRITE, []),
        (["SUMMIT"], "SG", ("reports:review",), ["SUMMIT"]),
        (["SUMMIT"], "SG", WRITE, []),
        (["CIM"], "SG", ("reports:review",), []),
        (["SUMMIT"], "CIM", ("reports:review",), []),
        (["SG", "SUMMIT"], "SG", ("reports:review",), ["SG", "SUMMIT"]),
    ],
)
def test_follow_ups(
    addressed: list[str], actor: str, scopes: tuple[str, ...], expected: list[str]
) -> None:
    rule = RECOMMENDATION.statements["follow_up"]
    beside = Beside({"addressed_to": addressed})
    assert rule.spoken_for(beside, Speaker(actor, scopes)) == expected


@pytest.mark.parametrize(("actor", "may"), [("COL", True), ("MEX", True), ("CIM", False)])
def test_replies_come_from_who_reports_what_is_assessed(actor: str, may: bool) -> None:
    rule, payload = ASSESSMENT.statements["reply"], {"submission": "s"}
    assert rule.seeks(payload).ids == ("s",)
    beside = Beside(payload, others_of([Other("s", "implementation", ("COL", "MEX"), 1, {})]))
    assert bool(rule.spoken_for(beside, Speaker(actor, WRITE))) == may
    assert rule.spoken_for(Beside(payload), Speaker(actor, WRITE)) == []


def test_anybody_who_may_report() -> None:
    assert anybody(Beside({}), Speaker("COL", WRITE)) == ["COL"]
    assert anybody(Beside({}), Speaker("COL", ())) == []


def test_a_role_looks_at_nothing_else_unless_it_says_so() -> None:
    assert StatementRule(anybody).seeks({"submission": "s"}) == Sought()


def test_the_latest_follow_up_of_each_addressee_counts() -> None:
    made = [("not_started", ["CIM", "COL"]), ("under_way", ["COL"])]
    said = [SimpleNamespace(status=status, addressees=codes) for status, codes in made]
    assert latest(said) == {"CIM": "not_started", "COL": "under_way"}
