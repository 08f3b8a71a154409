"""The judge on confirmations of joint reporters: whom a text counts for, at each position."""

from tests.reference.lifecycle import Outcome
from tests.reference.lives import BRA, COL, PER, REVIEW_AND_PUBLISH, SG, Life, report


def test_a_joint_reporter_counts_once_it_has_confirmed_and_may_take_it_back() -> None:
    life = Life("BRA", "PER")
    assert life.act("confirm", BRA).status == 404  # a draft is not there for it
    life.go("submit")
    assert life.act("confirm", BRA) == Outcome(200, 3, "submitted", 1)
    assert life.act("confirm", BRA) == Outcome(200, None, "submitted", 1)
    for other in (COL, SG):
        assert life.act("confirm", other).status == 403
    life.go(*REVIEW_AND_PUBLISH)  # 4 5 6: the same text, so the confirmation holds
    assert life.act("confirm", PER).position == 7
    assert life.act("unconfirm", BRA).position == 8
    assert life.act("unconfirm", BRA) == Outcome(200, None, "published", 1)
    assert [life.speaking(position) for position in (5, 6, 7, 8)] == [
        [],
        [("COL", "BRA")],
        [("COL", "BRA", "PER")],
        [("COL", "PER")],
    ]
    # still that publication's
    assert {fact.position for position in (6, 7, 8) for fact in life.ledger.facts(position)} == {6}


def test_returned_and_sent_again_unchanged_keeps_a_confirmation_but_a_put_clears_it() -> None:
    for changed, expected in (((), [("COL", "BRA")]), (("put",), [("COL",)])):
        life = Life("BRA")
        life.go("submit")
        assert life.act("confirm", BRA).ok
        life.go("start_review", "return")
        if changed:
            # the same words: cleared all the same
            assert life.act("put", COL, body=report("BRA")).ok
        life.go("submit", *REVIEW_AND_PUBLISH)
        assert life.speaking() == expected


def test_a_new_revision_clears_confirmations_only_when_it_is_published() -> None:
    life = Life("BRA", "PER")
    life.go("submit", *REVIEW_AND_PUBLISH)
    assert life.act("confirm", BRA).ok
    assert life.act("confirm", PER).ok
    life.go("revise")
    assert life.act("put", COL, body=report("BRA", "PER", status="completed")).ok
    life.go("submit")
    assert life.act("confirm", BRA).ok  # to the second text
    assert life.speaking() == [("COL", "BRA", "PER")]
    life.go("start_review", "accept")
    assert life.speaking() == [("COL", "BRA", "PER")]
    life.go("publish")
    assert life.speaking() == [("COL", "BRA")]
    assert life.act("confirm", PER).ok
    assert life.speaking() == [("COL", "BRA", "PER")]


def test_during_a_draft_of_a_correction_a_confirmation_is_to_the_public_text() -> None:
    life = Life("BRA")
    life.go("submit", *REVIEW_AND_PUBLISH, "revise")
    assert life.act("confirm", BRA).ok
    assert life.speaking() == [("COL", "BRA")]
    life.go("submit", *REVIEW_AND_PUBLISH)
    assert life.speaking() == [("COL",)]


def test_a_confirmation_of_a_correction_does_not_count_for_the_public_text() -> None:
    life = Life("BRA")
    life.go("submit", *REVIEW_AND_PUBLISH, "revise", "submit")
    assert life.act("confirm", BRA).ok
    assert life.speaking() == [("COL",)]
    assert life.act("unconfirm", BRA).ok
    life.go(*REVIEW_AND_PUBLISH)
    assert life.speaking() == [("COL",)]


def test_taking_back_takes_back_from_the_public_text_and_from_the_next() -> None:
    life = Life("BRA")
    life.go("submit")
    life.act("confirm", BRA)
    life.go(*REVIEW_AND_PUBLISH, "revise")
    life.act("put", COL, body=report("BRA", "PER"))
    life.go("submit")
    assert life.act("confirm", BRA).ok
    assert life.act("unconfirm", BRA).ok
    assert life.speaking() == [("COL",)]
    assert life.act("confirm", PER).ok  # named in the next text only
    assert life.speaking() == [("COL",)]
    life.go(*REVIEW_AND_PUBLISH)
    assert life.speaking() == [("COL", "PER")]


def test_who_is_no_longer_named_may_still_take_back_what_counts() -> None:
    life = Life("BRA")
    life.go("submit", *REVIEW_AND_PUBLISH)
    life.act("confirm", BRA)
    life.go("revise", "put", "submit")  # the put names nobody
    assert life.act("unconfirm", BRA).ok
    assert life.speaking() == [("COL",)]
    life.go(*REVIEW_AND_PUBLISH)
    assert life.act("confirm", BRA).status == 403


def test_withheld_and_withdrawn_confirmations() -> None:
    life = Life("BRA")
    life.go("submit", *REVIEW_AND_PUBLISH, "withhold")
    assert life.act("confirm", BRA).ok
    assert life.speaking() == []
    life.go("release")
    assert life.speaking() == [("COL", "BRA")]
    life.go("withdraw")
    assert life.act("unconfirm", BRA).status == 409
    assert life.act("confirm", PER).status == 403
