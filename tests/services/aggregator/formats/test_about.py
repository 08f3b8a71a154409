"""What all descriptions say stands in four languages."""

import pytest

from contracts.codes import LANGUAGES
from services.aggregator.formats import about
from tests.services.aggregator.formats.given import OF


@pytest.mark.parametrize(
    "texts",
    [about.TITLE, about.DESCRIPTION, about.SUBMISSIONS, about.SUBMISSIONS_TITLE, about.PROGRAM],
)
def test_texts_are_there_in_every_language(texts: dict[str, str]) -> None:
    assert set(texts) == set(LANGUAGES)
    assert len(set(texts.values())) == 4


def test_a_query_goes_along() -> None:
    assert OF.address("data.csv") == "data.csv"
    assert OF._replace(query="as_of=3").address("data.csv") == "data.csv?as_of=3"
