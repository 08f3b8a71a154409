"""The catalogue in one answer: its shape, and how it is made from the things it is made of."""

from services.catalog.domain.catalogue import Catalogue
from services.catalog.domain.catalogue import Edition as Known
from services.catalog.schemas import rendered
from services.catalog.schemas.answers import (
    Actor,
    Answer,
    CodeList,
    Defect,
    Edition,
    Link,
    Programme,
)
from services.catalog.schemas.rendered import Rendered


class Contents(Answer):
    """Everything that pages name things by; the programme as `getProgramme` tells it."""

    programme: Programme
    links: list[Link]
    defects: list[Defect]
    editions: list[Edition]
    actors: list[Actor]
    codelists: list[CodeList]


def contents(catalogue: Catalogue, edition: Known, lang: str) -> Rendered:
    """The catalogue under an edition, each list in its own order."""
    return {
        "programme": rendered.programme(catalogue, edition, lang),
        "links": [rendered.link(entry, lang) for entry in edition.of("link")],
        "defects": [rendered.defect(entry, lang) for entry in edition.of("defect")],
        "editions": _editions(catalogue, lang),
        "actors": _actors(catalogue, lang),
        "codelists": _code_lists(catalogue, edition, lang),
    }


def _editions(catalogue: Catalogue, lang: str) -> list[Rendered]:
    codes = [entry.code for entry in catalogue.shared_of("edition")]
    return [rendered.edition(catalogue.editions[code], lang) for code in codes]


def _actors(catalogue: Catalogue, lang: str) -> list[Rendered]:
    return [_actor(catalogue, code, lang) for code in catalogue.actors]


def _actor(catalogue: Catalogue, code: str, lang: str) -> Rendered:
    before = catalogue.predecessors.get(code, ())
    return rendered.actor(catalogue.actors[code], lang, before)


def _code_lists(catalogue: Catalogue, edition: Known, lang: str) -> list[Rendered]:
    lists = catalogue.shared_of("codelist")
    return [rendered.codelist(catalogue, edition, entry, lang) for entry in lists]
