"""The difference of two editions names codes that came, went, what changed of the others, and who
stands for whom.
"""

from typing import Any

from services.catalog.domain import differences
from services.catalog.domain.catalogue import SHARED, Catalogue, Edition, Entry


def why(text: str) -> dict[str, dict[str, dict[str, str]]]:
    return {"rationale": {"en": {"text": text, "provenance": "editorial"}}}


def edition(
    name: str,
    axes: list[str],
    codes: tuple[str, ...],
    links: tuple[str, ...] = (),
    base: str | None = None,
    replaces: dict[str, list[str]] | None = None,
    reason: str = "so",
) -> Edition:
    told = replaces or {}
    nodes = [
        Entry(
            name,
            "activity",
            code,
            n,
            {"axes": axes, **({"replaces": told[code]} if code in told else {})},
            {},
            {},
        )
        for n, code in enumerate(codes)
    ]
    objective = Entry(name, "general_objective", "GO-1", 99, {}, {}, {})
    linked = [
        Entry(name, "link", code, n, {"activity": code, "objective": "GO-1"}, why(reason), {})
        for n, code in enumerate(links)
    ]
    kinds = {"activity": nodes, "general_objective": [objective], "link": linked}
    return Edition(
        Entry(SHARED, "edition", name, 1, {"based_on": base} if base else {}, {}, {}), kinds, {}, {}
    )


def between(old: Edition, new: Edition, *others: Edition) -> dict[str, Any]:
    editions = {each.code: each for each in (old, new, *others)}
    return differences.between(old, new, Catalogue(1, editions))


def test_what_came_went_and_changed() -> None:
    found = between(
        edition("a", ["gender"], ("ACT-1", "ACT-2")),
        edition("b", ["gender"], ("ACT-2", "ACT-3"), links=("ACT-2",)),
    )
    assert (found["from"], found["to"], found["added"], found["removed"]) == (
        "a",
        "b",
        ["ACT-3"],
        ["ACT-1"],
    )
    assert [(change["code"], change["fields"]) for change in found["changed"]] == [
        ("GO-1", ["activities"]),
        ("ACT-2", ["objectives", "rationales"]),
    ]
    assert found["changed"][0]["before"] == {"activities": []}
    assert found["changed"][0]["after"] == {"activities": ["ACT-2"]}
    changed = between(edition("a", ["x"], ("ACT-1",)), edition("b", ["y"], ("ACT-1",)))["changed"]
    assert changed == [
        {"code": "ACT-1", "fields": ["axes"], "before": {"axes": ["x"]}, "after": {"axes": ["y"]}}
    ]


def test_another_rationale_is_a_change() -> None:
    old, new = (edition(name, [], ("ACT-1",), links=("ACT-1",), reason=name) for name in "ab")
    assert [change["fields"] for change in between(old, new)["changed"]] == [["rationales"]]


def test_old_codes_are_mapped_to_new_through_the_editions_between() -> None:
    first = edition("a", [], ("ACT-1", "ACT-2", "ACT-3"))
    second = edition("b", [], ("ACT-2", "ACT-4"), base="a", replaces={"ACT-4": ["ACT-1", "ACT-2"]})
    third = edition("c", [], ("ACT-2", "ACT-5"), base="b", replaces={"ACT-5": ["ACT-4"]})
    mapped = {line["from"]: line["to"] for line in between(first, third, second)["mapping"]}
    assert mapped == {
        "GO-1": ["GO-1"],
        "ACT-1": ["ACT-5"],
        "ACT-2": ["ACT-2", "ACT-5"],
        "ACT-3": [],
    }
    assert between(first, second)["changed"] == []
    back = {line["from"]: line["to"] for line in between(third, first, second)["mapping"]}
    assert back == {"GO-1": ["GO-1"], "ACT-2": ["ACT-2"], "ACT-5": ["ACT-1", "ACT-2"]}


def test_where_a_node_comes_from() -> None:
    first = edition("a", [], ("ACT-1", "ACT-2", "ACT-3"))
    second = edition("b", [], ("ACT-2", "ACT-4"), base="a", replaces={"ACT-4": ["ACT-1", "ACT-2"]})
    third = edition("c", [], ("ACT-2", "ACT-5"), base="b", replaces={"ACT-5": ["ACT-4"]})
    editions = {each.code: each for each in (first, second, third)}
    assert differences.lineage(third, "ACT-5", editions) == {
        "c": ["ACT-5"],
        "b": ["ACT-4"],
        "a": ["ACT-1", "ACT-2"],
    }
