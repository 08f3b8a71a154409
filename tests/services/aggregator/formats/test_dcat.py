"""The catalogue of the data; it is held against shapes in test_descriptions.py."""

from services.aggregator.formats import dcat
from tests.services.aggregator.formats.given import OF


def test_every_file_has_its_address() -> None:
    catalogue = dcat.catalogue(OF, "https://example.org")
    addresses = {
        file["dcat:downloadURL"]["@id"].removeprefix("https://example.org")
        for dataset in catalogue["dcat:dataset"]
        for file in dataset["dcat:distribution"]
    }
    assert addresses == {path for path, *_ in (*dcat.INDICATORS, *dcat.SUBMISSIONS)}


def test_before_the_first_position_nothing_was_modified() -> None:
    catalogue = dcat.catalogue(OF._replace(foot=OF.foot.__class__("e", 0, None)), "")
    assert "dct:modified" not in catalogue["dcat:dataset"][0]
