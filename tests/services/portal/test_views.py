"""The portal's words are complete in four languages."""

import yaml

from services.portal import views
from services.portal.clients import Overview


def test_every_word_in_every_language() -> None:
    texts = yaml.safe_load((views.HERE / "words.yaml").read_text())
    assert [
        name
        for name, by_language in texts.items()
        if set(by_language) != set(views.LANGUAGES) or not all(by_language.values())
    ] == []


def test_a_row_without_values_says_nothing_false() -> None:
    row = views.rows(Overview([{"code": "SO-01", "title": "t"}], {}, {}, 0))[0]
    assert (row.linked, row.reported, row.reports, row.percent) == (None, None, None, None)
