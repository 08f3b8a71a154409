"""What a kind is without rules of its own, and the keys that similar submissions share."""

from services.reports.domain.kind import Draft, Kind
from services.reports.domain.others import NO_OTHERS, Sought
from tests.services.reports.domain.catalogue import CATALOGUE, TODAY


def test_a_kind_says_only_what_distinguishes_it() -> None:
    plain = Kind("plain")
    assert plain.scope == "reports:write"
    assert plain.check(CATALOGUE, Draft("CIM", (), {}), TODAY) == []
    assert list(plain.index({"year": 2024})) == []
    assert plain.counted({"year": 2024}) == {}
    assert plain.similar_keys("CIM", {"year": 2024}) == []
    assert plain.seeks("CIM", {"submission": "s"}) == Sought()
    assert plain.defaults("CIM") == plain.looked_up({}, NO_OTHERS) == {}


def test_similar_submissions_share_a_key_for_each_combination() -> None:
    kind = Kind("plain", similar_by=("activity", "year"), index=lambda payload: payload["terms"])
    terms = [("activity", "A"), ("activity", "B"), ("year", "2024"), ("objective", "O")]
    assert kind.similar_keys("CIM", {"terms": terms}) == ["plain/CIM/A/2024", "plain/CIM/B/2024"]
    assert kind.similar_keys("CIM", {"terms": terms[:2]}) == []
