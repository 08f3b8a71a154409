"""The catalogue as it stood at an instant: what its history says came later is taken back, newest
first. Drafts are not in it.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

from services.catalog.domain.catalogue import SHARED, Actor, Adoption, Entry, Official
from services.catalog.domain.translations import Texts

Record = TypeVar("Record", Entry, Actor)
BEGUN = ("loaded", "published")  # what an edition was not there before


class Line(NamedTuple):
    """A line of history, as far as it can be taken back."""

    edition: str | None
    kind: str
    code: str
    change: str
    field: str | None
    lang: str | None
    before: Any
    at: str


@dataclass(frozen=True)
class Records:
    """What a catalogue is made of."""

    entries: Sequence[Entry]
    actors: Sequence[Actor]
    officials: Sequence[Official]


def taken_back(now: Records, lines: Sequence[Line], instant: str) -> Records:
    """The records before these lines, which are the newest first; those of one write have one time
    and count as one revision.
    """
    entries, actors = _undone(now, lines)
    gone = _not_there(lines)
    there = [one for one in entries if _edition(one) not in gone]
    earlier = partial(_earlier, writes=_writes(lines))
    marked = [_unmarked(earlier(one), instant) for one in there]
    return Records(marked, [earlier(one) for one in actors], _not_imported(now.officials, lines))


def _undone(now: Records, lines: Iterable[Line]) -> tuple[list[Entry], list[Actor]]:
    """What the lines changed as it was before."""
    entries = {entry.key: entry for entry in now.entries}
    actors = {actor.code: actor for actor in now.actors}
    for line in lines:
        if line.kind == "actor":
            _undo_actor(actors, line)
        else:
            _undo(entries, line)
    return [*entries.values()], [*actors.values()]


def _not_imported(officials: Iterable[Official], lines: Iterable[Line]) -> list[Official]:
    """The official texts that no line brought."""
    imported = {(each.edition, each.code, each.lang) for each in lines if each.change == "imported"}
    return [one for one in officials if (one.edition, one.code, one.lang) not in imported]


def _writes(lines: Iterable[Line]) -> Counter[tuple[str | None, str, str]]:
    """How many writes each record had."""
    return Counter(write[:3] for write in set(map(_write, lines)))


def _earlier(one: Record, writes: Mapping[Any, int]) -> Record:
    """A record with the number of its earlier revision."""
    return replace(one, revision=_revision(one, writes))


def _write(line: Line) -> tuple[str | None, str, str, str]:
    return line.edition, line.kind, line.code, line.at


def _revision(one: Entry | Actor, writes: Mapping[Any, int]) -> int:
    mine = (None, "actor") if isinstance(one, Actor) else (_edition(one), one.kind)
    return max(1, one.revision - writes.get((*mine, one.code), 0))


def _edition(entry: Entry) -> str:
    return entry.code if entry.kind == "edition" else entry.edition


def _not_there(lines: Iterable[Line]) -> set[str]:
    """The editions that had not begun, or were drafts still."""
    return {line.code for line in lines if line.kind == "edition" and line.change in BEGUN}


def _undo(entries: dict[tuple[str, str, str], Entry], line: Line) -> None:
    key = _key(entries, line)
    if key is None:
        return
    if line.change == "added":
        del entries[key]
    elif line.field is not None:
        entries[key] = _before(entries[key], line.field, line.lang, line.before)


def _key(entries: Container[tuple[str, str, str]], line: Line) -> tuple[str, str, str] | None:
    """The entry that a line is about: of the edition, or a shared one."""
    keys = ((edition, line.kind, line.code) for edition in (line.edition or SHARED, SHARED))
    return next((key for key in keys if key in entries), None)


def _before(entry: Entry, name: str, lang: str | None, before: Any) -> Entry:
    if lang is None:
        return replace(entry, frozen=_put(entry.frozen, name, before))
    texts = _put(entry.texts.get(name, {}), lang, before)
    return replace(entry, texts={**entry.texts, name: texts})


def _put(fields: Mapping[str, Any], name: str, before: Any) -> dict[str, Any]:
    """Fields with one as it was; None: it was not there."""
    if before is not None:
        return {**fields, name: before}
    return {key: value for key, value in fields.items() if key != name}


def _undo_actor(actors: dict[str, Actor], line: Line) -> None:
    actor = actors.get(line.code)
    if actor is None:
        return
    if line.change == "added":
        del actors[line.code]
    elif line.field is not None:
        actors[line.code] = replace(actor, body={**actor.body, line.field: line.before})


def _unmarked(entry: Entry, instant: str) -> Entry:
    """Without the marks that translations got later."""
    texts: Texts = {
        name: {lang: _without_mark(text, instant) for lang, text in texts.items()}
        for name, texts in entry.texts.items()
    }
    return replace(entry, texts=texts)


def _without_mark(text: Mapping[str, str], instant: str) -> Mapping[str, str]:
    late = text.get("outdated_since", "") > instant
    return _put(text, "outdated_since", None) if late else text


def adopted(adoptions: Iterable[Adoption], instant: str) -> dict[str, Adoption]:
    """The proposals that were adopted by then, by their ids."""
    return {
        one.proposal: _not_incorporated(one) if (one.incorporated_at or "") > instant else one
        for one in adoptions
        if one.decided_at <= instant
    }


def _not_incorporated(adoption: Adoption) -> Adoption:
    return replace(adoption, edition=None, node=None, incorporated_at=None)
