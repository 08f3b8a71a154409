"""The package that a workbook is: what in it is refused, and a copy of the rest that holds no more
than was looked at.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from xml.parsers import expat

from services.reports.formats.imports.refusal import Refused

MOST_PARTS = 2_000
MOST_EXPANDED = 128 * 1024 * 1024  # bytes of all parts that are read
PIECE = 1 << 16
READ = (".xml", ".rels")
LEFT_OUT = ("xl/media/", "xl/drawings/", "xl/charts/", "docProps/", "customXml/", "xl/theme/")
MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
MACRO_FOLDERS = ("xl/macrosheets/", "xl/dialogsheets/")
LINK_FOLDERS = ("xl/externallinks/", "xl/embeddings/", "xl/activex/")
LINK_PARTS = ("xl/connections.xml",)
HYPERLINK = "/hyperlink"
WORKBOOK = "xl/workbook.xml"

Begin = Callable[[str, dict[str, str]], None]


class Look:
    """Looks at the elements of a part, without their prefix, and at its texts."""

    def begin(self, element: str, given: dict[str, str]) -> None:
        """An element begins."""

    text: Callable[[str], None] | None = None


def parser(begin: Begin, text: Callable[[str], None] | None) -> expat.XMLParserType:
    """A parser that knows no entities."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _doctype
    made.StartElementHandler = lambda name, given: begin(name.rpartition(":")[2], given)
    made.CharacterDataHandler = text
    return made


def _doctype(*_: object) -> None:
    raise Refused("xml_entities", "The workbook declares entities of its own.")


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """A workbook's package. Raises Refused for what no spreadsheet of data has."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = [one.filename for one in package.infolist()]
            _check(names, sum(one.file_size for one in _read(package)))
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Refused("wrong_format", "The workbook is damaged.") from error
    except RuntimeError as error:  # a part with a password
        raise Refused("encrypted", "The workbook has a password; take it away.") from error
    except (expat.ExpatError, ValueError, OverflowError, LookupError) as error:
        raise Refused("wrong_format", "The workbook is damaged.") from error


def _read(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts that are read."""
    return [
        one
        for one in package.infolist()
        if one.filename.casefold().endswith(READ) and not one.filename.startswith(LEFT_OUT)
    ]


def _check(names: list[str], expanded: int) -> None:
    plain = [name.casefold().lstrip("/") for name in names]
    if any(name.endswith(MACROS) or name.startswith(MACRO_FOLDERS) for name in plain):
        raise Refused("macros", "The workbook has macros. Save it as .xlsx.")
    if any(name.startswith(LINK_FOLDERS) or name in LINK_PARTS for name in plain):
        detail = "The workbook takes values from other files. Paste them as values."
        raise Refused("external_links", detail)
    if len(names) > MOST_PARTS or expanded > MOST_EXPANDED:
        raise _expands()
    if len(set(plain)) < len(plain):
        raise Refused("wrong_format", "The workbook has two parts of the same name.")
    if WORKBOOK not in plain:
        raise Refused("wrong_format", "This is no workbook (.xlsx).")


def _expands() -> Refused:
    most = MOST_EXPANDED // 1024 // 1024
    return Refused("expands_too_much", f"Unpacked, the workbook is larger than {most} MiB.")


def copied(package: zipfile.ZipFile, looks: Callable[[str], Look]) -> io.BytesIO:
    """A copy of the parts that are read, each of which is looked at."""
    out = io.BytesIO()
    left = MOST_EXPANDED
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for part in _read(package):
            with package.open(part) as given, copy.open(part.filename, "w") as taken:
                look = _parser(part.filename, looks(part.filename))
                while piece := given.read(PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise _expands()
                    look.Parse(piece)
                    taken.write(piece)
                look.Parse(b"", True)
    out.seek(0)
    return out


def _parser(name: str, look: Look) -> expat.XMLParserType:
    """The parser of a part, which finds what is fetched from elsewhere in lists of relations."""
    relations = PurePosixPath(name).suffix == ".rels"

    def begin(element: str, given: dict[str, str]) -> None:
        if relations and element == "Relationship":
            _check_relation(given)
        elif element == "Override" and "macroenabled" in given.get("ContentType", "").casefold():
            raise Refused("macros", "The workbook has macros. Save it as .xlsx.")
        look.begin(element, given)

    return parser(begin, look.text)


def _check_relation(given: dict[str, str]) -> None:
    """Addresses in cells are links that somebody may follow; anything else is fetched."""
    outside = given.get("TargetMode", "").casefold() == "external"
    if outside and not given.get("Type", "").endswith(HYPERLINK):
        raise Refused("external_links", "The workbook takes something from other files.")
