"""Reads the data files into shapes, each error naming file and entry, and the digest that tells
whether anything changed.
"""

import hashlib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from services.catalog.errors import InvalidDataFiles
from services.catalog.files import shapes

FORMAT = "1"  # of what is stored: another number makes every installation read its files anew

S = TypeVar("S", bound=BaseModel)
NODE_FILES = ("objectives", "activities", "exhortations", "follow_up", "financing")
FINGERPRINTS = TypeAdapter(dict[str, shapes.Fingerprint])
#: How an entry is named, by the first of these that it has.
NAMES = (("code",), ("id",), ("activity", "objective"), ("node", "target"))
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class EditionFiles:
    """The files of one edition's folder, read."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.sections = entries(folder / "sections.yaml", shapes.Section)
        self.nodes = {file: entries(folder / f"{file}.yaml", shapes.Node) for file in NODE_FILES}
        self.links = entries(folder / "links.yaml", shapes.Link)
        self.crosswalks = entries(folder / "crosswalks.yaml", shapes.Crosswalk)
        self.correspondences = _correspondences(folder, self.crosswalks)
        self.instruments = entries(folder / "instruments.yaml", shapes.Instrument)
        self.defects = entries(folder / "defects.yaml", shapes.Defect)
        self.fingerprints = _mapping(folder / "fingerprints.yaml")


class Files:
    """Every data file of the programme, read."""

    def __init__(self, folder: Path) -> None:
        self.digest = digest(folder)
        self.editions = _whole(folder / "editions.yaml", shapes.Editions)
        self.mandates = entries(folder / "mandates.yaml", shapes.Mandate)
        self.actors = entries(folder / "actors.yaml", shapes.Body)
        self.states = entries(folder / "states.yaml", shapes.State)
        lists = entries(folder / "codelists.yaml", shapes.CodeList)
        self.lists = [_with_file(folder, codelist) for codelist in lists]
        full = [each.code for each in self.editions.editions if each.content == "full"]
        self.full = {code: EditionFiles(folder / code) for code in full}


def _correspondences(
    folder: Path, crosswalks: list[shapes.Crosswalk]
) -> dict[str, list[shapes.Correspondence]]:
    """Crosswalk → its file."""
    files = {crosswalk.id: folder / f"crosswalks/{crosswalk.id}.yaml" for crosswalk in crosswalks}
    return {id_: entries(path, shapes.Correspondence) for id_, path in files.items()}


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of all data files."""
    total = hashlib.sha256(FORMAT.encode())
    for path in sorted(folder.rglob("*.yaml")):
        content = path.read_bytes()
        total.update(f"\0{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def entries(path: Path, shape: type[S]) -> list[S]:
    """The entries of a file that is a list. Raises InvalidDataFiles."""
    content = _parsed(path)
    if not isinstance(content, list):
        raise InvalidDataFiles(f"{path.name}: a list of entries is needed")
    named = [(_named(entry, n), entry) for n, entry in enumerate(content, start=1)]
    return [_shaped(path, name, entry, shape) for name, entry in named]


def _with_file(folder: Path, codelist: shapes.CodeList) -> shapes.CodeList:
    if codelist.file is None:
        return codelist
    codes = [*entries(folder / codelist.file, shapes.Code), *codelist.codes]
    return codelist.model_copy(update={"codes": codes})


def _whole(path: Path, shape: type[S]) -> S:
    return _shaped(path, "", _parsed(path), shape)


def _mapping(path: Path) -> dict[str, shapes.Fingerprint]:
    content = _parsed(path)
    try:
        return FINGERPRINTS.validate_python(content, strict=True)
    except ValidationError as error:
        raise _bad(path, "", error) from None


def _shaped(path: Path, name: str, entry: Any, shape: type[S]) -> S:
    try:
        return shape.model_validate(entry)
    except ValidationError as error:
        raise _bad(path, name, error) from None


def _bad(path: Path, name: str, error: ValidationError) -> InvalidDataFiles:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    parts = (f"{path.parent.name}/{path.name}", name, place, first["msg"])
    return InvalidDataFiles(": ".join(filter(None, parts)))


def _named(entry: Any, n: int) -> str:
    for names in NAMES if isinstance(entry, dict) else ():
        if all(name in entry for name in names):
            return f"entry {' to '.join(str(entry[name]) for name in names)}"
    return f"entry number {n}"


def _parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), _LOADER)  # noqa: S506  (either loader is the safe one)
    except OSError as error:
        raise InvalidDataFiles(f"{path.name}: cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise InvalidDataFiles(f"{path.name}: not readable YAML: {_why(error)}") from None


def _why(error: Exception) -> str:
    """The first line of what is said, and where it is."""
    mark = getattr(error, "problem_mark", None)
    return str(error).splitlines()[0] + (f" (line {mark.line + 1})" if mark else "")
