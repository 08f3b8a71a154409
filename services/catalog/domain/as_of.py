"""The catalogue as it stood at an instant: what its history says came later is taken back, newest
first. Drafts are not in it; what an import of an official text replaced is not kept, so that such a
node then has none.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from services.catalog.domain.catalogue import SHARED, Actor, Adoption, Entry, Official
from services.catalog.domain.translations import Texts

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
    entries = {entry.key: entry for entry in now.entries}
    actors = {actor.code: actor for actor in now.actors}
    imported = {(e.edition, e.code, e.lang) for e in lines if e.change == "imported"}
    for line in lines:
        if line.kind == "actor":
            _undo_actor(actors, line)
        else:
            _undo(entries, line)
    gone = _not_there(lines)
    writes = Counter((e, kind, code) for e, kind, code, _ in {_write(line) for line in lines})
    return Records(
        [
            _unmarked(replace(one, revision=_revision(one, writes)), instant)
            for one in entries.values()
            if _edition(one) not in gone
        ],
        [replace(one, revision=_revision(one, writes)) for one in actors.values()],
        [one for one in now.officials if (one.edition, one.code, one.lang) not in imported],
    )


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
    keys = [(edition, line.kind, line.code) for edition in (line.edition or SHARED, SHARED)]
    key = next((key for key in keys if key in entries), None)
    if key is None:
        return
    if line.change == "added":
        del entries[key]
    elif line.field is not None:
        entries[key] = _before(entries[key], line.field, line.lang, line.before)


def _before(entry: Entry, name: str, lang: str | None, before: Any) -> Entry:
    if lang is None:
        return replace(entry, frozen=_put(entry.frozen, name, before))
    texts = _put(entry.texts.get(name, {}), lang, before)
    return replace(entry, texts={**entry.texts, name: texts})


def _put(fields: Mapping[str, Any], name: str, before: Any) -> dict[str, Any]:
    """Fields with one as it was; None: it was not there."""
    rest = {key: value for key, value in fields.items() if key != name or before is not None}
    return rest if before is None else {**rest, name: before}


def _undo_actor(actors: dict[str, Actor], line: Line) -> None:
    actor = actors.get(line.code)
    if actor is not None and line.change == "added":
        del actors[line.code]
    elif actor is not None and line.field is not None:
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
    nothing: dict[str, Any] = {"edition": None, "node": None, "incorporated_at": None}
    return {
        one.proposal: replace(one, **nothing) if (one.incorporated_at or "") > instant else one
        for one in adoptions
        if one.decided_at <= instant
    }
