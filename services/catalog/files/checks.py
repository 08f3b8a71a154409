"""What must hold between the data files: counts, codes used once, references that lead somewhere,
every activity and objective linked.
"""

from collections import Counter
from collections.abc import Iterable

from services.catalog.errors import InvalidDataFiles
from services.catalog.files import shapes
from services.catalog.files.files import EditionFiles, Files

#: How many nodes of each file an edition has.
COUNTS = {
    "2016-draft": {
        "objectives": 15,
        "activities": 42,
        "exhortations": 2,
        "follow_up": 4,
        "financing": 1,
    }
}
GENERAL = {"2016-draft": 3}
STATES = 35
NODE_LISTS = {
    "section": "section",
    "addressees": "actor",
    "strength": "strength",
    "conditions": "condition",
    "axes": "axis",
    "themes": "theme",
}


def check(files: Files) -> None:
    """Raise InvalidDataFiles at the first thing that does not hold."""
    codes = {codelist.id: [code.code for code in codelist.codes] for codelist in files.lists}
    _code_lists(files, codes)
    _editions(files, codes)
    _actors(files, codes)
    _states(files, codes)
    _once("mandates.yaml", (mandate.code for mandate in files.mandates))
    for edition in files.editions.editions:
        if edition.content == "full":
            _edition(files, edition, codes)


def _code_lists(files: Files, codes: dict[str, list[str]]) -> None:
    _once("codelists.yaml", (codelist.id for codelist in files.lists))
    for name, listed in codes.items():
        _once(f"codelists.yaml: entry {name}", listed)


def _editions(files: Files, codes: dict[str, list[str]]) -> None:
    known = [edition.code for edition in files.editions.editions]
    _once("editions.yaml", known)
    _among("editions.yaml", "current", [files.editions.current], files.full)
    for edition in files.editions.editions:
        place = f"entry {edition.code}: status"
        _among("editions.yaml", place, [edition.status], codes["edition_status"])


def _actors(files: Files, codes: dict[str, list[str]]) -> None:
    known = {actor.code for actor in files.actors}
    each = [*(actor.code for actor in files.actors), *(state.code for state in files.states)]
    _once("actors.yaml and states.yaml", each)
    for actor in files.actors:
        _actor(actor, known - {actor.code}, codes)


def _actor(actor: shapes.Body, others: set[str], codes: dict[str, list[str]]) -> None:
    file, entry = "actors.yaml", f"entry {actor.code}"
    _among(file, f"{entry}: kind", [actor.kind], codes["actor_kind"])
    _among(file, f"{entry}: role", [actor.role], codes["actor_role"])
    for name in ("parent", "succeeded_by", "supports"):
        _among(file, f"{entry}: {name}", filter(None, [getattr(actor, name)]), others)


def _states(files: Files, codes: dict[str, list[str]]) -> None:
    file, number = "states.yaml", len(files.states)
    if number < STATES:
        raise InvalidDataFiles(f"{file}: {number} states, at least {STATES} are needed")
    for state in files.states:
        entry = f"entry {state.code}"
        statuses = [membership.status for membership in state.memberships]
        _among(file, f"{entry}: region", [state.region], codes["region"])
        _among(file, f"{entry}: status", statuses, codes["membership_status"])


def _edition(files: Files, edition: shapes.Edition, codes: dict[str, list[str]]) -> None:
    own = files.full[edition.code]
    _node_counts(own, edition.code)
    _general_objectives(own, edition.code)
    nodes = [node.code for listed in own.nodes.values() for node in listed]
    _once(f"{own.name}: nodes", nodes)
    _nodes(own, {actor.code for actor in files.actors}, codes)
    _links(own)
    _crosswalks(own, codes)
    _instruments(own, codes)
    _defects(own, nodes, codes)
    _fingerprints(own, edition, nodes)


def _nodes(files: EditionFiles, actors: set[str], codes: dict[str, list[str]]) -> None:
    known = {**codes, "section": _sections(files), "actor": [*actors]}
    for name, listed in files.nodes.items():
        for node in listed:
            _node(f"{files.name}/{name}.yaml", node, known)


def _node_counts(files: EditionFiles, edition: str) -> None:
    for name, expected in COUNTS.get(edition, {}).items():
        if (number := len(files.nodes[name])) != expected:
            wrong = f"{number} entries, {expected} are needed"
            raise InvalidDataFiles(f"{files.name}/{name}.yaml: {wrong}")


def _general_objectives(files: EditionFiles, edition: str) -> None:
    number = sum(node.code.startswith("GO-") for node in files.nodes["objectives"])
    expected = GENERAL.get(edition, number)
    if number != expected:
        raise InvalidDataFiles(
            f"{files.name}/objectives.yaml: {number} general objectives, {expected} are needed"
        )


def _sections(files: EditionFiles) -> list[str]:
    """The codes of the sections, checked."""
    file = f"{files.name}/sections.yaml"
    codes = [section.code for section in files.sections]
    _once(file, codes)
    for section in files.sections:
        _among(file, f"entry {section.code}: parent", filter(None, [section.parent]), codes)
    return codes


def _node(file: str, node: shapes.Node, codes: dict[str, list[str]]) -> None:
    for field, name in NODE_LISTS.items():
        value = getattr(node, field)
        named = [value] if isinstance(value, str) else value
        _among(file, f"entry {node.code}: {field}", named, codes[name])


def _links(files: EditionFiles) -> None:
    file, codes = f"{files.name}/links.yaml", _codes_of(files)
    _once(file, (f"{link.activity} to {link.objective}" for link in files.links))
    for link in files.links:
        entry = f"entry {link.activity} to {link.objective}"
        _among(file, f"{entry}: activity", [link.activity], codes["activities"])
        _among(file, f"{entry}: objective", [link.objective], codes["objectives"])
    _all_linked(file, codes, files.links)


def _codes_of(files: EditionFiles) -> dict[str, list[str]]:
    """The codes of the nodes of each file."""
    return {name: [node.code for node in listed] for name, listed in files.nodes.items()}


def _all_linked(file: str, codes: dict[str, list[str]], links: list[shapes.Link]) -> None:
    for unlinked in set(codes["activities"]) - {link.activity for link in links}:
        raise InvalidDataFiles(f"{file}: activity {unlinked} has no link to an objective")
    for unlinked in set(codes["objectives"]) - {link.objective for link in links}:
        raise InvalidDataFiles(f"{file}: objective {unlinked} has no activity")


def _crosswalks(files: EditionFiles, codes: dict[str, list[str]]) -> None:
    file = f"{files.name}/crosswalks.yaml"
    _once(file, (crosswalk.id for crosswalk in files.crosswalks))
    for crosswalk in files.crosswalks:
        _among(file, f"entry {crosswalk.id}: targets", [crosswalk.targets], codes)
        _correspondences(files, crosswalk.id, codes[crosswalk.targets])


def _correspondences(files: EditionFiles, crosswalk: str, targets: list[str]) -> None:
    file, listed = f"{files.name}/crosswalks/{crosswalk}.yaml", files.correspondences[crosswalk]
    codes = _codes_of(files)
    nodes = [*codes["objectives"], *codes["activities"]]
    _once(file, (f"{one.node} to {one.target}" for one in listed))
    for one in listed:
        entry = f"entry {one.node} to {one.target}"
        _among(file, f"{entry}: node", [one.node], nodes)
        _among(file, f"{entry}: target", [one.target], targets)


def _instruments(files: EditionFiles, codes: dict[str, list[str]]) -> None:
    file, activities = f"{files.name}/instruments.yaml", _codes_of(files)["activities"]
    _once(file, (instrument.code for instrument in files.instruments))
    for one in files.instruments:
        entry, named = f"entry {one.code}", [each.activity for each in one.activities]
        _among(file, f"{entry}: depositary", [one.depositary], codes["depositary"])
        _among(file, f"{entry}: activities", named, activities)
        _once(f"{file}: {entry}", named)


def _defects(files: EditionFiles, nodes: list[str], codes: dict[str, list[str]]) -> None:
    file = f"{files.name}/defects.yaml"
    _once(file, (defect.code for defect in files.defects))
    for defect in files.defects:
        _among(file, f"entry {defect.code}: kind", [defect.kind], codes["defect_kind"])
        _among(file, f"entry {defect.code}: nodes", defect.nodes, nodes)


def _fingerprints(files: EditionFiles, edition: shapes.Edition, nodes: list[str]) -> None:
    file, languages = f"{files.name}/fingerprints.yaml", set(edition.text_languages)
    _among(file, "entries", files.fingerprints, nodes)
    for code in nodes:
        if lacking := sorted(languages - set(files.fingerprints.get(code, {}))):
            missing = f"no fingerprint in {', '.join(lacking)}"
            raise InvalidDataFiles(f"{file}: entry {code}: {missing}")


def _once(place: str, codes: Iterable[str]) -> None:
    for code, times in Counter(codes).items():
        if times > 1:
            raise InvalidDataFiles(f"{place}: {code} stands there {times} times")


def _among(file: str, place: str, codes: Iterable[str], known: Iterable[str]) -> None:
    allowed = set(known)
    for unknown in (code for code in codes if code not in allowed):
        raise InvalidDataFiles(f"{file}: {place}: {unknown} is not there")
