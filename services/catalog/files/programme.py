"""The data files as the catalogue holds them: entries with their frozen part and their texts,
actors with full dates.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from services.catalog.domain import days
from services.catalog.domain.catalogue import SHARED, Actor, Entry
from services.catalog.domain.filing import Programme
from services.catalog.domain.translations import Texts
from services.catalog.files import checks, shapes
from services.catalog.files.files import EditionFiles, Files
from services.catalog.files.files import digest as digest

INSTRUMENT = ("depositary", "adopted_on", "in_force_on", "source")
KINDS = {
    "activities": "activity",
    "exhortations": "exhortation",
    "follow_up": "follow_up",
    "financing": "financing",
}


def read(folder: Path) -> Programme:
    """The programme, checked. Raises InvalidDataFiles."""
    files = Files(folder)
    checks.check(files)
    entries = list(_shared(files))
    for edition in files.full.values():
        entries += _edition(edition)
    return Programme(files.digest, entries, _actors(files))


def _entry(
    edition: str, kind: str, code: str, n: int, shape: BaseModel, /, *texts: str, **more: Any
) -> Entry:
    """`texts` names the fields that people read, of which some may be absent; all others are the
    frozen part.
    """
    content = _texts(shape, texts)
    frozen = {**shape.model_dump(exclude={"code", "id", *texts}), **more}
    return Entry(edition, kind, code, n, frozen, content, content)


def _texts(shape: BaseModel, names: Iterable[str]) -> Texts:
    given = {name: getattr(shape, name) for name in names}
    return {name: _editorial(text) for name, text in given.items() if text is not None}


def _editorial(in_languages: BaseModel) -> dict[str, dict[str, str]]:
    return {lang: {"text": text, "provenance": "editorial"} for lang, text in in_languages}


def _shared(files: Files) -> Iterator[Entry]:
    yield from _editions(files)
    for n, mandate in enumerate(files.mandates, start=1):
        yield _entry(SHARED, "mandate", mandate.code, n, mandate, "title", "summary")
    for n, codelist in enumerate(files.lists, start=1):
        yield from _code_list(codelist, n)


def _editions(files: Files) -> Iterator[Entry]:
    texts = ("official_name", "title", "note")
    for n, edition in enumerate(files.editions.editions, start=1):
        current = edition.code == files.editions.current
        yield _entry(SHARED, "edition", edition.code, n, edition, *texts, current=current)


def _code_list(codelist: shapes.CodeList, n: int) -> Iterator[Entry]:
    bare = codelist.model_copy(update={"codes": [], "file": None})
    yield _entry(SHARED, "codelist", codelist.id, n, bare, "title")
    yield from _codes(codelist)


def _codes(codelist: shapes.CodeList) -> Iterator[Entry]:
    for n, code in enumerate(codelist.codes, start=1):
        key, own = f"{codelist.id}:{code.code}", {"list": codelist.id, "code": code.code}
        yield _entry(SHARED, "code", key, n, code, "label", **own)


def _edition(files: EditionFiles) -> Iterator[Entry]:
    name = files.name
    for n, section in enumerate(files.sections, start=1):
        yield _entry(name, "section", section.code, n, section, "title", "note")
    yield from _nodes(files)
    yield from _about_nodes(files)


def _about_nodes(files: EditionFiles) -> Iterator[Entry]:
    """Links, crosswalks, instruments, defects and fingerprints."""
    yield from _instruments(files)
    yield from _crosswalks(files)
    yield from _links(files)
    yield from _defects(files)
    for n, (code, sha256) in enumerate(files.fingerprints.items(), start=1):
        yield Entry(files.name, "fingerprint", code, n, {"sha256": dict(sha256)}, {}, {})


def _links(files: EditionFiles) -> Iterator[Entry]:
    for n, link in enumerate(files.links, start=1):
        key = f"{link.activity}:{link.objective}"
        yield _entry(files.name, "link", key, n, link, "rationale")


def _defects(files: EditionFiles) -> Iterator[Entry]:
    texts = ("title", "description", "treatment")
    for n, defect in enumerate(files.defects, start=1):
        yield _entry(files.name, "defect", defect.code, n, defect, *texts)


def _crosswalks(files: EditionFiles) -> Iterator[Entry]:
    """The crosswalks, and an entry for each correspondence."""
    for n, crosswalk in enumerate(files.crosswalks, start=1):
        yield _entry(files.name, "crosswalk", crosswalk.id, n, crosswalk, "title", "note")
        yield from _correspondences(files, crosswalk.id)


def _correspondences(files: EditionFiles, name: str) -> Iterator[Entry]:
    for n, each in enumerate(files.correspondences[name], start=1):
        key = f"{each.node}:{each.target}"
        yield _entry(files.name, "correspondence", key, n, each, "rationale", crosswalk=name)


def _instruments(files: EditionFiles) -> Iterator[Entry]:
    """The instruments, and an entry for each activity that names or covers one."""
    for n, instrument in enumerate(files.instruments, start=1):
        yield _instrument(files.name, instrument, n)
        yield from _coverage(files.name, instrument)


def _instrument(edition: str, instrument: shapes.Instrument, n: int) -> Entry:
    texts = ("name", "note") if instrument.note else ("name",)
    entry = _entry(edition, "instrument", instrument.code, n, instrument, *texts)
    return replace(entry, frozen={name: entry.frozen[name] for name in INSTRUMENT})


def _coverage(edition: str, instrument: shapes.Instrument) -> Iterator[Entry]:
    code = instrument.code
    for n, covered in enumerate(instrument.activities, start=1):
        key = f"{code}:{covered.activity}"
        yield _entry(edition, "coverage", key, n, covered, "rationale", instrument=code)


def _nodes(files: EditionFiles) -> Iterator[Entry]:
    nodes = [(file, node) for file, listed in files.nodes.items() for node in listed]
    for n, (file, node) in enumerate(nodes, start=1):
        kind = KINDS.get(file) or _kind_of_objective(node.code)
        yield _entry(files.name, kind, node.code, n, node, "title", "summary")


def _kind_of_objective(code: str) -> str:
    return "general_objective" if code.startswith("GO-") else "specific_objective"


def _actors(files: Files) -> list[Actor]:
    actors = [(actor.code, actor.kind, _body(actor)) for actor in files.actors]
    states = [(state.code, "state", _state(state)) for state in files.states]
    numbered = enumerate([*actors, *states], start=1)
    return [Actor(code, n, kind, body, body) for n, (code, kind, body) in numbered]


def _body(actor: shapes.Body) -> dict[str, Any]:
    return {
        "role": actor.role,
        "parent": actor.parent,
        "names": actor.name.model_dump(),
        "acronyms": actor.acronym.model_dump(exclude_none=True) if actor.acronym else {},
        "valid_from": _day(actor.valid_from),
        "valid_to": _day(actor.valid_to),
        "succeeded_by": actor.succeeded_by,
        "source": actor.source,
        **({"supports": actor.supports} if actor.supports else {}),
    }


def _state(state: shapes.State) -> dict[str, Any]:
    return {
        "role": "member_state",
        "parent": None,
        "names": state.name.model_dump(),
        "sort": state.sort.model_dump(),
        "acronyms": {},
        **dict.fromkeys(("valid_from", "valid_to", "succeeded_by")),
        "source": state.memberships[0].source,
        **{name: getattr(state, name) for name in ("alpha2", "numeric", "region")},
        "member_since": _day(state.member_since),
        "memberships": [_membership(each) for each in state.memberships],
    }


def _membership(membership: shapes.Membership) -> dict[str, Any]:
    return {
        "from": _day(membership.from_),
        "to": _day(membership.to),
        "status": membership.status,
        "note": membership.note and membership.note.model_dump(),
        "source": membership.source,
    }


def _day(text: str | None) -> str | None:
    return None if text is None else days.day(text)
