"""Tables as XLSX, read as what they are: XML in an archive."""

import io
import re
import zipfile

from files.xlsx import write


def test_texts_stay_texts_and_the_bytes_the_same() -> None:
    rows = [["=1+1", 7, True], ["https://example.org", None, ["A", "B"]]]
    made = write(["text", "n", "x"], rows)
    assert made == write(["text", "n", "x"], rows)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        texts = archive.read("xl/sharedStrings.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r"<t[^>]*>([^<]*)</t>", texts)
    assert {"text", "=1+1", "true", "https://example.org", "A; B"} <= set(found)
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "<v>7</v>" in sheet
