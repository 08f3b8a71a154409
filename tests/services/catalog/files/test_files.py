"""A file that cannot be read as its kind is one clear error that names file and entry."""

from pathlib import Path

import pytest

from services.catalog.errors import InvalidDataFiles
from services.catalog.files import files, shapes

LABEL = "{en: a, es: b, pt: c, fr: d}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"- {{code: x, label: {LABEL}, more: 1}}", "entry x: more"),
        ("- {code: x, label: {en: a, es: b, pt: c}}", "entry x: label.fr"),
        ("- {code: x, label: {en: a, es: b, pt: c, fr: ' '}}", "entry x: label.fr"),
        (f"- {{label: {LABEL}}}", "entry number 1: code"),
        ("code: x", "a list of entries"),
        ("- [", "not readable YAML"),
        ("- code: 5\n  label: 1", "entry 5: code"),
    ],
)
def test_errors_name_file_and_entry(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "themes.yaml"
    path.write_text(text)
    with pytest.raises(InvalidDataFiles, match=said) as error:
        files.entries(path, shapes.Code)
    assert "themes.yaml" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataFiles, match=r"themes.yaml: cannot be read"):
        files.entries(tmp_path / "themes.yaml", shapes.Code)


def test_the_digest_sees_every_byte_and_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x")
    first = files.digest(tmp_path)
    assert files.digest(tmp_path) == first
    (tmp_path / "a.yaml").write_text("y")
    second = files.digest(tmp_path)
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert len({first, second, files.digest(tmp_path)}) == 3
