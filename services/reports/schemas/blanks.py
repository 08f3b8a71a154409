"""What stands in the template of a kind in a language: its columns, the codes they take, and an
example under each.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.codes import Language
from services.reports.domain.accepted import EXTERNAL_ID, Place
from services.reports.domain.blank import Blank, BlankColumn, BlankTexts
from services.reports.domain.kinds import KINDS as RULES
from services.reports.domain.programme import Catalogue
from services.reports.schemas import columns, template
from services.reports.schemas.kinds import KINDS, SHARED

ITEMS = 2  # of each list that have columns
NEEDED = ("language", "title")
INSIDE = "/reports/"  # where the codes of what is reported here are listed


def blank(kind: str, lang: Language, catalogue: Catalogue) -> Blank:
    """The template of a kind. Raises KeyError for an unknown one."""
    made = [
        _column(kind, place, lang, catalogue)
        for place in template.accepted(kind).places
        if _shown(kind, place)
    ]
    texts = template.texts()["book"]
    of_lang = {name: texts[name][lang] for name in ("explanation", "codes", "needed")}
    said = BlankTexts(**of_lang, head=tuple(texts["head"][lang]), lines=tuple(texts["lines"][lang]))
    of = KINDS[kind].texts
    return Blank(kind, of.name[lang], of.help[lang], tuple(made), said)


def _shown(kind: str, place: Place) -> bool:
    """Whether a column stands in the template: each value of its own, and the first items."""
    if place.name == "joint_reporters":
        return RULES[kind].joint is not None
    numbers = [step for step in place.path if isinstance(step, int)]
    if numbers:
        return bool(place.fixed) or numbers[0] < ITEMS
    return place.path[-1] not in (columns.EVIDENCE, *columns.lists(KINDS[kind].payload))


def _column(kind: str, place: Place, lang: Language, catalogue: Catalogue) -> BlankColumn:
    codes = place.codes or tuple(_listed(kind, place, catalogue))
    return BlankColumn(
        place.name,
        place.headers[lang],
        template.help_of(kind, place, lang),
        place.holds,
        place.name in NEEDED or place.path[1:] in [(name,) for name in RULES[kind].required],
        codes,
        _example(kind, place, lang),
    )


def _listed(kind: str, place: Place, catalogue: Catalogue) -> Iterator[str]:
    """The codes that the catalogue has for a column."""
    lists: Mapping[str, Any] = {
        "/catalog/activities": catalogue.addressees,
        "/catalog/actors": catalogue.actors,
        "/catalog/actors?kind=state": _states(catalogue),
        "/catalog/objectives": catalogue.all_objectives,
        "/catalog/codelists/instruments": catalogue.instruments,
        "/catalog/codelists/theme": catalogue.themes,
    }
    found = [lists[source] for source in template.sources(kind, place.path) if source in lists]
    yield from sorted(found[0]) if found else ()


def _states(catalogue: Catalogue) -> list[str]:
    return [code for code, actor in catalogue.actors.items() if actor.kind == "state"]


def _example(kind: str, place: Place, lang: str) -> Any:
    """What stands under a column in the example of a kind; nothing where it would name another
    submission, which is only an example too.
    """
    of = template.sources(kind, place.path)
    if place.name == EXTERNAL_ID or (of and of[0].startswith(INSIDE)):
        return None
    example = KINDS[kind].example
    return _cell(example, place, lang) if place.fixed else _value(example, place.path)


def _value(value: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _cell(example: Mapping[str, Any], place: Place, lang: str) -> Any:
    """The number of a cell of persons, or the word for few."""
    items: list[Mapping[str, Any]] = _value(example, place.path[:-2]) or []
    same = [one for one in items if all(one.get(name) == of for name, of in place.fixed.items())]
    if not same:
        return None
    return SHARED["Beneficiaries"]["small"].name[lang] if same[0].get("small") else same[0]["count"]
