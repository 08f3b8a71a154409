"""The words of a report's life."""

import pytest

from contracts.codes import State
from services.portal.views.render import LANGUAGES
from services.portal.views.vocabulary import Vocabulary
from services.reports.domain.lifecycle import TABLE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_and_every_step_has_a_word(lang: str) -> None:
    say = Vocabulary(lang)
    for code in State.__args__:
        assert say.state(code) != code
    for code in (*TABLE, "draft", "save", "comment", "confirm", "take_back_confirmation"):
        assert say.action(code) != code
    assert say.action("something_new") == "something_new"


def test_an_instant_is_read_in_its_language() -> None:
    at = "2026-11-29T08:05:00.000000Z"
    assert Vocabulary("es").instant(at) == "29 de noviembre de 2026, 08:05 UTC"
    assert Vocabulary("en").instant(at) == "29 November 2026, 08:05 UTC"
