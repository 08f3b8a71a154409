"""No text, template, code list or notice of a service judges a state, not even by denying it."""

import re
from pathlib import Path

import pytest
import yaml

import services
from tests.services.wording import STEMS, Text, judging, texts_of

HERE = Path(services.__file__).parent
SERVICES = ("access", "aggregator", "catalog", "reports")
CODE_LISTS = HERE / "catalog/programme/codelists.yaml"
#: What is said of something else than a state: phrases, by language, and the places of texts.
PHRASES = {"en": ("due process", "due regard")}  # of proceedings; of what migrants contribute
ELSEWHERE = {
    "programme/codelists.yaml provenance": "a text may not be there in a language",
    "programme/codelists.yaml defect_kind": "the official document has letters left out",
    "programme/2016-draft/defects.yaml": "the same",
}
#: Codes that the contract or data fix, of which none is said of a state.
CODES = {"missing", "missing_letter", "missing_actor"}


def without_phrases(text: Text) -> Text:
    phrases = PHRASES.get(text.lang, ())
    pattern = "|".join(map(re.escape, phrases)) or "(?!)"
    return text._replace(text=re.sub(pattern, "", text.text, flags=re.IGNORECASE))


@pytest.mark.parametrize("service", SERVICES)
def test_no_text_judges(service: str) -> None:
    found = list(texts_of(HERE / service))
    assert {text.lang for text in found} == set(STEMS)
    assert [
        (text, words)
        for text in found
        if not text.place.startswith(tuple(ELSEWHERE)) and (words := judging(without_phrases(text)))
    ] == []


def test_french_is_set_as_french() -> None:
    wrong = re.compile(r"\w'\w| [;:?!»]|« ")
    folders = [*(HERE / each for each in SERVICES), HERE.parent / "tools/demo"]
    found = [text for each in folders for text in texts_of(each) if text.lang == "fr"]
    pattern_of_days = "MMMM"
    assert [
        text for text in found if wrong.search(text.text) and pattern_of_days not in text.text
    ] == []


def test_no_code_judges() -> None:
    lists = yaml.safe_load(CODE_LISTS.read_text(encoding="utf-8"))
    codes = [code["code"] for each in lists for code in each.get("codes", ())]
    found = {code for code in codes if judging(Text("", "en", code.replace("_", " ")))}
    assert found == CODES


@pytest.mark.parametrize(
    ("lang", "text", "word"),
    [
        ("en", "This State is behind; its report is due", "behind"),
        ("es", "Un Estado con retrasos", "retrasos"),
        ("pt", "Fora do prazo", "prazo"),
        ("fr", "Un rapport manquant, et un délai", "manquant"),
    ],
)
def test_a_planted_word_is_found(tmp_path: Path, lang: str, text: str, word: str) -> None:
    (tmp_path / "a.yaml").write_text(f"name:\n  {lang}: {text}\n", encoding="utf-8")
    (tmp_path / f"{lang}.yaml").write_text(f"notice: {text}\n", encoding="utf-8")
    (tmp_path / "a.py").write_text(f"A = {{{lang!r}: ({text!r}, 1)}}\n", encoding="utf-8")
    found = [judging(each)[0] for each in texts_of(tmp_path)]
    assert found == [word] * 3
