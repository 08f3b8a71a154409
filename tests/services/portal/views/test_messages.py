"""What is wrong, in words; and where."""

import pytest

from services.portal.views import messages
from services.portal.views.render import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_has_a_sentence_and_one_that_is_not_known_too(lang: str) -> None:
    sentences = {messages.sentence(code, lang) for code in ("required", "small_cell", "new_one")}
    assert len(sentences) == 3


def test_a_pointer_leads_to_the_nearest_field() -> None:
    known = ["payload.axes", "payload.partners.0.kind", "of.title"]
    path = messages.path_of("/payload/axes/0")
    assert path == "payload.axes.0"
    assert messages.nearest(path, known) == "payload.axes"
    assert messages.nearest("payload.partners.0.kind", known) == "payload.partners.0.kind"
    assert messages.nearest("reporter", known) == ""
