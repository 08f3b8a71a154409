"""What a new reading of the files may change, and what it may not."""

from dataclasses import replace

from services.catalog.domain.catalogue import SHARED, Actor, Entry, Texts
from services.catalog.domain.filing import Programme, plan


def texts(text: str) -> Texts:
    return {"title": {"en": {"text": text, "provenance": "editorial"}}}


AT = "2026-01-01T00:00:00.000000Z"
EDITION = Entry(SHARED, "edition", "e", 1, {"current": True}, {}, {})
NODE = Entry("e", "activity", "ACT-1", 1, {"axes": ["gender"]}, texts("a"), texts("a"))
DEFECT = Entry("e", "defect", "DEF-1", 1, {"lines": [1]}, texts("d"), texts("d"))
PRINT = Entry("e", "fingerprint", "ACT-1", 1, {"sha256": {"fr": "1"}}, {}, {})
ACTOR = Actor("A", 1, "organ", {"role": "x", "parent": None}, {"role": "x", "parent": None})
HELD = [EDITION, NODE, DEFECT, PRINT]


def planned(*now: Entry, actors: tuple[Actor, ...] = (ACTOR,), held: tuple[Actor, ...] = (ACTOR,)):  # type: ignore[no-untyped-def]
    return plan(
        {entry.key: entry for entry in HELD},
        {actor.code: actor for actor in held},
        Programme("x", list(now), list(actors)),
        AT,
    )


def test_the_same_is_nothing() -> None:
    same = planned(*HELD)
    assert (
        same.new,
        same.changed,
        same.new_actors,
        same.changed_actors,
        same.history,
        same.refused,
    ) == ([], [], [], [], [], [])


def test_a_text_changes_with_history() -> None:
    changed = planned(EDITION, replace(NODE, texts=texts("b"), filed=texts("b")), DEFECT, PRINT)
    assert [(entry.texts, entry.revision) for entry in changed.changed] == [(texts("b"), 2)]
    assert [(line.field, line.lang) for line in changed.history] == [("title", "en")]
    assert changed.refused == []


def test_a_text_that_changes_in_one_language_leaves_the_others_behind() -> None:
    def titles(en: str) -> Texts:
        spanish = {"text": "a", "provenance": "editorial"}
        return {"title": {"en": {"text": en, "provenance": "editorial"}, "es": spanish}}

    held = [
        EDITION,
        *(replace(each, texts=titles("a"), filed=titles("a")) for each in (NODE, DEFECT)),
    ]
    now = [EDITION, *(replace(e, texts=titles("b"), filed=titles("b")) for e in held[1:])]
    read = Programme("x", now, [ACTOR])
    changed = plan({entry.key: entry for entry in held}, {"A": ACTOR}, read, AT).changed
    marks = {entry.kind: entry.texts["title"]["es"].get("outdated_since") for entry in changed}
    assert marks == {"activity": AT, "defect": None}  # nobody could confirm a defect's


def test_structure_is_frozen() -> None:
    other = replace(NODE, frozen={"axes": []})
    more = replace(NODE, code="ACT-2")
    assert planned(EDITION, other, DEFECT, PRINT).refused == [
        "edition e, activity ACT-1: axes changed in a published edition"
    ]
    assert planned(*HELD, more).refused == [
        "edition e, activity ACT-2 is new in a published edition"
    ]
    assert planned(EDITION, DEFECT, PRINT).refused == ["edition e, activity ACT-1 is gone"]


LINK = Entry("e", "link", "ACT-1:GO-1", 1, {"strength": "direct"}, texts("l"), texts("l"))


def reread(*now: Entry, reading: int = 2):  # type: ignore[no-untyped-def]
    edition = replace(EDITION, frozen={"current": True, "reading": reading})
    held = {entry.key: entry for entry in (EDITION, NODE, LINK)}
    return plan(held, {}, Programme("x", [edition, *now], []), AT)


def test_a_new_reading_judges_otherwise() -> None:
    other = replace(NODE, frozen={"axes": []})
    more = replace(LINK, code="ACT-1:GO-2")
    found = reread(other, more)
    assert found.refused == []
    assert ([entry.code for entry in found.gone], [entry.code for entry in found.new]) == (
        ["ACT-1:GO-1"],
        ["ACT-1:GO-2"],
    )
    told = [(line.kind, line.change, line.field) for line in found.history]
    assert sorted(told, key=str) == [
        ("activity", "changed", "axes"),
        ("edition", "changed", "reading"),
        ("link", "added", None),
        ("link", "removed", None),
    ]


def test_a_new_reading_moves_no_node_and_no_addressee() -> None:
    other = replace(NODE, frozen={"axes": ["gender"], "addressees": ["SG"]})
    assert reread(other, LINK).refused == [
        "edition e, activity ACT-1: addressees changed in a published edition"
    ]
    assert reread(LINK).refused == ["edition e, activity ACT-1 is gone"]
    assert reread(NODE, reading=1).refused == ["edition e, link ACT-1:GO-1 is gone"]


CROSSWALK = Entry("e", "crosswalk", "gcm", 1, {"version": 1}, {}, {})
CORRESPONDENCE = Entry(
    "e", "correspondence", "ACT-1:GCM-01", 1, {"crosswalk": "gcm", "strength": "direct"}, {}, {}
)


def test_a_crosswalk_comes_late_and_changes_with_its_version() -> None:
    judged = replace(CORRESPONDENCE, frozen={"crosswalk": "gcm", "strength": "indirect"})
    newer = replace(CROSSWALK, frozen={"version": 2})
    assert planned(*HELD, CROSSWALK, CORRESPONDENCE).refused == []

    def later(*now: Entry) -> list[str]:
        held = {entry.key: entry for entry in (*HELD, CROSSWALK, CORRESPONDENCE)}
        return plan(held, {"A": ACTOR}, Programme("x", [*HELD, *now], [ACTOR]), AT).refused

    assert later(CROSSWALK, judged) == [
        "edition e, correspondence ACT-1:GCM-01: strength changed in a published edition"
    ]
    more = replace(CORRESPONDENCE, code="ACT-1:GCM-02")
    assert len(later(CROSSWALK, more)) == 2
    assert later(newer, judged, more) == later(newer, more) == []


def test_the_register_of_defects_may_grow_and_be_corrected() -> None:
    changed = planned(
        EDITION, NODE, replace(DEFECT, frozen={"lines": [2]}), PRINT, replace(DEFECT, code="DEF-2")
    )
    assert (len(changed.new), len(changed.changed), changed.refused) == (1, 1, [])
    assert [line.change for line in changed.history] == ["changed", "added"]


def test_a_fingerprint_in_another_language_may_come_but_none_may_change() -> None:
    assert (
        planned(
            EDITION, NODE, DEFECT, replace(PRINT, frozen={"sha256": {"fr": "1", "es": "2"}})
        ).refused
        == []
    )
    assert (
        planned(EDITION, NODE, DEFECT, replace(PRINT, frozen={"sha256": {"fr": "2"}})).refused != []
    )


def test_actors_come_and_change_but_do_not_go() -> None:
    new = Actor("B", 1, "other", {}, {})
    assert [actor.n for actor in planned(*HELD, actors=(ACTOR, new)).new_actors] == [2]
    changed = replace(
        ACTOR, body={"role": "y", "parent": None}, filed={"role": "y", "parent": None}
    )
    over_http = replace(ACTOR, body={"role": "x", "parent": "P"})
    after = planned(*HELD, actors=(changed,), held=(over_http,)).changed_actors[0]
    assert (after.body, after.revision) == ({"role": "y", "parent": "P"}, 2)
    assert planned(*HELD, actors=()).refused == ["actor A is gone: end it with valid_to"]
    assert planned(*HELD, actors=(replace(ACTOR, kind="other"),)).refused != []


def test_who_was_registered_over_http_may_be_absent_from_the_files() -> None:
    assert planned(*HELD, held=(ACTOR, Actor("Z", 9, "other", {}, None))).refused == []


def test_an_edition_made_over_http_is_no_business_of_the_files() -> None:
    made = Entry(SHARED, "edition", "m", 2, {"current": True, "based_on": "e"}, {}, {})
    former = replace(EDITION, frozen={"current": False})
    held = [former, NODE, DEFECT, PRINT, made, replace(NODE, edition="m", filed={})]
    same = plan(
        {entry.key: entry for entry in held}, {"A": ACTOR}, Programme("x", HELD, [ACTOR]), AT
    )
    assert (same.new, same.changed, same.history, same.refused) == ([], [], [], [])
    bringing = Programme("x", [*HELD, replace(made, frozen={"current": True})], [ACTOR])
    assert plan({entry.key: entry for entry in held}, {"A": ACTOR}, bringing, AT).refused == [
        "edition m was made over HTTP"
    ]


def test_a_draft_leaves_it_to_the_files_which_edition_is_current() -> None:
    draft = Entry(SHARED, "edition", "m", 2, {"current": False, "based_on": "e"}, {}, {})
    same = plan(
        {entry.key: entry for entry in [*HELD, draft]},
        {"A": ACTOR},
        Programme("x", HELD, [ACTOR]),
        AT,
    )
    assert (same.changed, same.refused) == ([], [])


def test_the_first_reading_is_one_line_of_history() -> None:
    actors = [ACTOR, replace(ACTOR, code="B", n=2)]
    first = plan({}, {}, Programme("x", HELD, actors), AT)
    assert (first.new, first.refused) == (HELD, [])
    assert [(line.kind, line.code, line.change) for line in first.history] == [
        ("edition", "e", "loaded")
    ]
    assert [(actor.code, actor.n) for actor in first.new_actors] == [("A", 1), ("B", 2)]


def test_what_moves_in_the_files_moves_without_another_revision() -> None:
    moved = planned(EDITION, replace(NODE, n=7), DEFECT, PRINT)
    assert [(entry.n, entry.revision) for entry in moved.changed] == [(7, 1)]
    assert moved.history == []


def test_what_the_files_say_as_it_is_already_is_no_change() -> None:
    over_http, read = replace(NODE, texts=texts("b")), replace(NODE, texts=texts("b"))
    held = {entry.key: entry for entry in (EDITION, over_http)}
    files = Programme("x", [EDITION, replace(read, filed=texts("b"))], [])
    same = plan(held, {}, files, AT)
    assert [(entry.texts, entry.filed) for entry in same.changed] == [(texts("b"), texts("b"))]
    assert (same.changed[0].revision, same.history) == (1, [])


def test_an_actor_comes_and_changes_with_history() -> None:
    held = (ACTOR, Actor("Z", 9, "other", {"role": "z"}, None))
    new, known = Actor("B", 1, "other", {}, {}), Actor("Z", 2, "other", {"role": "y"}, {})
    changed = replace(ACTOR, body={"role": "y", "parent": None})
    found = planned(*HELD, actors=(changed, new, known), held=held)
    assert [(actor.code, actor.n) for actor in found.new_actors] == [("B", 10)]
    assert [(actor.code, actor.body["role"]) for actor in found.changed_actors] == [
        ("A", "y"),
        ("Z", "y"),
    ]
    told = [(line.code, line.change, line.field, line.before, line.after) for line in found.history]
    assert told == [
        ("A", "changed", "role", "x", "y"),
        ("B", "added", None, None, None),
        ("Z", "changed", "role", "z", "y"),
    ]
