"""The catalog's public API: the document of the Program."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.portal.clients import nodes
from services.portal.clients.nodes import Node
from services.portal.clients.values import day


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter or a part of one, with its paragraphs and its parts, in document order."""

    code: str
    title: str
    nodes: tuple[Node, ...]
    sections: tuple["Section", ...]

    @property
    def paragraphs(self) -> list[Node]:
        """Its paragraphs and those of its parts, in document order."""
        return [node for part in self.walk() for node in part.nodes]

    def walk(self) -> Iterator["Section"]:
        """This section and all parts of it, in document order."""
        yield self
        for part in self.sections:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Mandate:
    """One step of the mandate chain."""

    code: str
    title: str
    summary: str
    year: int


@dataclass(frozen=True, slots=True)
class EditionDetails:
    """What an edition is; `languages`: those in which the official text is known."""

    id: str = ""
    title: str = ""
    official_name: str = ""
    note: str = ""
    draft: bool = True
    adopted_on: date | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole document of one edition."""

    edition: EditionDetails = EditionDetails()
    mandates: tuple[Mandate, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def nodes(self) -> list[Node]:
        """Every paragraph in document order."""
        return [node for part in self.sections for node in part.paragraphs]


def programme(answer: Any) -> Programme:
    """The document of an edition as the interface tells it."""
    return Programme(
        _edition(answer["edition"]),
        tuple(_mandate(item) for item in answer["mandates"]),
        tuple(_section(item) for item in answer["sections"]),
    )


def _edition(item: dict[str, Any]) -> EditionDetails:
    return EditionDetails(
        item["id"],
        item["title"],
        item["official_name"],
        item["note"],
        item["status"] == "draft",
        day(item["date"]),
        tuple(item["text_languages"]),
    )


def _mandate(item: dict[str, Any]) -> Mandate:
    return Mandate(item["code"], item["title"], item["summary"], item["year"])


def _section(item: dict[str, Any]) -> Section:
    return Section(
        item["code"],
        item["title"],
        tuple(nodes.node(each) for each in item["nodes"]),
        tuple(_section(part) for part in item["sections"]),
    )
