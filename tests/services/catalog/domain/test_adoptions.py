"""Where an adopted proposal goes: the next free code of its kind, past every edition's last."""

from services.catalog.domain import adoptions
from services.catalog.domain.catalogue import SHARED, Catalogue, Edition, Entry


def edition(code: str, draft: bool, *activities: str) -> Edition:
    frozen = {"draft": draft, "current": not draft}
    nodes = [Entry(code, "activity", each, n, {}, {}, {}) for n, each in enumerate(activities)]
    entry = Entry(SHARED, "edition", code, 1, frozen, {}, {})
    return Edition(entry, {"activity": nodes}, {}, {})


def test_a_code_is_not_given_twice() -> None:
    old = edition("old", False, "ACT-01", "ACT-44")
    draft = edition("new", True, "ACT-01", "ACT-43")
    other = edition("other", True, "ACT-50")
    catalogue = Catalogue(1, {each.code: each for each in (old, draft, other)})
    assert adoptions.next_code(catalogue, draft, "activity", "ACT") == ("ACT-45", 45)
    assert adoptions.next_code(catalogue, draft, "specific_objective", "SO") == ("SO-01", 1)
