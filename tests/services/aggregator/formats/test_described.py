"""Every column says what it means, in four languages."""

import pytest

from contracts.codes import LANGUAGES, ActorKind
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.observations import COLUMNS
from services.aggregator.formats import described


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_its_texts(lang: str) -> None:
    rows = described.columns(lang)
    assert [row[0] for row in rows] == list(COLUMNS)
    assert all(text.strip() for row in rows for text in row)
    assert [row[3] for row in rows] == [column.type for column in described.typed()]


def test_the_codes_are_those_of_the_indicators() -> None:
    assert {one.unit for one in INDICATORS.values()} == set(described.UNITS)
    assert {one.kind for one in INDICATORS.values()} == set(described.KINDS)
    assert {*described.ACTOR_KINDS, "group"} == set(ActorKind.__args__)  # type: ignore[attr-defined]
