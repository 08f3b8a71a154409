"""A part of the Program, as the portal reads it."""

from datetime import date

from services.portal.clients import nodes
from tests.services.portal.conftest import OBJECTIVE


def test_a_part_with_its_official_text_and_its_links() -> None:
    node = nodes.node(OBJECTIVE)
    assert (node.code, node.indirect) == ("GO-1", 1)
    assert node.official == nodes.Official("fr", None, True)


def test_since_when_a_text_is_behind_another_language() -> None:
    title = {"lang": "es", "outdated_since": "2026-06-05T10:00:00Z"}
    assert nodes.node({**OBJECTIVE, "texts": {"title": title}}).outdated == date(2026, 6, 5)
