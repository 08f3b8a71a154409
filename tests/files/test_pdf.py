"""PDFs are made by a process that ends, and it says what is wrong with a template."""

import pytest

from files import pdf

TEMPLATE = '#set document(title: "t")\n#set text(lang: "es")\n= #sys.inputs.document'


def test_a_template_becomes_a_tagged_pdf_or_a_reason() -> None:
    made = pdf.make(TEMPLATE, "un título")
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    with pytest.raises(RuntimeError, match=r"no PDF was made: (.|\n)*unknown variable"):
        pdf.make("#nothing", "")
