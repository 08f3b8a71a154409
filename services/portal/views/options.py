"""What a reader may choose in a filter: pairs of a value and its words."""

from collections.abc import Iterable, Mapping

from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.instruments import Instrument
from services.portal.clients.kinds import Kind
from services.portal.clients.nodes import Node

Options = list[tuple[str, str]]


def activities(names: Catalogue) -> Options:
    """Every activity, in document order."""
    return _nodes(names.activities.values())


def objectives(names: Catalogue) -> Options:
    """Every objective, in document order."""
    return _nodes(names.objectives.values())


def _nodes(nodes: Iterable[Node]) -> Options:
    return [(node.code, f"{node.code} {node.title}") for node in nodes]


def actors(names: Catalogue) -> Options:
    """Every actor that may report: organs first, States and the others by their names."""
    reporting = (actor for actor in names.actors.values() if actor.kind != "group")
    return [(actor.code, actor.name) for actor in sorted(reporting, key=_place)]


def _place(actor: Actor) -> tuple[bool, bool, str, str]:
    return (actor.kind != "organ", actor.kind != "state", actor.sort, actor.code)


def kinds(known: Mapping[str, Kind]) -> Options:
    """Every kind of submission."""
    return [(kind.code, kind.name) for kind in known.values()]


def instruments(known: Iterable[Instrument]) -> Options:
    """Every instrument."""
    return [(each.code, each.name) for each in known]


def regions(names: Catalogue) -> Options:
    """The regions in which there are States, in alphabetical order of the language."""
    codes = {state.region for state in names.states if state.region}
    return sorted(((code, names.word("region", code)) for code in codes), key=lambda pair: pair[1])


def years(known: Iterable[int]) -> Options:
    """Years, in the order given."""
    return [(str(year), str(year)) for year in known]
