"""A link holds for one focal point and one kind."""

from services.access.domain.unsubscribing import is_proof, proof


def test_a_link_holds_for_one_focal_point_and_kind() -> None:
    given = proof("pepper", "a", "returned")
    assert is_proof("pepper", "a", "returned", given)
    assert not is_proof("pepper", "b", "returned", given)
    assert not is_proof("pepper", "a", "accepted", given)
    assert not is_proof("other", "a", "returned", given)
    assert not is_proof("pepper", "a", "returned", "é")


def test_a_link_that_was_sent_holds_for_ever() -> None:
    assert is_proof("pepper", "a", "returned", "89b533311c485b5023c1ef166925dbaf")
