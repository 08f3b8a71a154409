"""The official document is read by structure: every node is found in spite of the defects, one
changed word is one node reported.
"""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from services.catalog.domain import official
from services.catalog.settings import Settings
from tests.services.catalog.programme_text import CODES, OUTLINE, Document, document

REAL = Path(__file__).resolve().parents[4].parent / "shared" / "programme" / "programme-2016-fr.txt"
MADE_UP = document()
WORDS = st.text(st.characters(categories=["Ll"]), min_size=1, max_size=12)


def test_the_made_up_document_is_found_whole() -> None:
    report = official.compare(MADE_UP.text(), MADE_UP.fingerprints, OUTLINE)
    assert (sorted(report.matched), report.differed, report.missing) == (sorted(CODES), [], [])


def test_the_defects_are_there() -> None:
    """Were the document tidy, the other tests would show nothing."""
    lines = MADE_UP.text().split("\n")
    assert {"3.", "2", "B.", "C."} <= {line.strip() for line in lines}
    assert any(line.startswith(" \ufffd") for line in lines)


def test_lines_are_those_of_the_paragraphs() -> None:
    lines = MADE_UP.text().split("\n")
    for code, line in official.compare(
        MADE_UP.text(), MADE_UP.fingerprints, OUTLINE
    ).matched.items():
        assert MADE_UP.paragraphs[code] in lines[line.number - 1]
        assert line.text == MADE_UP.paragraphs[code]


@given(code=st.sampled_from(CODES), where=st.integers(0, 10_000), word=WORDS)
def test_one_changed_word_is_one_node_reported(code: str, where: int, word: str) -> None:
    words = MADE_UP.paragraphs[code].split(" ")
    at = where % len(words)
    if words[at] == word:
        return
    changed = Document(
        {**MADE_UP.paragraphs, code: " ".join([*words[:at], word, *words[at + 1 :]])}
    )
    report = official.compare(changed.text(), MADE_UP.fingerprints, OUTLINE)
    assert [difference.code for difference in report.differed] + report.missing == [code]
    assert sorted([*report.matched, code]) == sorted(CODES)
    assert [difference.found for difference in report.differed] in (
        [changed.fingerprints[code]],
        [],
    )


@given(code=st.sampled_from([code for code in CODES if code != "FIN-1"]))
def test_a_paragraph_that_is_gone_is_missing_alone(code: str) -> None:
    lines = [line for line in MADE_UP.text().split("\n") if MADE_UP.paragraphs[code] not in line]
    report = official.compare("\n".join(lines), MADE_UP.fingerprints, OUTLINE)
    reported = {*report.missing, *(difference.code for difference in report.differed)}
    assert reported == {code}


@pytest.mark.parametrize(
    "variant",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace(" ", "\u202f\t"),
        lambda text: text.replace("\n", "\n\n\n"),
        lambda text: text.replace("\n", " \n "),
    ],
)
def test_white_space_and_line_ends_do_not_matter(variant: object) -> None:
    assert callable(variant)
    report = official.compare(variant(MADE_UP.text()), MADE_UP.fingerprints, OUTLINE)
    assert sorted(report.matched) == sorted(CODES)


def test_a_later_edition_is_read_by_its_own_numbers() -> None:
    """Number 12 is another activity now, 13 is gone, the others keep their numbers."""
    outline = replace(
        OUTLINE,
        activities={**{n: code for n, code in OUTLINE.activities.items() if n != 13}, 12: "ACT-43"},
    )
    lines = [
        line for line in MADE_UP.text().split("\n") if MADE_UP.paragraphs["ACT-13"] not in line
    ]
    expected = {
        code: sha256
        for code, sha256 in MADE_UP.fingerprints.items()
        if code not in ("ACT-12", "ACT-13")
    }
    report = official.compare(
        "\n".join(lines), expected | {"ACT-43": MADE_UP.fingerprints["ACT-12"]}, outline
    )
    assert (len(report.matched), report.differed, report.missing) == (63, [], [])
    assert report.matched["ACT-43"].text == MADE_UP.paragraphs["ACT-12"]


def test_nothing_else_is_forgiven() -> None:
    """A decomposed accent, another apostrophe, another case: each is another wording."""
    for old, new in (("é", "e\u0301"), ("’", "'"), ("Veiller", "veiller")):
        report = official.compare(MADE_UP.text().replace(old, new), MADE_UP.fingerprints, OUTLINE)
        assert len(report.matched) == 0, (old, new)
        assert len(report.differed) == 64


@given(st.text(alphabet=st.sampled_from("IV.12 \nABÉa\ufffd:·"), max_size=300))
def test_any_text_can_be_examined(text: str) -> None:
    report = official.compare(text, MADE_UP.fingerprints, OUTLINE)
    assert len(report.differed) + len(report.missing) == 64


def test_the_real_document() -> None:
    if not REAL.is_file():
        pytest.skip(f"NOT TESTED ON THE REAL DOCUMENT: {REAL.name} is not at hand")
    stored = yaml.safe_load(
        (Settings().programme / "2016-draft" / "fingerprints.yaml").read_text(encoding="utf-8")
    )
    with REAL.open(encoding="utf-8", newline="") as file:
        report = official.compare(
            file.read(), {code: by["fr"] for code, by in stored.items()}, OUTLINE
        )
    assert (len(report.matched), report.differed, report.missing) == (64, [], [])
    lines = {}
    for name in ("objectives", "activities", "exhortations", "follow_up", "financing"):
        entries = yaml.safe_load(
            (Settings().programme / "2016-draft" / f"{name}.yaml").read_text(encoding="utf-8")
        )
        lines |= {entry["code"]: entry["line"] for entry in entries}
    assert {code: line.number for code, line in report.matched.items()} == lines
