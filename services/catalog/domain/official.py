"""The official document: where each node's paragraph is, found by structure, order and count, and
whether it is the one we know.

    lines ──chapters (I…VII, in order)──▶ parts ──numbers in order / unnumbered in order──▶
    paragraphs ──fingerprints──▶ report

No sentence of the document is known here. A paragraph is one line; a number may stand before it or
alone on the line above.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from services.catalog.domain.texts import SPACE, fingerprint, trimmed

T = TypeVar("T")

CHAPTERS = ("I", "II", "III", "IV", "V", "VI", "VII")

_S = f"[{SPACE}]"
LINE_BREAK = re.compile(r"\r\n|\n|\r")
_BULLET = re.compile(rf"(?:[·•▪◦‣*–—-]{_S}+|[a-z]\){_S}+)")
_NUMBER = re.compile(rf"([0-9]{{1,2}})(?:{_S}*[.)]{_S}*|{_S}+|$)(.*)")
_ROMAN = re.compile(rf"(VII|VI|IV|V|III|II|I){_S}*(?:[.)]{_S}*|$)(.*)")
_LETTER = re.compile(rf"([A-Z]){_S}*[.)](?:{_S}+|$)(.*)")
FOOTNOTE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Outline:
    """What an edition's document has: codes by their number where it numbers them, in their order
    where it does not.
    """

    general: Mapping[int, str]
    specific: Sequence[str]
    activities: Mapping[int, str]
    exhortations: Sequence[str]
    follow_up: Sequence[str]
    financing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty, with its number in the file (from 1)."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A paragraph that stands where a node's should, with another fingerprint."""

    code: str
    line: int
    expected: str
    found: str


@dataclass(slots=True)
class Report:
    """What an import found: code → its paragraph where the fingerprint is right, what differs, what
    is not there.
    """

    matched: dict[str, Line] = field(default_factory=dict)
    differed: list[Difference] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def compare(document: str, fingerprints: Mapping[str, str], outline: Outline) -> Report:
    """Find every node that has a fingerprint, and compare its paragraph with that fingerprint."""
    paragraphs = find(document, fingerprints, outline)
    report = Report()
    for code, expected in fingerprints.items():
        paragraph = paragraphs.get(code)
        if paragraph is None:
            report.missing.append(code)
        elif (actual := fingerprint(paragraph.text)) == expected:
            report.matched[code] = paragraph
        else:
            report.differed.append(Difference(code, paragraph.number, expected, actual))
    return report


def find(document: str, fingerprints: Mapping[str, str], outline: Outline) -> dict[str, Line]:
    """Code → paragraph.

    Fingerprints settle which of several unnumbered paragraphs is which where one is missing or too
    many.
    """
    parts = _chapters(_lines(document))
    general, specific = _objectives(parts["IV"], outline)
    activities, rest = _numbered(parts["V"], outline.activities)
    paragraphs = {**_numbered(general, outline.general)[0], **activities}
    for codes, lines in (
        (outline.specific, specific),
        (outline.exhortations, _paragraphs(rest)),
        (outline.follow_up, _paragraphs(parts["VI"])),
        (outline.financing, _paragraphs(parts["VII"])),
    ):
        paragraphs |= _aligned(codes, lines, fingerprints)
    return paragraphs


def _lines(document: str) -> list[Line]:
    cut = enumerate(LINE_BREAK.split(document.removeprefix("\ufeff")), start=1)
    return [Line(n, text) for n, raw in cut if (text := trimmed(raw))]


def _chapters(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines of each chapter, its heading left out; a chapter whose heading is not found has
    none.
    """
    in_order = _rising(_headings(lines), lambda heading: heading[1])
    parts: dict[str, list[Line]] = {chapter: [] for chapter in CHAPTERS}
    ends = [*(heading[0] for heading in in_order[1:]), len(lines)]
    for (_, chapter, start), end in zip(in_order, ends, strict=False):
        parts[CHAPTERS[chapter]] = list(lines[start:end])
    return parts


def _headings(lines: Sequence[Line]) -> list[tuple[int, int, int]]:
    """(index of the heading, index of its chapter, index of the first line after it)."""
    headings = []
    for i, line in enumerate(lines):
        match = _ROMAN.match(line.text)
        if match is not None:
            title, start = _title(match[2], lines, i)
            if _capitals(title):
                headings.append((i, CHAPTERS.index(match[1]), start))
    return headings


def _title(same_line: str, lines: Sequence[Line], i: int) -> tuple[str, int]:
    """The words of a heading at line `i`, on it or on the next, and the index of the line after."""
    if same_line:
        return same_line, i + 1
    return (lines[i + 1].text if i + 1 < len(lines) else ""), i + 2


def _objectives(lines: Sequence[Line], outline: Outline) -> tuple[list[Line], list[Line]]:
    """The part with numbered objectives, and the paragraphs of the part after its heading."""
    heads = [
        i
        for i, line in enumerate(lines)
        if (match := _LETTER.match(line.text)) and match[1] in "AB"
    ]
    split = next((i for i in heads if lines[i].text.startswith("B")), None)
    if split is None:
        numbered, rest = _numbered(lines, outline.general)
        return list(lines[: len(lines) - len(rest)]) if numbered else [], _paragraphs(rest)
    return list(lines[:split]), _paragraphs(lines[split:])


def _numbered(
    lines: Sequence[Line], codes: Mapping[int, str]
) -> tuple[dict[str, Line], list[Line]]:
    """The paragraphs of numbered codes, and the lines after the last of them.

    Numbers that break the order are not numbers.
    """
    candidates = [each for each in _number_candidates(lines) if each[1] in codes]
    in_order = _rising(candidates, lambda candidate: candidate[1])
    end = in_order[-1][0] + 1 if in_order else 0
    paragraphs = {
        codes[number]: Line(line.number, _unbulleted(line.text)) for _, number, line in in_order
    }
    return paragraphs, list(lines[end:])


def _number_candidates(lines: Sequence[Line]) -> list[tuple[int, int, Line]]:
    """(index of the paragraph, the number before it or alone on the line above, the paragraph)."""
    candidates = []
    for i, line in enumerate(lines):
        match = _NUMBER.match(_unbulleted(line.text))
        if match is None:
            continue
        text = trimmed(match[2])
        if text:
            candidates.append((i, int(match[1]), Line(line.number, text)))
        elif i + 1 < len(lines):
            candidates.append((i + 1, int(match[1]), lines[i + 1]))
    return candidates


def _paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The lines that may be paragraphs: no headings (a letter, capitals, a closing colon), no
    footnotes.
    """
    paragraphs, skip = [], False
    for line in lines:
        letter = _LETTER.match(line.text)
        heading = (
            letter is not None
            or _capitals(line.text)
            or line.text.endswith(":")
            or line.text.startswith(FOOTNOTE)
        )
        if not heading and not skip:
            paragraphs.append(Line(line.number, _unbulleted(line.text)))
        # a letter alone: the heading's words are on the next line
        skip = letter is not None and not letter[2]
    return paragraphs


def _aligned(
    codes: Sequence[str], lines: Sequence[Line], fingerprints: Mapping[str, str]
) -> dict[str, Line]:
    """Paragraphs in order to codes in order: first those whose fingerprints agree, then what lies
    between them.
    """
    paragraphs: dict[str, Line] = {}
    before = (-1, -1)
    for i, n in [*_anchors(codes, lines, fingerprints), (len(lines), len(codes))]:
        between = zip(codes[before[1] + 1 : n], lines[before[0] + 1 : i], strict=False)
        paragraphs |= dict(between)
        if n < len(codes):
            paragraphs[codes[n]] = lines[i]
        before = (i, n)
    return paragraphs


def _anchors(
    codes: Sequence[str], lines: Sequence[Line], fingerprints: Mapping[str, str]
) -> list[tuple[int, int]]:
    """(index of a line, index of a code) where the fingerprints agree, both rising."""
    places = {fingerprint(line.text): i for i, line in reversed(list(enumerate(lines)))}
    exact = [
        (places[fingerprints[code]], n)
        for n, code in enumerate(codes)
        if fingerprints.get(code) in places
    ]
    return _rising(sorted(exact), lambda anchor: anchor[1])


def _rising(items: Sequence[T], rank: Callable[[T], int]) -> list[T]:
    """The longest choice of items, in their order, whose ranks rise."""
    # ranks[k]: the lowest rank that ends a choice of k + 1 items; chains[k]: that choice, last item
    # first
    ranks: list[int] = []
    chains: list[tuple[T, Any]] = []
    for item in items:
        k = bisect_left(ranks, rank(item))
        if k == len(ranks):
            ranks.append(rank(item))
            chains.append((item, chains[k - 1] if k else None))
        elif ranks[k] != rank(item):
            ranks[k], chains[k] = rank(item), (item, chains[k - 1] if k else None)
    return _unlinked(chains[-1] if chains else None)


def _unlinked(chain: Any) -> list[Any]:
    """The items of a chain `(last item, chain before it)`, first item first."""
    items = []
    while chain is not None:
        item, chain = chain
        items.append(item)
    return items[::-1]


def _unbulleted(text: str) -> str:
    match = _BULLET.match(text)
    return text[match.end() :] if match else text


def _capitals(text: str) -> bool:
    return any(c.isalpha() for c in text) and text == text.upper()
