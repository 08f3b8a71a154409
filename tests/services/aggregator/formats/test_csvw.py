"""The description of the CSV file; a reader of CSVW reads it in test_descriptions.py."""

from contracts.codes import LANGUAGES
from services.aggregator.domain.observations import COLUMNS
from services.aggregator.formats import csvw
from tests.services.aggregator.formats.given import OF


def test_every_column_is_described_in_its_place() -> None:
    described = csvw.metadata(OF)
    columns = described["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(COLUMNS)
    assert all(set(column["titles"]) == set(LANGUAGES) for column in columns)
    assert set(described["tableSchema"]["primaryKey"]) < set(COLUMNS)
    assert described["dc:modified"] == OF.foot.recorded_at
