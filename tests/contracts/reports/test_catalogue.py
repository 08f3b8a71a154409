"""The note of how far reports has taken in the catalogue."""

import pytest
from pydantic import ValidationError

from contracts.reports import CatalogueNoted


def test_a_position_of_the_catalogue_is_noted() -> None:
    assert CatalogueNoted(catalog_position=44).model_dump() == {"catalog_position": 44}


@pytest.mark.parametrize("position", [0, -1, 2**63, None])
def test_what_is_no_position_is_refused(position: int | None) -> None:
    with pytest.raises(ValidationError):
        CatalogueNoted.model_validate({"catalog_position": position})
