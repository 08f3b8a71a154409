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
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

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

    def add(self, code: str, paragraph: Line, expected: str) -> None:
        """A paragraph that was found, by its fingerprint."""
        actual = fingerprint(paragraph.text)
        if actual == expected:
            self.matched[code] = paragraph
        else:
            self.differed.append(Difference(code, paragraph.number, expected, actual))


class _Heading(NamedTuple):
    """The index of a heading, that of its chapter, and that of the first line after it."""

    at: int
    chapter: int
    start: int


class _Candidate(NamedTuple):
    """The index of a paragraph, the number before it or alone on the line above, and the
    paragraph.
    """

    at: int
    number: int
    line: Line


def compare(document: str, fingerprints: Mapping[str, str], outline: Outline) -> Report:
    """Find every node that has a fingerprint, and compare its paragraph with that fingerprint."""
    paragraphs, report = find(document, fingerprints, outline), Report()
    for code, expected in fingerprints.items():
        if code in paragraphs:
            report.add(code, paragraphs[code], expected)
        else:
            report.missing.append(code)
    return report


def find(document: str, fingerprints: Mapping[str, str], outline: Outline) -> dict[str, Line]:
    """Code → paragraph.

    Fingerprints settle which of several unnumbered paragraphs is which where one is missing or too
    many.
    """
    parts = _chapters(_lines(document))
    general, specific = _objectives(parts["IV"], outline)
    activities, exhortations = _numbered(parts["V"], outline.activities)
    found = _numbered(general, outline.general)[0] | activities
    for codes, lines in (
        (outline.specific, specific),
        (outline.exhortations, exhortations),
        (outline.follow_up, parts["VI"]),
        (outline.financing, parts["VII"]),
    ):
        found |= _aligned(codes, _paragraphs(lines), fingerprints)
    return found


def _lines(document: str) -> list[Line]:
    cut = enumerate(LINE_BREAK.split(document.removeprefix("\ufeff")), start=1)
    return [Line(n, text) for n, raw in cut if (text := trimmed(raw))]


def _chapters(lines: Sequence[Line]) -> dict[str, Sequence[Line]]:
    """The lines of each chapter, its heading left out; a chapter whose heading is not found has
    none.
    """
    in_order = _rising(_headings(lines), lambda heading: heading.chapter)
    ends = [*(heading.at for heading in in_order[1:]), len(lines)]
    pairs = zip(in_order, ends, strict=True) if in_order else ()
    found = {CHAPTERS[one.chapter]: lines[one.start : end] for one, end in pairs}
    return {chapter: found.get(chapter, ()) for chapter in CHAPTERS}


def _headings(lines: Sequence[Line]) -> list[_Heading]:
    found = (_heading(lines, i) for i in range(len(lines)))
    return [heading for heading in found if heading is not None]


def _heading(lines: Sequence[Line], i: int) -> _Heading | None:
    """The heading of a chapter at this line."""
    match = _ROMAN.match(lines[i].text)
    if match is None:
        return None
    title, start = _title(match[2], lines, i)
    return _Heading(i, CHAPTERS.index(match[1]), start) if _capitals(title) else None


def _title(same_line: str, lines: Sequence[Line], i: int) -> tuple[str, int]:
    """The words of a heading at line `i`, on it or on the next, and the index of the line after."""
    if same_line:
        return same_line, i + 1
    return (lines[i + 1].text if i + 1 < len(lines) else ""), i + 2


def _objectives(lines: Sequence[Line], outline: Outline) -> tuple[Sequence[Line], Sequence[Line]]:
    """The part with numbered objectives, and the part after its heading."""
    split = next((i for i, line in enumerate(lines) if _is_second_part(line.text)), None)
    if split is not None:
        return lines[:split], lines[split:]
    numbered, rest = _numbered(lines, outline.general)
    return lines[: len(lines) - len(rest)] if numbered else [], rest


def _is_second_part(text: str) -> bool:
    """Whether the heading B stands there."""
    match = _LETTER.match(text)
    return match is not None and match[1] == "B"


def _numbered(
    lines: Sequence[Line], codes: Mapping[int, str]
) -> tuple[dict[str, Line], Sequence[Line]]:
    """The paragraphs of numbered codes, and the lines after the last of them.

    Numbers that break the order are not numbers.
    """
    candidates = [each for each in _number_candidates(lines) if each.number in codes]
    in_order = _rising(candidates, lambda candidate: candidate.number)
    end = in_order[-1].at + 1 if in_order else 0
    return {codes[each.number]: _plain(each.line) for each in in_order}, lines[end:]


def _number_candidates(lines: Sequence[Line]) -> list[_Candidate]:
    found = (_candidate(lines, i) for i in range(len(lines)))
    return [candidate for candidate in found if candidate is not None]


def _candidate(lines: Sequence[Line], i: int) -> _Candidate | None:
    """The paragraph whose number stands at the beginning of this line."""
    match = _NUMBER.match(_unbulleted(lines[i].text))
    if match is None:
        return None
    number, text = int(match[1]), trimmed(match[2])
    if text:
        return _Candidate(i, number, Line(lines[i].number, text))
    return _Candidate(i + 1, number, lines[i + 1]) if i + 1 < len(lines) else None


def _paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The lines that may be paragraphs: no headings, no footnotes."""
    # a letter alone: the heading's words are on the next line
    after_letter = [False, *(_is_letter_alone(line.text) for line in lines)]
    pairs = zip(lines, after_letter, strict=False)
    return [_plain(line) for line, skip in pairs if not skip and not _is_heading(line.text)]


def _is_letter_alone(text: str) -> bool:
    match = _LETTER.match(text)
    return match is not None and not match[2]


def _is_heading(text: str) -> bool:
    """Whether a line begins with a letter, is in capitals, ends with a colon, or is a footnote."""
    marked = text.endswith(":") or text.startswith(FOOTNOTE)
    return marked or _LETTER.match(text) is not None or _capitals(text)


def _plain(line: Line) -> Line:
    return Line(line.number, _unbulleted(line.text))


def _aligned(
    codes: Sequence[str], lines: Sequence[Line], fingerprints: Mapping[str, str]
) -> dict[str, Line]:
    """Paragraphs in order to codes in order: first those whose fingerprints agree, then what lies
    between them.
    """
    anchors = _anchors(codes, lines, fingerprints)
    paragraphs = {codes[n]: lines[i] for i, n in anchors}
    for (line, code), (next_line, next_code) in pairwise(
        [(-1, -1), *anchors, (len(lines), len(codes))]
    ):
        between = zip(codes[code + 1 : next_code], lines[line + 1 : next_line], strict=False)
        paragraphs |= dict(between)
    return paragraphs


def _anchors(
    codes: Sequence[str], lines: Sequence[Line], fingerprints: Mapping[str, str]
) -> list[tuple[int, int]]:
    """(index of a line, index of a code) where the fingerprints agree, both rising."""
    places = {fingerprint(line.text): i for i, line in reversed(list(enumerate(lines)))}
    found = [(places.get(fingerprints.get(code, "")), n) for n, code in enumerate(codes)]
    exact = [(i, n) for i, n in found if i is not None]
    return _rising(sorted(exact), lambda anchor: anchor[1])


def _rising(items: Sequence[T], rank: Callable[[T], int]) -> list[T]:
    """The longest choice of items, in their order, whose ranks rise."""
    # ranks[k]: the lowest rank that ends a choice of k + 1 items; chains[k]: that choice, last item
    # first
    ranks, chains = list[int](), list[tuple[T, Any]]()
    for item in items:
        k = bisect_left(ranks, rank(item))
        if ranks[k : k + 1] != [rank(item)]:
            ranks[k : k + 1] = [rank(item)]
            chains[k : k + 1] = [(item, chains[k - 1] if k else None)]
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
