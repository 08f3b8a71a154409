"""The dossier as data."""

from kernel.chain import canonical
from services.reports.domain import dossiers
from tests.services.reports.closings import BLOCKS
from tests.services.reports.gathered import CYCLE, OBJECTIVES, gathered, names, source


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
