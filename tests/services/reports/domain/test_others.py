"""What rules see of other submissions."""

from services.reports.domain.others import NO_OTHERS, Other, Sought, others_of

ONE = Other("1", "practice", ("COL", "NIC"), 1, {}, code="X-1")
HIDDEN = Other("2", "practice", ("COL",), 1, {}, code="X-2", public=False)


def test_what_is_hidden_is_not_public_but_counts_among_its_kind() -> None:
    others = others_of([HIDDEN, ONE])
    assert others.public("1") is others.coded("X-1") is ONE
    assert others.public("2") is others.coded("X-2") is others.public("3") is None
    assert others.of("practice") == [ONE, HIDDEN]
    assert others.of("agreement") == []
    assert ONE.reporter == "COL"
    assert others_of([]) == NO_OTHERS


def test_nothing_is_sought_by_nothing() -> None:
    assert not Sought()
    assert Sought(ids=("1",))
    assert Sought(codes=("X-1",))
    assert Sought(terms=(("practice", ("year", "2020")),))
