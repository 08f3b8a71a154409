"""Save what a new reading of the data files changed, and publish it."""

from collections.abc import Mapping

from kernel.db import Tx
from services.catalog.commands.actors import announce
from services.catalog.commands.editions import publish_structure
from services.catalog.domain.catalogue import Actor, Entry, assemble
from services.catalog.domain.filing import Key, Plan, Programme
from services.catalog.store import writing

#: Kinds of entries that an edition's event tells of, and that may change once it is published.
INSTRUMENTS = ("instrument", "coverage")


def load(
    tx: Tx,
    programme: Programme,
    plan: Plan,
    held: Mapping[Key, Entry],
    actors: Mapping[str, Actor],
    seen: int,
) -> None:
    """Write the plan, decided at revision `seen` of the catalogue.

    Events: each new or changed edition, each new or changed actor.
    """
    writing.loaded(tx, seen, programme.digest)
    _save_entries(tx, plan, held)
    _save_actors(tx, plan, actors)
    writing.add_history(tx, plan.history, None)
    editions = assemble(seen + 1, _after(plan, held), [], []).editions
    for edition in (editions[code] for code in _editions_to_publish(plan, held)):
        if edition.entry.frozen["content"] == "full":
            publish_structure(tx, edition)


def _after(plan: Plan, held: Mapping[Key, Entry]) -> list[Entry]:
    """The entries that are held then."""
    entries = {**held, **{entry.key: entry for entry in (*plan.new, *plan.changed)}}
    gone = {entry.key for entry in plan.gone}
    return [entry for key, entry in entries.items() if key not in gone]


def _save_entries(tx: Tx, plan: Plan, held: Mapping[Key, Entry]) -> None:
    for entry in plan.new:
        writing.add_entry(tx, entry)
    for entry in plan.changed:
        writing.change_entry(tx, entry, held[entry.key].revision)
    for entry in plan.gone:
        writing.remove_entry(tx, entry)


def _save_actors(tx: Tx, plan: Plan, actors: Mapping[str, Actor]) -> None:
    for actor in plan.new_actors:
        writing.add_actor(tx, actor)
        announce(tx, actor)
    for actor in plan.changed_actors:
        writing.change_actor(tx, actor, actors[actor.code].revision)
        announce(tx, actor)


def _editions_to_publish(plan: Plan, held: Mapping[Key, Entry]) -> list[str]:
    """Editions that are new, or whose structure (date, reading, being current) or instruments
    changed.
    """
    told = [entry for entry in plan.new if entry.kind in ("edition", *INSTRUMENTS)]
    told += [e for e in plan.changed if e.kind == "edition" and e.frozen != held[e.key].frozen]
    told += [entry for entry in plan.changed if entry.kind in INSTRUMENTS]
    return list(dict.fromkeys(e.code if e.kind == "edition" else e.edition for e in told))
