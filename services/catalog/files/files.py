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
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class EditionFiles:
    """The files of one edition's folder, read."""

    def __init__(self, folder: Path) -> None:
        name = folder.name
        self.sections = entries(folder / "sections.yaml", shapes.Section)
        self.nodes = {file: entries(folder / f"{file}.yaml", shapes.Node) for file in NODE_FILES}
        self.links = entries(folder / "links.yaml", shapes.Link)
        self.crosswalks = entries(folder / "crosswalks.yaml", shapes.Crosswalk)
        self.correspondences = {
            crosswalk.id: entries(folder / f"crosswalks/{crosswalk.id}.yaml", shapes.Correspondence)
            for crosswalk in self.crosswalks
        }
        self.instruments = entries(folder / "instruments.yaml", shapes.Instrument)
        self.defects = entries(folder / "defects.yaml", shapes.Defect)
        self.fingerprints = _mapping(folder / "fingerprints.yaml")
        self.name = name


class Files:
    """Every data file of the programme, read."""

    def __init__(self, folder: Path) -> None:
        self.digest = digest(folder)
        self.editions = _whole(folder / "editions.yaml", shapes.Editions)
        self.mandates = entries(folder / "mandates.yaml", shapes.Mandate)
        self.actors = entries(folder / "actors.yaml", shapes.Body)
        self.states = entries(folder / "states.yaml", shapes.State)
        self.lists = [
            _with_file(folder, codelist)
            for codelist in entries(folder / "codelists.yaml", shapes.CodeList)
        ]
        self.full = {
            e.code: EditionFiles(folder / e.code)
            for e in self.editions.editions
            if e.content == "full"
        }


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
    return [
        _shaped(path, _named(entry, n), entry, shape) for n, entry in enumerate(content, start=1)
    ]


def _with_file(folder: Path, codelist: shapes.CodeList) -> shapes.CodeList:
    if codelist.file is None:
        return codelist
    return codelist.model_copy(
        update={"codes": [*entries(folder / codelist.file, shapes.Code), *codelist.codes]}
    )


def _whole(path: Path, shape: type[S]) -> S:
    return _shaped(path, "", _parsed(path), shape)


def _mapping(path: Path) -> dict[str, shapes.Fingerprint]:
    try:
        return TypeAdapter(dict[str, shapes.Fingerprint]).validate_python(
            _parsed(path), strict=True
        )
    except ValidationError as error:
        raise _bad(path, "", error) from None


def _shaped(path: Path, name: str, entry: Any, shape: type[S]) -> S:
    try:
        return shape.model_validate(entry)
    except ValidationError as error:
        raise _bad(path, name, error) from None


def _bad(path: Path, name: str, error: ValidationError) -> InvalidDataFiles:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return InvalidDataFiles(
        ": ".join(filter(None, (f"{path.parent.name}/{path.name}", name, place, first["msg"])))
    )


def _named(entry: Any, n: int) -> str:
    if isinstance(entry, dict):
        for key in ("code", "id"):
            if key in entry:
                return f"entry {entry[key]}"
        if "activity" in entry and "objective" in entry:
            return f"entry {entry['activity']} to {entry['objective']}"
        if "node" in entry and "target" in entry:
            return f"entry {entry['node']} to {entry['target']}"
    return f"entry number {n}"


def _parsed(path: Path) -> Any:
    try:
        return yaml.load(path.read_bytes(), _LOADER)  # noqa: S506  (either loader is the safe one)
    except OSError as error:
        raise InvalidDataFiles(f"{path.name}: cannot be read: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise InvalidDataFiles(
            f"{path.name}: not readable YAML: {str(error).splitlines()[0]}{_where(error)}"
        ) from None


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f" (line {mark.line + 1})" if mark else ""
