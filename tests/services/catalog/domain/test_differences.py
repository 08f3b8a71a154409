"""The difference of two editions names codes that came, went, and what changed of the others."""

from services.catalog.domain import differences
from services.catalog.domain.catalogue import SHARED, Edition, Entry


def edition(name: str, axes: list[str], codes: tuple[str, ...], links: tuple[str, ...] = ()) -> Edition:
    nodes = [Entry(name, "activity", code, n, {"axes": axes}, {}, {}) for n, code in enumerate(codes)]
    objective = Entry(name, "general_objective", "GO-1", 99, {}, {}, {})
    linked = [Entry(name, "link", code, n, {"activity": code, "objective": "GO-1"}, {}, {}) for n, code in enumerate(links)]
    kinds = {"activity": nodes, "general_objective": [objective], "link": linked}
    return Edition(Entry(SHARED, "edition", name, 1, {}, {}, {}), kinds, {}, {})


def test_between() -> None:
    found = differences.between(edition("a", ["gender"], ("ACT-1", "ACT-2")), edition("b", ["gender"], ("ACT-2", "ACT-3"), links=("ACT-2",)))
    assert (found["from"], found["to"], found["added"], found["removed"]) == ("a", "b", ["ACT-3"], ["ACT-1"])
    assert found["changed"] == [{"code": "GO-1", "fields": ["activities"]}, {"code": "ACT-2", "fields": ["objectives"]}]
    assert differences.between(edition("a", ["x"], ("ACT-1",)), edition("b", ["y"], ("ACT-1",)))["changed"] == [{"code": "ACT-1", "fields": ["axes"]}]
