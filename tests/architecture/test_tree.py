"""The checks look at code: they see through aliases and pass over prose."""

from pathlib import Path

import pytest

from tests.architecture import tree

SAMPLE = '''"""Says embedded in prose."""
import uuid as ids
from datetime import datetime
from . import store
# embedded, in a comment

class Thing:
    """An embedded thing."""
    key: str
    """embedded, under a field"""

def stamp(db):
    """embedded"""
    db.session.commit()
    return datetime.now(), ids.uuid4, "is_testing"
'''


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "services" / "reports").mkdir(parents=True)
    (tmp_path / "services" / "reports" / "api.py").write_text(SAMPLE)
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    tree.parsed.cache_clear()
    return Path("services/reports/api.py")


def test_words_are_code_not_prose(sample: Path) -> None:
    said = [word for _, word in tree.words(sample)]
    assert "is_testing" in said
    assert not [word for word in said if "embedded" in word]


def test_names_are_followed_to_their_origin(sample: Path) -> None:
    used = {name: line for line, name in tree.names_used(sample)}
    assert used["datetime.datetime.now"] == used["uuid.uuid4"] == 15
    assert (14, "commit") in tree.attributes(sample)


def test_relative_imports_are_made_absolute(sample: Path) -> None:
    assert (4, "services.reports.store") in tree.imports(sample)


def test_functions_are_measured(sample: Path) -> None:
    assert [(function.name, length) for function, length in tree.functions(sample)] == [
        ("stamp", 4)
    ]
