"""The validator of the tests is a real one: it finds what is wrong."""

from pathlib import Path

import typst

from tests.requiring import required
from tools.components import verapdf


def test_a_file_without_a_language_or_a_title_fails(tmp_path: Path) -> None:
    path = tmp_path / "wrong.pdf"
    path.write_bytes(typst.compile(b"= A", format="pdf"))
    with required():
        found = verapdf.failures(path)
    assert found[0].startswith("FAIL")
    assert len(found) > 1
