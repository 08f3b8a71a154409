"""The pages of a dossier: PDF/UA-1 in every language, the same bytes, and what they say."""

import hashlib
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest

from services.reports.domain.dossiers import build
from services.reports.formats import dossier
from services.reports.formats.dossier.document import document
from tests.requiring import required
from tests.services.reports.closings import BLOCKS, LANGUAGES
from tests.services.reports.gathered import OBJECTIVES, gathered, names
from tools.components import verapdf

ADDRESS = "https://example.org"
# of a State none of these is said, not even denied
NEVER = re.compile(
    r"\b(late|overdue|delay|deadline|pending|outstanding|missing|behind|failed|complian"
    r"|atras|retras|moros|vencid|plazo|pendiente|faltant|rezago|incumpl|cumplim"
    r"|inadimpl|prazo|pendente|defasa|descumpr"
    r"|retard|souffrance|échéance|délai|attente|manquant|lacune|défaut|manquement|conformité)",
    re.IGNORECASE,
)


def made(lang: str) -> Any:
    return dossier.make(gathered(), names(lang), ADDRESS)


def test_a_validator_finds_nothing_in_any_language(tmp_path: Path) -> None:
    files = [tmp_path / f"{lang}.pdf" for lang in LANGUAGES]
    for path, lang in zip(files, LANGUAGES, strict=True):
        path.write_bytes(made(lang).pdf)
    with required():
        assert verapdf.failures(*files) == []


def test_the_pages_can_be_read_aloud_and_say_where_to_verify() -> None:
    files = made("fr")
    reader = pypdf.PdfReader(io.BytesIO(files.pdf))
    assert reader.root_object["/Lang"] == "fr"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert len(reader.outline) > 5
    text = "".join(page.extract_text() for page in reader.pages)
    for words in ("niñas", "lições", "Œuvrer", files.json_sha256, "4" * 64):
        assert words in text, words
    assert f"{ADDRESS}/reports/ledger?after=39" in text.replace("\n", "")
    for lang in (b"es", b"pt"):
        assert b"/Lang(" + lang + b")" in files.pdf, "a quote is in its own language"


def test_made_twice_it_is_the_same_bytes() -> None:
    assert made("pt") == made("pt")
    files = made("es")
    assert files.json_sha256 == hashlib.sha256(files.json).hexdigest()
    assert files.pdf_sha256 == hashlib.sha256(files.pdf).hexdigest()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_skip_no_level_and_no_word_blames(lang: str) -> None:
    pages = document(build(gathered(), names(lang)), names(lang), "5" * 64, "")
    levels = [one["level"] for one in pages["blocks"] if one["kind"] == "heading"]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    said = [one.get("text", "") for one in pages["blocks"] if one["kind"] != "quote"]
    assert [words for words in said if NEVER.search(words)] == []


def test_organs_come_in_the_four_blocks_of_2007() -> None:
    pages = document(build(gathered(), names("en")), names("en"), "5" * 64, "")
    texts = [one["text"] for one in pages["blocks"] if one["kind"] in ("heading", "quote")]
    places = [texts.index(text) for text in BLOCKS.values()]
    assert places == sorted(places)
    assert [texts[place - 1] for place in places] == [
        name
        for field in BLOCKS
        for kind in names("en").kinds
        if kind["code"] == "implementation"
        for name in (next(f["name"] for f in kind["fields"] if f["field"] == field),)
    ]


def test_an_empty_cycle_has_its_pages_too() -> None:
    empty = gathered(sources=[], statements=[], fund={"on": "2026-03-01", "balance": {}})
    assert dossier.make(empty, names("es"), "").pdf.startswith(b"%PDF-")
    assert len(OBJECTIVES) == 12
