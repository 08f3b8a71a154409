"""The dossier as data."""

from dataclasses import replace

from kernel.chain import canonical
from services.reports.domain import dossiers
from tests.services.reports.closings import BLOCKS
from tests.services.reports.gathered import (
    CYCLE,
    OBJECTIVES,
    SAID,
    TEXTS,
    gathered,
    names,
    source,
)


def test_it_tells_what_when_and_as_of_which_position() -> None:
    told = dossiers.build(gathered(), names("fr"))
    assert (told["lang"], told["position"], told["noted"]) == ("fr", 40, 44)
    assert told["cycle"]["title"] == CYCLE.title
    assert told["before"] == {"cycle": "before", "position": 10}
    assert [one["code"] for one in told["objectives"]] == OBJECTIVES
    assert told["objectives"][0]["title"] == "Objectif SO-01 (fr)"
    assert told["objectives"][0]["values"][0]["before"]["value"] == 2
    assert canonical(told), "what JSON can carry"


def test_what_was_contributed_is_apart_from_what_was_told_since() -> None:
    told = dossiers.build(gathered(), names("es"))
    assert [one["id"] for one in told["related"]] == ["related"]
    assert "related" not in {one["id"] for one in told["contributions"]}
    assert told["contributors"][0]["contributions"] == len(told["contributions"])


def test_organs_stand_in_the_four_blocks_and_states_do_not() -> None:
    state = source("implementation", id="of a state", reporter="COL")
    both = gathered(sources=[source("implementation"), state])
    [organ] = dossiers.build(both, names("en"))["organs"]
    assert organ["actor"] == "CIM"
    assert {name: lines[0]["text"] for name, lines in organ["blocks"].items()} == BLOCKS


def test_a_hidden_text_leaves_its_place() -> None:
    [hidden] = [
        one
        for one in dossiers.build(gathered(), names("es"))["contributions"]
        if one["state"] == dossiers.WITHHELD
    ]
    assert (hidden["title"], hidden["payload"], hidden["revision"]) == (None, None, 1)


def test_every_actor_that_is_named_has_its_name() -> None:
    told = dossiers.build(gathered(), names("pt"))
    assert {"CIM", "COL"} <= told["actors"].keys()
    assert told["actors"]["CIM"] == "CIM pt"


def test_contributors_come_by_kind_then_by_code() -> None:
    texts = replace(TEXTS, kinds={"CIM": "organ", "COL": "state", "ARG": "state", "ILO": "bank"})
    codes = ["ILO", "COL", "CIM", "COL", "ARG"]
    sources = [source("practice", id=f"s{n}", reporter=code) for n, code in enumerate(codes)]
    told = dossiers.build(gathered(sources=sources, texts=texts), names("en"))
    assert [(one["actor"], one["kind"], one["contributions"]) for one in told["contributors"]] == [
        ("CIM", "organ", 1),
        ("ARG", "state", 1),
        ("COL", "state", 2),
        ("ILO", "bank", 1),
    ]


def test_each_organ_has_its_own_lines() -> None:
    texts = replace(TEXTS, kinds=dict.fromkeys(("CIM", "IIN", "LAB"), "organ"))
    one, other = (source("implementation", id=code, reporter=code) for code in ("IIN", "CIM"))
    planned = {"activity": "ACT-01", "planned": "Dos seminarios."}
    part = replace(other, content={"language": "es", "payload": planned})
    hidden = source("implementation", id="LAB", reporter="LAB", content=None)
    some = gathered(sources=[one, part, hidden], texts=texts)
    organs = dossiers.build(some, names("en"))["organs"]
    assert [organ["actor"] for organ in organs] == ["CIM", "IIN"]
    assert organs[0]["blocks"] == {
        **{name: [] for name in BLOCKS},
        "planned": [
            {
                "submission": "CIM",
                "activity": "ACT-01",
                "language": "es",
                "text": "Dos seminarios.",
            }
        ],
    }
    assert {line["submission"] for line in organs[1]["blocks"]["planned"]} == {"IIN"}


def test_a_contribution_is_told_with_what_everybody_reads_of_it() -> None:
    one = source("implementation")
    [told] = dossiers.build(gathered(sources=[one]), names("es"))["contributions"]
    assert one.content is not None
    assert told["joint_reporters"] == ["COL"]
    assert {name: told[name] for name in ("title", "payload")} == {
        name: one.content[name] for name in ("title", "payload")
    }


def test_activities_and_actors_are_those_with_a_name() -> None:
    titled = {code: fields for code, fields in TEXTS.nodes.items() if code != "ACT-02"}
    texts = replace(TEXTS, nodes={**titled, "ACT-02": {}})
    told = dossiers.build(gathered(texts=texts), names("fr"))
    activities = [f"ACT-{n:02}" for n in range(1, 43) if n != 2]
    assert list(told["activities"]) == activities
    assert told["activities"]["ACT-01"] == "Activité (fr)"
    assert list(told["actors"]) == ["CIM", "COL"]


def test_what_no_closing_came_before_is_told_since_the_beginning() -> None:
    closing = gathered().closing
    assert closing.since == 10
    assert replace(closing, before=None).since == 0


def test_a_statement_that_does_not_stand_has_no_text() -> None:
    stands = dossiers.statement(SAID, 31, "published")
    assert stands == SAID
    assert dossiers.statement(SAID, 31, "withdrawn") == {**SAID, "state": "withdrawn", "text": None}
