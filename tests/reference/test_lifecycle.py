"""The judge of the life cycle on lives short enough to follow by hand, and on many random ones for
what must always hold.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference import lifecycle
from tests.reference.indicators import Fact
from tests.reference.lifecycle import Caller, Ledger, Outcome, Step
from tests.reference.lives import (
    ADMINISTRATOR,
    BRA,
    CALLERS,
    COL,
    PER,
    PUBLISHER,
    READER,
    REVIEW_AND_PUBLISH,
    REVIEWER,
    SG,
    Life,
    practice,
    report,
)


@pytest.mark.parametrize(
    ("path", "state", "revision", "allowed"),
    [
        ("", "draft", 1, "submit withdraw"),
        ("submit", "submitted", 1, "start_review withdraw"),
        ("submit start_review", "under_review", 1, "return accept withdraw"),
        ("submit start_review accept", "accepted", 1, "return publish withdraw"),
        ("submit start_review return", "returned", 1, "submit withdraw"),
        ("submit start_review accept return", "returned", 1, "submit withdraw"),
        ("submit start_review accept publish", "published", 1, "revise withhold withdraw"),
        ("submit start_review accept publish withhold", "withheld", 1, "release withdraw"),
        (
            "submit start_review accept publish withhold release",
            "published",
            1,
            "revise withhold withdraw",
        ),
        (
            "submit start_review accept publish revise",
            "draft",
            2,
            "submit discard withhold withdraw",
        ),
        (
            "submit start_review accept publish revise submit",
            "submitted",
            2,
            "start_review withhold withdraw",
        ),
        (
            "submit start_review accept publish revise submit start_review return",
            "returned",
            2,
            "submit discard withhold withdraw",
        ),
        (
            "submit start_review accept publish revise discard",
            "published",
            1,
            "revise withhold withdraw",
        ),
        (
            "submit start_review accept publish revise discard revise",
            "draft",
            3,
            "submit discard withhold withdraw",
        ),
        (
            "submit start_review accept publish revise submit start_review accept publish",
            "published",
            2,
            "revise withhold withdraw",
        ),
        ("withdraw", "withdrawn", 1, ""),
        ("submit start_review accept publish revise withdraw", "withdrawn", 2, ""),
    ],
)
def test_the_table(path: str, state: str, revision: int, allowed: str) -> None:
    life = Life()
    if path:
        outcome = life.go(*path.split())
        assert (outcome.state, outcome.revision, outcome.position) == (
            state,
            revision,
            1 + len(path.split()),
        )
    everyone = {*life.ledger.allowed(COL, "s1"), *life.ledger.allowed(SG, "s1")}
    assert everyone == set(allowed.split())
    for action in (
        lifecycle.ACTIONS.keys() - everyone
    ):  # nothing else is possible, and trying leaves no trace
        who = lifecycle.ACTIONS[action].who
        refused = life.act(action, COL if who == "reporter" else SG)
        assert refused.status in (
            (409,)
            if who == "reporter" or path not in ("", "withdraw")
            else (404,)  # what was never submitted is its reporter's
        )
        assert (refused.state, refused.position) == (state, None)


def test_who_may_do_what() -> None:
    def after(path: str, action: str, caller: Caller) -> int:
        life = Life("BRA")
        if path:
            life.go(*path.split())
        return life.act(action, caller).status

    published = "submit start_review accept publish"
    for caller, expected in (
        (COL, 200),
        (READER, 403),
        (BRA, 404),
        (SG, 404),
        (ADMINISTRATOR, 404),
    ):
        assert after("", "submit", caller) == expected  # a draft is its reporter's
    for caller, expected in (
        (REVIEWER, 200),
        (COL, 403),
        (BRA, 403),
        (PUBLISHER, 403),
        (PER, 404),
        (ADMINISTRATOR, 404),
    ):
        assert after("submit", "start_review", caller) == expected
    for caller, expected in ((PUBLISHER, 200), (REVIEWER, 403), (COL, 403)):
        assert after("submit start_review accept", "publish", caller) == expected
    for caller, expected in ((PUBLISHER, 200), (REVIEWER, 403), (PER, 403), (ADMINISTRATOR, 403)):
        assert after(published, "withhold", caller) == expected  # public, so there for all
    for caller, expected in ((COL, 200), (READER, 403), (SG, 403), (PER, 403)):
        assert after(published, "revise", caller) == expected
    assert after(f"{published} withdraw", "revise", PER) == 403
    assert after("withdraw", "revise", PER) == 404
    assert after("withdraw", "accept", SG) == 404
    assert after("submit withdraw", "accept", SG) == 409


def test_nobody_creates_for_another() -> None:
    for caller, expected in (
        (COL, 201),
        (BRA, 403),
        (SG, 403),
        (READER, 403),
        (ADMINISTRATOR, 403),
    ):
        ledger = Ledger()
        assert ledger.do(Step("create", caller, "s1", report())).status == expected
        assert ledger.events == ([("drafted", "s1")] if expected == 201 else [])
    # the Secretariat reports too: the scope decides
    assert Ledger().do(Step("create", SG, "s1", report(reporter="SG"))).ok


def test_permission_comes_before_state_and_state_before_text() -> None:
    life = Life()
    life.go("submit")
    assert life.act("accept", COL).status == 403
    assert life.act("return", REVIEWER, comment=None).status == 409
    life.go("start_review")
    assert life.act("return", REVIEWER, comment=" ").status == 422
    assert life.act("return", REVIEWER, comment="why").position == 4


@pytest.mark.parametrize("missing", lifecycle.REQUIRED_TO_SUBMIT["implementation"])
def test_submit_wants_activity_year_and_status(missing: str) -> None:
    life = Life(**{missing: None})
    assert life.act("submit", COL) == Outcome(422, None, "draft", 1)
    assert life.act("put", COL, body=report()) == Outcome(200, None, "draft", 1)
    assert life.act("submit", COL) == Outcome(200, 2, "submitted", 1)


def test_put_changes_drafts_and_returned_texts_only() -> None:
    life = Life()
    assert life.act("put", COL, body=report(status="completed")).ok
    assert life.act("put", READER, body=report()).status == 403
    life.go("submit")
    assert life.act("put", COL, body=report()).status == 409
    life.go("start_review", "return")
    assert life.act("put", SG, body=report()).status == 403
    assert life.act("put", COL, body=report(reporter="BRA")).status == 422
    life.go("submit", *REVIEW_AND_PUBLISH)
    assert [fact.payload["status"] for fact in life.ledger.facts()] == ["completed"]
    assert life.act("put", COL, body=report()).status == 409


def test_what_counts_at_each_position() -> None:
    life = Life(status="planned")
    life.go("submit", *REVIEW_AND_PUBLISH)  # published at 5
    life.go("revise")  # 6
    assert life.act("put", COL, body=report(status="completed")).ok
    # published at 10, withheld 11, released 12, withdrawn 13
    life.go("submit", *REVIEW_AND_PUBLISH, "withhold", "release", "withdraw")

    def counted(position: int) -> list[tuple[int, int, str]]:
        return [
            (fact.revision, fact.position, fact.payload["status"])
            for fact in life.ledger.facts(position)
        ]

    assert [counted(position) for position in range(5)] == [[]] * 5
    assert [counted(position) for position in range(5, 10)] == [[(1, 5, "planned")]] * 5
    assert counted(10) == counted(12) == [(2, 10, "completed")]
    assert counted(11) == counted(13) == []
    assert [event for event, _ in life.ledger.events] == [
        "drafted",
        "submitted",
        "review_started",
        "accepted",
        "published",
        "revised",
        "submitted",
        "review_started",
        "accepted",
        "published",
        "withheld",
        "released",
        "withdrawn",
    ]


def test_a_discarded_correction_leaves_the_published_revision_standing() -> None:
    life = Life("BRA")
    life.go("submit", *REVIEW_AND_PUBLISH)
    assert life.act("confirm", BRA).position == 6
    life.go("revise", "put", "discard")
    assert life.speaking() == [("COL", "BRA")]
    assert life.ledger.facts()[0].revision == 1


def test_each_kind_has_facts_of_its_own() -> None:
    ledger = Ledger()
    steps = [
        Step("create", SG, "p", practice()),
        *(Step(action, SG, "p") for action in ("submit", *REVIEW_AND_PUBLISH)),
    ]
    assert [outcome.status for outcome in ledger.take(steps)] == [201, 200, 200, 200, 200]
    assert ledger.facts() == []
    facts = ledger.facts(kind="practice")
    assert [(fact.id, fact.position, fact.payload) for fact in facts] == [
        ("p", 5, practice()["payload"])
    ]


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        ({}, 200),
        ({"activities": None, "objectives": ["GO-1"]}, 200),
        ({"activities": []}, 422),
        ({"context": " "}, 422),
        ({"year": None}, 422),
    ],
)
def test_submit_wants_the_texts_of_a_practice_and_where_it_counts(
    payload: dict[str, Any], status: int
) -> None:
    ledger = Ledger()
    ledger.do(Step("create", SG, "p", practice(**payload)))
    assert ledger.do(Step("submit", SG, "p")).status == status


def test_facts_stand_in_order_of_publication() -> None:
    ledger = Ledger()
    for name in ("a", "b"):
        ledger.do(Step("create", SG, name, report(reporter="SG")))
    for name in ("b", "a"):
        ledger.take(Step(action, SG, name) for action in ("submit", *REVIEW_AND_PUBLISH))
    assert [(fact.id, fact.position) for fact in ledger.facts()] == [("b", 6), ("a", 10)]
    assert ledger.do(Step("submit", SG, "c")) == Outcome(404, None, None, None)
    assert ledger.allowed(SG, "c") == []


STEPS = st.builds(
    Step,
    st.sampled_from(["create", "put", "confirm", "unconfirm", *lifecycle.ACTIONS]),
    st.sampled_from([COL, SG, BRA]) | st.sampled_from(CALLERS),
    st.sampled_from(["s1", "s2"]),
    st.sampled_from(
        [report("BRA", "PER"), report("BRA", status="completed"), report(reporter="SG")]
    ),
    st.sampled_from([None, "why"]),
)


@given(st.lists(STEPS, max_size=50))
def test_no_sequence_leaves_the_table_and_the_past_stays_what_it_was(steps: list[Step]) -> None:
    ledger = Ledger()
    past: list[list[Fact]] = [[]]
    published = [
        Step("create", COL, "s1", report("BRA")),
        Step("submit", COL, "s1"),
        *(Step(action, SG, "s1") for action in REVIEW_AND_PUBLISH),
    ]
    for step in [*published, Step("create", SG, "s2", report("BRA", reporter="SG")), *steps]:
        if step.action == "create" and step.submission in ledger.submissions:
            continue
        before = (
            ledger.submissions[step.submission].state
            if step.submission in ledger.submissions
            else None
        )
        outcome = ledger.do(step)
        if outcome.position is not None:
            assert outcome.ok
            past.append(ledger.facts())
        row = lifecycle.ACTIONS.get(step.action)
        if outcome.ok and row:
            assert before in row.starts
            assert outcome.state == row.ends
        elif step.action != "create":
            assert outcome.state == before
    assert len(past) == len(ledger.events) + 1
    assert [ledger.facts(position) for position in range(len(past))] == past
