"""The document as the portal reads it."""

from datetime import date

from services.portal.clients import programme
from tests.services.portal.published import PROGRAMME


def test_chapters_parts_and_paragraphs_in_order() -> None:
    whole = programme.programme(PROGRAMME)
    assert [part.code for top in whole.sections for part in top.walk()] == ["I", "IV", "IV.A", "V"]
    assert [node.code for node in whole.nodes] == ["GO-1", "ACT-12"]
    assert whole.nodes[1].official is not None
    assert whole.nodes[1].official.text == "Mener des recherches"
    assert (whole.edition.draft, whole.edition.adopted_on) == (True, date(2016, 4, 19))
    assert [mandate.year for mandate in whole.mandates] == [2001]
