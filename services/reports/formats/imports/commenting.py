"""Comments put into somebody's own workbook: its package stays as it is but for the comments of one
sheet, their boxes, and what names both.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO, NamedTuple

from services.reports.formats.imports import notes, package, repacking
from services.reports.formats.imports.notes import Marks, Unusual
from services.reports.formats.imports.scan import Scan
from services.reports.formats.imports.sheet import place_of

MOST = 16 * 1024 * 1024  # bytes of a part that is read as a whole
BOOK = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{OFFICE}/officeDocument/2006/relationships"
LISTED, TYPED = f"{OFFICE}/package/2006/relationships", f"{OFFICE}/package/2006/content-types"
COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
STRICT = "http://purl.oclc.org/"
THREADS = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*/threadedComment\"[^>]*/>")
# what follows the drawing of comments in a worksheet
CONTROLS = ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "AlternateContent")
AFTER = (*CONTROLS, "webPublishItems", "tableParts", "extLst")
DRAWING = "importDrawing"
NAMED = f'<legacyDrawing xmlns="{notes.MAIN}" xmlns:r="{RELATIONS}" r:id="{DRAWING}"/>'
WIDE = (b"\xff\xfe", b"\xfe\xff")  # marks of encodings of which a byte is no sign


class Relation(NamedTuple):
    """What a worksheet needs: of what type, and where."""

    type: str
    target: str


class Worksheet:
    """A worksheet, looked at: the relation of its drawing of comments, or where one is to be named,
    and its merged cells. Raises Unusual.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.drawing, self.at = "", -1
        self.merged = list[str]()
        self._depth = 0
        self._parser = package.parser(self._begin, None)
        self._parser.EndElementHandler = self._end
        for piece in pieces:
            self._parser.Parse(piece)
        self._parser.Parse(b"", True)

    def _begin(self, element: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and any(value.startswith(STRICT) for value in given.values()):
            raise Unusual("a workbook of the strict form")
        if element == "mergeCell":
            self.merged.append(given.get("ref", ""))
        elif element == "legacyDrawing":
            self.drawing = next((of for name, of in given.items() if name.endswith(":id")), "?")
        elif self._depth == 2 and element in AFTER and self.at < 0:
            self.at = self._parser.CurrentByteIndex

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if not self._depth and self.at < 0:
            self.at = self._parser.CurrentByteIndex


class Relations:
    """The relations of a worksheet by their id."""

    def __init__(self, part: bytes) -> None:
        self.found = dict[str, Relation]()
        if part:
            package.parser(self._begin, None).Parse(part, True)

    def _begin(self, element: str, given: dict[str, str]) -> None:
        if element == "Relationship":
            self.found[given["Id"]] = Relation(given["Type"], given["Target"])

    def of_type(self, name: str) -> str | None:
        """Where the only part of a type is."""
        return next((one.target for one in self.found.values() if one.type.endswith(name)), None)

    def target(self, id_: str) -> str | None:
        """Where the part of a relation is."""
        return self.found[id_].target if id_ in self.found else None


class Package:
    """The package of a workbook: its parts by their names, whatever their capitals."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self._names = {name.casefold(): name for name in opened.namelist()}

    def name(self, name: str) -> str | None:
        """A part as it is called here."""
        return self._names.get(name.casefold())

    def read(self, name: str | None) -> bytes | None:
        """A whole part. Raises Unusual."""
        if name is None:
            return None
        if self._opened.getinfo(name).file_size > MOST:
            raise Unusual("a large part")
        part = self._opened.read(name)
        if part.startswith(WIDE):
            raise Unusual("an encoding of wide signs")
        return part

    def inside(self, folder: str, target: str | None) -> str | None:
        """The part that a relation of something in a folder names."""
        if target is None:
            return None
        return self.name(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))

    def free(self) -> tuple[str, str]:
        """Names for comments, and for their drawing, that no part has."""
        for n in range(1, len(self._names) + 2):
            names = (f"xl/comments{n}.xml", f"xl/drawings/vmlDrawing{n}.vml")
            if not any(map(self.name, names)):
                return names
        raise Unusual("no name is free")

    def sheet(self, title: str) -> str:
        """The part of the worksheet of this title. Raises Unusual."""
        target = self._looked_at().target(title)
        found = self.name(target) or self.name(f"xl/{target}")
        if found is None:
            raise Unusual("a sheet without a part")
        return found

    def _looked_at(self) -> Scan:
        scan = Scan()
        for name in BOOK:
            look = scan.look(name)
            package.parser(look.begin, look.text).Parse(self.read(self.name(name)) or b"", True)
        return scan


def _list_of(name: str) -> str:
    """The part with the relations of a part."""
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"


class Place:
    """Where the comments of a worksheet stand, and their drawing, or will. Raises Unusual."""

    def __init__(self, parts: Package, name: str, sheet: Worksheet) -> None:
        folder = posixpath.dirname(name)
        listed = _list_of(name)
        self.listed = parts.name(listed) or listed
        self.relations = parts.read(parts.name(listed)) or b""
        known = Relations(self.relations)
        self.old_comments = parts.inside(folder, known.of_type("/comments"))
        self.old_drawing = parts.inside(folder, known.target(sheet.drawing))
        if sheet.drawing and self.old_drawing is None:
            raise Unusual("a drawing without a part")
        self.free = parts.free()

    @property
    def comments(self) -> str:
        """The part of the comments."""
        return self.old_comments or self.free[0]

    @property
    def drawing(self) -> str:
        """The part of the drawing."""
        return self.old_drawing or self.free[1]

    def new(self) -> Iterator[tuple[str, str, str]]:
        """The relations that are new: id, type, part."""
        if self.old_comments is None:
            yield ("importComments", "comments", self.comments)
        if self.old_drawing is None:
            yield (DRAWING, "vmlDrawing", self.drawing)


def comment(data: bytes, title: str, texts: Marks, out: BinaryIO) -> None:
    """Write a workbook with these texts in these cells of one sheet. Raises Unusual, Refused."""
    with package.opened(data) as opened:
        parts = Package(opened)
        name = parts.sheet(title)
        sheet = Worksheet(repacking.pieces(opened, name))
        place = Place(parts, name, sheet)
        changed = _changed(parts, place, at_first(sheet.merged, texts))
        if place.old_drawing is None:
            pieces = repacking.pieces(opened, name)
            changed[name] = repacking.spliced(pieces, sheet.at, NAMED.encode())
        repacking.repack(data, opened, changed, out)


def _changed(parts: Package, place: Place, marks: Marks) -> dict[str, Iterable[bytes]]:
    """The parts that are others, but for the worksheet."""
    told = notes.noted(parts.read(place.old_comments) or notes.NEW.encode(), marks)
    types = parts.name(TYPES) or TYPES
    return {
        place.comments: (told.part,),
        place.drawing: notes.drawing(parts.read(place.old_drawing), marks, told),
        place.listed: (_listed(place.relations, place.new()),),
        types: (_typed(parts.read(types) or b"", place),),
    }


def _listed(part: bytes, new: Iterable[tuple[str, str, str]]) -> bytes:
    """The relations with more, and without threads: their texts stand in the comments too."""
    made = "".join(
        f'<Relationship xmlns="{LISTED}" Id="{id_}" Type="{RELATIONS}/{type_}" Target="/{target}"/>'
        for id_, type_, target in new
    )
    if b"</" not in part:
        part = f'<Relationships xmlns="{LISTED}"></Relationships>'.encode()
    return _appended(THREADS.sub(b"", part), made)


def _typed(part: bytes, place: Place) -> bytes:
    """The types of the parts."""
    made = ""
    if b'extension="vml"' not in part.lower():
        made += f'<Default xmlns="{TYPED}" Extension="vml" ContentType="{VML}"/>'
    if place.old_comments is None:
        made += f'<Override xmlns="{TYPED}" PartName="/{place.comments}" ContentType="{COMMENTS}"/>'
    return _appended(part, made)


def _appended(part: bytes, made: str) -> bytes:
    """A part with more before its end."""
    end = part.rfind(b"</")
    if end < 0:
        raise Unusual("a part without an end")
    return part[:end] + made.encode() + part[end:]


def at_first(merged: Iterable[str], texts: Marks) -> Marks:
    """Each text at the cell that can have a comment: of merged ones the first."""
    rows = _by_row(texts)
    first = {cell: _first(range_) for range_ in merged for cell in _inside(range_, rows)}
    together: dict[str, list[str]] = {}
    for cell, text in texts.items():
        together.setdefault(first.get(cell, cell), []).append(text)
    return {cell: "\n".join(said) for cell, said in together.items()}


def _by_row(cells: Iterable[str]) -> Mapping[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in cells:
        rows.setdefault(place_of(cell)[1], []).append(cell)
    return rows


def _first(range_: str) -> str:
    """The first cell of a range."""
    return range_.partition(":")[0]


def _last(range_: str) -> str:
    return range_.rpartition(":")[2]


def _inside(range_: str, rows: Mapping[int, list[str]]) -> Iterator[str]:
    """Those of some cells, by their row, that a range has."""
    (left, top), (right, bottom) = place_of(_first(range_)), place_of(_last(range_))
    for row in _fewer(range(top, bottom + 1), rows):
        yield from (cell for cell in rows[row] if left <= place_of(cell)[0] <= right)


def _fewer(height: range, rows: Mapping[int, list[str]]) -> list[int]:
    """The rows of a range that have some of the cells."""
    if len(rows) < len(height):
        return [row for row in rows if row in height]
    return [row for row in height if row in rows]
