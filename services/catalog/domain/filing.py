"""What a new reading of the data files changes in a catalogue, and what it may not change once an
edition is published.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.catalog.domain import translations
from services.catalog.domain.catalogue import NODES, Actor, Entry
from services.catalog.domain.translations import Texts

#: Frozen with the edition: these entries may neither change in structure, nor come, nor go.
STRUCTURE = ("section", *NODES, "link", "correspondence")
#: What counts the readings of what: an edition's of its links and nodes, a crosswalk's of its
#: correspondences.
READINGS = {"edition": "reading", "crosswalk": "version"}
#: What may come and go with a new reading.
READ = ("link", "correspondence")
#: What a new reading of a published edition may judge otherwise: links, and these of its nodes.
READING = {"axes", "conditions", "strength", "themes"}
#: Kinds whose translations are marked as outdated, and can be confirmed.
FOLLOWED = (*NODES, *READ)

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Programme:
    """The data files as read: `digest` of their bytes, entries and actors in order."""

    digest: str
    entries: list[Entry]
    actors: list[Actor]


@dataclass(frozen=True)
class Change:
    """One line of the catalogue's history."""

    edition: str | None
    kind: str
    code: str
    change: str
    field: str | None = None
    lang: str | None = None
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class Reading:
    """A reading of the files: when, and which editions and crosswalks they read anew."""

    at: str
    reread: Container[str]


@dataclass
class Plan:
    """What is to be written. `refused`: the reasons why nothing may be."""

    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    new_actors: list[Actor] = field(default_factory=list)
    changed_actors: list[Actor] = field(default_factory=list)
    history: list[Change] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def plan(
    held: Mapping[Key, Entry], actors: Mapping[str, Actor], programme: Programme, at: str
) -> Plan:
    """Compare the files with what is held, now (`at`). Texts changed over HTTP stay unless the
    file's own text has changed since; where it has in some languages, the others are outdated.

    Editions made over HTTP are not compared with the files; where one of them is current, the
    files no longer say which is.
    """
    out, made = Plan(), _editions_made_over_http(held)
    loaded = _from_files(held, made)
    reading = Reading(at, _reread(loaded, programme.entries))
    _entries(out, loaded, _filed(programme.entries, made), reading)
    _refuse_made(out, made, programme.entries)
    for key in sorted(loaded.keys() - {entry.key for entry in programme.entries}):
        _remove(out, loaded[key], reading.reread)
    _actors(out, actors, programme.actors)
    return out


def _editions_made_over_http(held: Mapping[Key, Entry]) -> dict[str, Entry]:
    editions = (entry for entry in held.values() if entry.kind == "edition")
    return {entry.code: entry for entry in editions if "based_on" in entry.frozen}


def _from_files(held: Mapping[Key, Entry], made: Mapping[str, Entry]) -> dict[Key, Entry]:
    """The entries without those of editions made over HTTP."""
    return {key: entry for key, entry in held.items() if _edition(entry) not in made}


def _edition(entry: Entry) -> str:
    return entry.code if entry.kind == "edition" else entry.edition


def _reread(loaded: Mapping[Key, Entry], filed: Iterable[Entry]) -> set[str]:
    """The editions and crosswalks that the files read anew: their number of the reading is higher
    than before, or they had none.
    """
    before = {entry.key: _number(entry) for entry in loaded.values() if _counts(entry)}
    counted = (entry for entry in filed if _counts(entry))
    return {_reading(entry) for entry in counted if _number(entry) > before.get(entry.key, 0)}


def _number(entry: Entry) -> int:
    """The number of the reading of an edition or a crosswalk."""
    number: int = entry.frozen.get(READINGS[entry.kind], 1)
    return number


def _counts(entry: Entry) -> bool:
    return entry.kind in READINGS


def _reading(entry: Entry) -> str:
    """Whose reading an entry belongs to: its edition's, or its crosswalk's."""
    if entry.kind == "edition":
        return entry.code
    crosswalk = entry.code if entry.kind == "crosswalk" else entry.frozen.get("crosswalk")
    return f"{entry.edition}:{crosswalk}" if crosswalk else entry.edition


def _entries(
    out: Plan, loaded: Mapping[Key, Entry], filed: Iterable[Entry], reading: Reading
) -> None:
    published = {entry.code for entry in loaded.values() if entry.kind == "edition"}
    for entry in filed:
        before = loaded.get(entry.key)
        if before is None:
            _add(out, entry, published, reading.reread)
        else:
            _change(out, before, entry, reading)


def _refuse_made(out: Plan, made: Mapping[str, Entry], entries: Iterable[Entry]) -> None:
    for entry in entries:
        if entry.kind == "edition" and entry.code in made:
            out.refused.append(f"edition {entry.code} was made over HTTP")


def _filed(entries: Iterable[Entry], made: Mapping[str, Entry]) -> Iterable[Entry]:
    """The files' entries, none of them current where an edition made over HTTP is."""
    if not any(entry.frozen["current"] for entry in made.values()):
        return entries
    return (_overruled(entry) if entry.kind == "edition" else entry for entry in entries)


def _overruled(edition: Entry) -> Entry:
    return replace(edition, frozen={**edition.frozen, "current": False})


def _add(out: Plan, entry: Entry, published: Container[str], reread: Container[str]) -> None:
    if entry.edition in published:
        _refuse_new(out, entry, reread)
        out.history.append(Change(entry.edition, entry.kind, entry.code, "added"))
    elif entry.kind == "edition":
        out.history.append(Change(entry.code, entry.kind, entry.code, "loaded"))
    out.new.append(entry)


def _refuse_new(out: Plan, entry: Entry, reread: Container[str]) -> None:
    if entry.kind in STRUCTURE and not _may_move(entry, reread):
        out.refused.append(f"{_name(entry.key)} is new in a published edition")


def _may_move(entry: Entry, reread: Container[str]) -> bool:
    """Whether an entry of a published edition may come and go: a link or a correspondence, with a
    new reading.
    """
    return entry.kind in READ and _reading(entry) in reread


def _remove(out: Plan, entry: Entry, reread: Container[str]) -> None:
    if not _may_move(entry, reread):
        out.refused.append(f"{_name(entry.key)} is gone")
        return
    before = dict(entry.frozen)
    out.history.append(Change(entry.edition, entry.kind, entry.code, "removed", before=before))
    out.gone.append(entry)


def _change(out: Plan, before: Entry, entry: Entry, reading: Reading) -> None:
    _refuse_frozen(out, before, entry, reading.reread)
    fresh = _fresh(before.filed, entry.filed)
    texts = translations.put(before.texts, fresh, reading.at if entry.kind in FOLLOWED else None)
    history = [*_frozen_changes(before, entry), *text_changes(before, texts, fresh)]
    out.history += history
    if history or _is_filed_anew(before, entry):
        revision = before.revision + bool(history)
        out.changed.append(replace(entry, texts=texts, revision=revision))


def _is_filed_anew(before: Entry, entry: Entry) -> bool:
    """Whether the files say it otherwise, or elsewhere."""
    return before.n != entry.n or before.filed != entry.filed


def _refuse_frozen(out: Plan, before: Entry, entry: Entry, reread: Container[str]) -> None:
    """Refuse another structure of a published edition, unless a new reading may judge so."""
    changed = changed_fields(before.frozen, entry.frozen)
    judged_otherwise = _reading(entry) in reread and READING.issuperset(changed)
    if before.frozen != entry.frozen and _is_frozen(before, entry) and not judged_otherwise:
        reason = f"{', '.join(changed)} changed in a published edition"
        out.refused.append(f"{_name(entry.key)}: {reason}")


def _frozen_changes(before: Entry, entry: Entry) -> list[Change]:
    about, was, now = _about(entry), before.frozen, entry.frozen
    changed = changed_fields(was, now)
    return [Change(*about, name, None, was.get(name), now.get(name)) for name in changed]


def _about(entry: Entry) -> tuple[str, str, str, str]:
    """What a line of history says of an entry that changed."""
    return entry.edition, entry.kind, entry.code, "changed"


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names whose values differ, sorted."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


def _is_frozen(before: Entry, entry: Entry) -> bool:
    """Whether the structure of this entry may not change: fingerprints may come, not go."""
    if entry.kind == "fingerprint":
        return not _only_more(before.frozen["sha256"], entry.frozen["sha256"])
    return entry.kind in STRUCTURE


def _only_more(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    return before.items() <= after.items()


def _fresh(before: Texts, after: Texts) -> dict[str, dict[str, Mapping[str, str]]]:
    """The texts that the files say otherwise than when they were last read."""
    return {
        name: {lang: text for lang, text in texts.items() if before.get(name, {}).get(lang) != text}
        for name, texts in after.items()
    }


def text_changes(entry: Entry, after: Texts, sent: Texts) -> list[Change]:
    """The lines of history that putting these texts over the entry's own makes."""
    held, now = translations.contents(entry.texts), translations.contents(after)
    places = [(name, lang) for name, texts in sent.items() for lang in texts]
    changed = [place for place in places if _at(held, *place) != _at(now, *place)]
    about = _about(entry)
    return [Change(*about, *place, _at(held, *place), _at(now, *place)) for place in changed]


def _at(contents: Mapping[str, Mapping[str, Any]], name: str, lang: str) -> Any:
    """What a text says in a language; None where it is not there."""
    return contents.get(name, {}).get(lang)


def _actors(out: Plan, held: Mapping[str, Actor], filed: list[Actor]) -> None:
    for actor in filed:
        before = held.get(actor.code)
        if before is None:
            _new_actor(out, held, actor)
        elif before.filed != actor.body or before.kind != actor.kind:
            _changed_actor(out, before, actor)
    _refuse_gone_actors(out, held, {actor.code for actor in filed})


def _new_actor(out: Plan, held: Mapping[str, Actor], actor: Actor) -> None:
    """An actor after all that are held; the first load is no change."""
    last = max((each.n for each in held.values()), default=0)
    out.new_actors.append(replace(actor, n=last + actor.n))
    if held:
        out.history.append(Change(None, "actor", actor.code, "added"))


def _refuse_gone_actors(out: Plan, held: Mapping[str, Actor], codes: set[str]) -> None:
    for code, actor in held.items():
        if actor.filed is not None and code not in codes:
            out.refused.append(f"actor {code} is gone: end it with valid_to")


def _changed_actor(out: Plan, before: Actor, actor: Actor) -> None:
    if before.kind != actor.kind:
        out.refused.append(f"actor {actor.code}: its kind is {before.kind} and stays so")
        return
    after = _next(before, actor)
    out.history += actor_changes(before, after.body)
    out.changed_actors.append(after)


def _next(before: Actor, actor: Actor) -> Actor:
    """The next revision of an actor, as the files say it now."""
    body = {**before.body, **_fresh_fields(before.filed, actor.body)}
    return replace(before, body=body, filed=actor.body, revision=before.revision + 1)


def _fresh_fields(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are new in the files; all of them where the actor did not come from one."""
    if before is None:
        return dict(after)
    return {name: value for name, value in after.items() if before.get(name) != value}


def actor_changes(before: Actor, body: Mapping[str, Any]) -> list[Change]:
    """The lines of history between an actor and its new body."""
    return [
        Change(None, "actor", before.code, "changed", name, None, before.body.get(name), value)
        for name, value in body.items()
        if before.body.get(name) != value
    ]


def _name(key: Key) -> str:
    edition, kind, code = key
    return f"{kind} {code}" if edition == "*" else f"edition {edition}, {kind} {code}"
