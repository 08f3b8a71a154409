"""The dossier of a closed cycle: what it tells, as of the closing's position, as plain data."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.reports.domain.catalogue_texts import CatalogueTexts
from services.reports.domain.cycles import Cycle

FORMAT = "oas-migrants-programme/dossier"
STANDING, WITHDRAWN, WITHHELD = "published", "withdrawn", "withheld"
# of the form that organs filled in for the work plan of 2007
BLOCKS = ("entrusted", "carried_out", "planned", "timetable")
KINDS_OF_ACTORS = ("organ", "state", "multilateral", "other")  # in the order of chapter III
CYCLE = ("id", "type", "year", "title", "opens_on", "closes_on", "place", "summit", "items")
# what is told of a submission and its text, and of a statement
OF_SOURCES = ("id", "kind", "code", "reporter", "revision", "position", "state", "by_itself")
OF_CONTENTS = ("language", "title", "payload", "evidence", "published_at", "decision")
OF_STATEMENTS = ("id", "role", "actor", "status", "addressees", "language", "made_at", "digest")
Values = Mapping[str, Sequence[Mapping[str, Any]]]  # by objective
Json = dict[str, Any]


class Before(NamedTuple):
    """The cycle of the same type that was closed before."""

    cycle: str
    position: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A closed cycle, and the ledger at its closing. `noted`: up to where it is noted what became
    of its texts; `before`: the cycle of its type that was closed before.
    """

    cycle: Cycle
    position: int
    noted: int
    before: Before | None

    @property
    def since(self) -> int:
        """The position of the closing before, 0 where there was none."""
        return self.before.position if self.before is not None else 0


@dataclass(frozen=True, slots=True)
class Source:
    """A submission in a dossier: in which revision, published at which position, and what has
    become of it. `by_itself`: whether the cycle took it, None: it was told since the closing
    before. `content`: what everybody reads of it, None where that is hidden.
    """

    id: str
    kind: str
    code: str | None
    reporter: str
    revision: int
    position: int
    state: str
    by_itself: bool | None
    content: Mapping[str, Any] | None = None
    statements: Sequence[Json] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that the dossiers of a closing are made of, in all languages."""

    closing: Closing
    entry: Mapping[str, Any]  # of the ledger, at the closing
    edition: str
    sources: Sequence[Source]
    statements: Sequence[Json]
    values: Values
    values_before: Values
    fund: Mapping[str, Any]
    texts: CatalogueTexts


@dataclass(frozen=True, slots=True)
class Names:
    """What the renderer calls things in a language: indicators, kinds and their fields, codes."""

    lang: str
    indicators: Sequence[Mapping[str, Any]]
    kinds: Sequence[Mapping[str, Any]]
    codes: Mapping[str, Mapping[str, str]]
    renderer: str = field(default="")


def build(gathered: Gathered, names: Names) -> Json:
    """The dossier in a language: the same data whenever it is made."""
    lang = names.lang
    return {
        "format": FORMAT,
        "renderer": names.renderer,
        "lang": lang,
        **_stands_on(gathered),
        **_told(gathered),
        "indicators": [dict(one) for one in names.indicators],
        "objectives": [_objective(gathered, code, lang) for code in gathered.texts.objectives],
        "statements": list(gathered.statements),
        "fund": dict(gathered.fund),
        "activities": _titles(gathered, lang),
        "actors": _actors(gathered, lang),
    }


def _told(gathered: Gathered) -> Json:
    """What was contributed, who contributed it, and what is told beside it."""
    contributed = [one for one in gathered.sources if one.by_itself is not None]
    related = (one for one in gathered.sources if one.by_itself is None)
    return {
        "contributors": list(_contributors(contributed, gathered.texts)),
        "organs": list(_organs(contributed, gathered.texts)),
        "contributions": list(map(_submission, contributed)),
        "related": list(map(_submission, related)),
    }


def _stands_on(gathered: Gathered) -> Json:
    """The cycle, and the ledger at its closing."""
    closing = gathered.closing
    return {
        "cycle": {name: getattr(closing.cycle, name) for name in CYCLE},
        "position": closing.position,
        "recorded_at": gathered.entry["time"],
        "ledger_hash": gathered.entry["hash"],
        "noted": closing.noted,
        "before": closing.before._asdict() if closing.before else None,
        "edition": gathered.edition,
    }


def _contributors(sources: Sequence[Source], texts: CatalogueTexts) -> Iterator[Json]:
    """Who contributed, organs first, each with how many submissions."""
    numbers = Counter(one.reporter for one in sources)
    kinds = {code: texts.kinds.get(code, "other") for code in numbers}
    for code in sorted(numbers, key=lambda code: (_place(kinds[code]), code)):
        yield {"actor": code, "kind": kinds[code], "contributions": numbers[code]}


def _place(kind: str) -> int:
    known = KINDS_OF_ACTORS
    return known.index(kind) if kind in known else len(known)


def _organs(sources: Sequence[Source], texts: CatalogueTexts) -> Iterator[Json]:
    """What each organ reports, in the four blocks of the form of 2007."""
    forms = [one for one in sources if _fills_in(one, texts)]
    for actor in sorted({one.reporter for one in forms}):
        reports = [one for one in forms if one.reporter == actor]
        yield {"actor": actor, "blocks": {name: list(_lines(reports, name)) for name in BLOCKS}}


def _fills_in(source: Source, texts: CatalogueTexts) -> bool:
    """Whether it is an organ's, and fills in the form."""
    payload = (source.content or {}).get("payload") or {}
    organ = texts.kinds.get(source.reporter) == "organ"
    return organ and any(payload.get(block) for block in BLOCKS)


def _lines(sources: Sequence[Source], block: str) -> Iterator[Json]:
    for source in sources:
        content = source.content or {}
        if content["payload"].get(block):
            yield _line(source.id, content, block)


def _line(id_: str, content: Mapping[str, Any], block: str) -> Json:
    payload = content["payload"]
    return {
        "submission": id_,
        "activity": payload.get("activity"),
        "language": content["language"],
        "text": payload[block],
    }


def _objective(gathered: Gathered, code: str, lang: str) -> Json:
    """Its texts and values, each with that of the closing before where there was one."""
    before = {one["indicator"]: one for one in gathered.values_before.get(code, ())}
    values = gathered.values.get(code, ())
    return {
        "code": code,
        "title": gathered.texts.text(code, "title", lang),
        "summary": gathered.texts.text(code, "summary", lang),
        "values": [{**value, "before": before.get(value["indicator"])} for value in values],
    }


def _submission(source: Source) -> Json:
    content = source.content or {}
    return {
        **{name: getattr(source, name) for name in OF_SOURCES},
        "joint_reporters": list(content.get("confirmed", ())),
        **{name: content.get(name) for name in OF_CONTENTS},
        "statements": list(source.statements),
    }


def _titles(gathered: Gathered, lang: str) -> dict[str, str]:
    """What the activities of the edition are called."""
    activities = (code for code in gathered.texts.nodes if code not in gathered.texts.objectives)
    titles = {code: gathered.texts.text(code, "title", lang) for code in sorted(activities)}
    return {code: title for code, title in titles.items() if title is not None}


def _actors(gathered: Gathered, lang: str) -> dict[str, str]:
    """What the actors are called that are named anywhere in the dossier."""
    parts: list[Any] = [gathered.closing.cycle.items, list(gathered.statements)]
    parts += map(_words_told, gathered.sources)
    named = {word for word in words(parts) if word in gathered.texts.names}
    return {code: gathered.texts.name(code, lang) for code in sorted(named)}


def _words_told(source: Source) -> list[Any]:
    return [source.reporter, dict(source.content or {}), list(source.statements)]


def words(data: Any) -> Iterator[str]:
    """Every string that is a value somewhere in data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        yield from _words_of(data.values())
    elif isinstance(data, list | tuple):
        yield from _words_of(data)


def _words_of(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        yield from words(part)


def statement(told: Mapping[str, Any], position: int, state: str) -> Json:
    """A statement as a dossier tells it; what does not stand any more has no text."""
    text = told["text"] if state == STANDING else None
    kept = {name: told[name] for name in OF_STATEMENTS}
    return {**kept, "text": text, "position": position, "state": state}
