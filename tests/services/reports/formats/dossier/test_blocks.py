"""Blocks are what the template knows, and nothing else."""

from services.reports.formats import dossier
from services.reports.formats.dossier import blocks
from services.reports.formats.dossier.blocks import Bar

ALL = [
    blocks.heading(1, "a"),
    blocks.text("a"),
    blocks.note("a"),
    blocks.label("a"),
    blocks.quote("es", "a"),
    *blocks.facts([("a", "b")]),
    blocks.table(["a"], [1], [["b"]]),
    blocks.bars("a", "b", [Bar("a", 1, 2, "1 of 2")]),
    blocks.code("a"),
    blocks.link("a", None),
]


def test_the_template_draws_each() -> None:
    template = dossier.TEMPLATE.read_text()
    assert {one["kind"] for one in ALL if f'kind == "{one["kind"]}"' not in template} == set()


def test_without_facts_there_is_no_block() -> None:
    assert blocks.facts([]) == []
