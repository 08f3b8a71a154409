"""The comments of a worksheet as its package has them: a list of texts, and a drawing with a box
for each (VML). Other people's comments and boxes stay as they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from services.reports.formats.imports import package
from services.reports.formats.imports.sheet import place_of

Marks = Mapping[str, str]  # texts by the address of their cell
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
AUTHOR = "import"
OURS = f"\n\n{AUTHOR}: "  # what stands between somebody's comment and ours
Edit = tuple[int, int, bytes]  # from and to which offset, and what is there then
UNREADABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEW = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
COMMENT = (
    f'<comment xmlns="{MAIN}" '
    'ref="{cell}" authorId="{author}"><text><t xml:space="preserve">{text}</t></text></comment>'
)
FIRST_SHAPE, BLOCK = 1025, 1024  # numbers of boxes
NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
BOX_TYPE = "_x0000_t202"
TYPE = (
    f'<v:shapetype {NAMESPACES} id="{BOX_TYPE}" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
HEAD = (
    f'<xml {NAMESPACES}><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
)
END = b"</xml>"
SHAPE = (
    '<v:shape {namespaces} id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;width:240pt;height:{height}pt;visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
SHAPES = re.compile(rb"<v:shape\b.*?</v:shape>", re.DOTALL)
PLACE = re.compile(rb"<x:(Row|Column)>\s*(\d+)\s*</x:")
NUMBER = re.compile(rb"_x0000_s(\d+)")
WIDE, TALL, LAST_COLUMN, LAST_ROW = 4, 4, 16_383, 1_048_575
CHARACTERS, LINE = 45, 15  # of a line of a box; its height in points


class Unusual(Exception):
    """A part is written in a way that we do not write into."""


@dataclass(slots=True)
class Comment:
    """A comment that is there: whose, what it says, and where in its part it stands."""

    cell: str
    author: int
    start: int
    end: int = 0
    text: str = ""


class Comments:
    """The comments of a part, and where more are added. Raises Unusual."""

    def __init__(self, part: bytes) -> None:
        self.authors, self.comments = list[str](), list[Comment]()
        self.ends = dict[str, int]()  # where the lists end
        self._part, self._path = part, list[str]()
        self._parser = package.parser(self._begin, self._text)
        self._parser.EndElementHandler = self._end
        self._parser.Parse(part, True)

    def _begin(self, element: str, given: dict[str, str]) -> None:
        self._path.append(element)
        if element == "comment":
            at = self._parser.CurrentByteIndex
            self.comments.append(Comment(given.get("ref", ""), int(given["authorId"]), at))
        elif element == "author":
            self.authors.append("")

    def _text(self, text: str) -> None:
        if self._path[-1] == "author":
            self.authors[-1] += text
        elif self._path[-1] == "t" and "rPh" not in self._path:
            self.comments[-1].text += text

    def _end(self, name: str) -> None:
        element, at = self._path.pop(), self._parser.CurrentByteIndex
        if self._part[at : self._part.find(b">", at)].strip() != f"</{name}".encode():
            if element in ("comment", "authors", "commentList"):  # <authors/>
                raise Unusual(element)
        elif element == "comment":
            self.comments[-1].end = self._part.index(b">", at) + 1
        else:
            self.ends[element] = at

    def is_ours(self, comment: Comment) -> bool:
        """Whether an import has made a comment before."""
        return self.authors[comment.author] == AUTHOR

    def cells(self) -> set[str]:
        """The cells that have a comment."""
        return {one.cell for one in self.comments}

    def ours(self) -> set[str]:
        """Those that have one of an import."""
        return {one.cell for one in self.comments if self.is_ours(one)}

    def at_end(self, of: str, new: bytes) -> Edit:
        """More at the end of a list. Raises Unusual."""
        if of not in self.ends:
            raise Unusual(of)
        return (self.ends[of], self.ends[of], new)


@dataclass(frozen=True, slots=True)
class Noted:
    """A part with comments, and the cells that need a box now, or have one too many."""

    part: bytes
    added: list[str]
    gone: list[str]


def noted(part: bytes, marks: Marks) -> Noted:
    """A part of comments with these in it: what an import said before is gone. Raises Unusual."""
    there = Comments(part)
    had = there.cells()
    added = [cell for cell in marks if cell not in had]
    new = b"".join(_comment(cell, len(there.authors), marks[cell]) for cell in added)
    edits = [there.at_end("authors", f'<author xmlns="{MAIN}">{AUTHOR}</author>'.encode())]
    edits += [*_changes(there, marks), there.at_end("commentList", new)]
    return Noted(_edited(part, edits), added, [*there.ours() - marks.keys()])


def _changes(there: Comments, marks: Marks) -> Iterator[Edit]:
    """What is to stand in the place of comments that are there."""
    for one in there.comments:
        theirs = "" if there.is_ours(one) else one.text.partition(OURS)[0]
        said = _together(theirs, marks.get(one.cell, ""))
        if said != one.text:
            yield (one.start, one.end, _comment(one.cell, one.author, said))


def _together(theirs: str, ours: str) -> str:
    return f"{theirs}{OURS}{ours}" if theirs and ours else theirs or ours


def _comment(cell: str, author: int, text: str) -> bytes:
    """A comment; none without a text."""
    if not text:
        return b""
    return COMMENT.format(cell=cell, author=author, text=_written(text)).encode()


def _written(text: str) -> str:
    """A text as every encoding has it."""
    said = escape(UNREADABLE.sub("\ufffd", text))
    return said.encode("ascii", "xmlcharrefreplace").decode()


def _edited(part: bytes, edits: Iterable[Edit]) -> bytes:
    """A part with other bytes between these offsets."""
    made, at = list[bytes](), 0
    for start, end, new in sorted(edits):
        made += [part[at:start], new]
        at = end
    return b"".join((*made, part[at:]))


def drawing(part: bytes | None, marks: Marks, told: Noted) -> Iterator[bytes]:
    """The drawing with a box for each comment, in pieces. Raises Unusual."""
    head, tail = _around(part, told) if part is not None else (_head(len(told.added)), END)
    yield head
    yield from _boxes(head, [(cell, marks[cell]) for cell in told.added])
    yield tail


def _head(boxes: int) -> bytes:
    """The beginning of a drawing of so many boxes."""
    blocks = ",".join(map(str, range(1, boxes // BLOCK + 2)))
    return HEAD.format(blocks=blocks).encode() + TYPE.encode()


def _around(part: bytes, told: Noted) -> tuple[bytes, bytes]:
    """What stands before and after the boxes that are added. Raises Unusual."""
    kept = _without(part, {place_of(cell) for cell in told.gone}) if told.gone else part
    end = kept.rfind(END)
    if end < 0:
        raise Unusual("a drawing without its end")
    return kept[:end] + _type_for(kept), kept[end:]


def _type_for(part: bytes) -> bytes:
    """What says how boxes look, where nothing does."""
    return b"" if BOX_TYPE.encode() in part else TYPE.encode()


def _without(part: bytes, places: set[tuple[int, int]]) -> bytes:
    """A drawing without the boxes of these places."""

    def kept(found: re.Match[bytes]) -> bytes:
        at = {name: int(number) for name, number in PLACE.findall(found[0])}
        return b"" if (at.get(b"Column"), at.get(b"Row")) in places else found[0]

    return SHAPES.sub(kept, part)


def _boxes(part: bytes, marks: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """Boxes with numbers that no other box has."""
    first = max([FIRST_SHAPE - 1, *map(int, NUMBER.findall(part))]) + 1
    for number, (cell, text) in enumerate(marks, first):
        yield _box(number, *place_of(cell), text).encode()


def _box(number: int, column: int, row: int, text: str) -> str:
    lines = TALL + len(text) // CHARACTERS + text.count("\n")
    left, top = min(column + 1, LAST_COLUMN - WIDE), min(max(row - 1, 0), LAST_ROW - lines)
    place = {"left": left, "right": left + WIDE, "top": top, "bottom": top + lines}
    about = {"number": number, "height": lines * LINE, "row": row, "column": column}
    return SHAPE.format(namespaces=NAMESPACES, **place, **about)
