"""The catalogue's things as answers, in the language asked for or the next that has them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contracts.codes import LANGUAGES
from kernel.web import pick
from services.catalog.domain import adoptions, days
from services.catalog.domain.catalogue import (
    NODES,
    OBJECTIVES,
    Actor,
    Adoption,
    Catalogue,
    Edition,
    Entry,
    Official,
)
from services.catalog.domain.texts import words
from services.catalog.domain.translations import InLanguages, words_of

Rendered = dict[str, Any]
COUNTED = ("section", *NODES, "link", "defect")
#: The code list whose codes are an edition's.
INSTRUMENTS = "instruments"
#: What a node is linked with.
PARTNERS = {"activity": "objectives", **dict.fromkeys(OBJECTIVES, "activities")}
PLACE = ("number", "section", "addressees", "optional", "strength")
TERMS = ("axes", "themes", "conditions")
OF_STATES = ("alpha2", "numeric", "region", "member_since")
LABELS = {"name": "label"}
PARTICULARS = ("status", "content", "resolution", "year", "date", "in_force_from")


def rendered_texts(entry: Entry, lang: str) -> Rendered:
    """Each text of an entry, and `texts` which says what it is."""
    chosen = {name: pick(words_of(texts), lang) for name, texts in entry.texts.items()}
    about = {name: _mark(entry.texts[name], each) for name, (each, _) in chosen.items()}
    return {**{name: text for name, (_, text) in chosen.items()}, "texts": about}


def _mark(texts: InLanguages, lang: str) -> Rendered:
    """What is said of a text in a language."""
    return {"lang": lang, **{key: value for key, value in texts[lang].items() if key != "text"}}


def node(edition: Edition, entry: Entry, lang: str) -> Rendered:
    """Any node; activities name their objectives, objectives their activities."""
    f = entry.frozen
    return {
        "code": entry.code,
        "kind": entry.kind,
        **_named(f, PLACE),
        **rendered_texts(entry, lang),
        "official": official(edition, entry.code, lang),
        **_linked(edition, entry),
        **_named(f, TERMS),
        **{name: f[name] for name in ("replaces", "origin") if name in f},
        "edition": edition.code,
        "source": {"line": f["line"]},
        "revision": entry.revision,
    }


def _named(fields: Mapping[str, Any], names: Iterable[str]) -> Rendered:
    return {name: fields[name] for name in names}


def _linked(edition: Edition, entry: Entry) -> Rendered:
    if entry.kind not in PARTNERS:
        return {}
    partners = edition.linked.get(entry.code, [])
    strengths = edition.link_strengths.get(entry.code, {})
    return {
        PARTNERS[entry.kind]: partners,
        "link_strengths": _named(strengths, partners),
        "crosswalks": edition.corresponding.get(entry.code, {}),
    }


def official(edition: Edition, code: str, lang: str) -> Rendered:
    """The official paragraph in the language asked for or the next that has it; its fingerprint
    even where the text is not here yet.
    """
    fingerprints, stored = edition.fingerprints.get(code, {}), edition.officials.get(code, {})
    there = {key: text.sha256 for key, text in stored.items()} or fingerprints
    if not any(there.values()):
        return _paragraph(None, None, None)
    chosen, _ = pick(there, lang)
    return _paragraph(chosen, stored.get(chosen), fingerprints.get(chosen))


def _paragraph(lang: str | None, text: Official | None, sha256: str | None) -> Rendered:
    return {
        "lang": lang,
        "text": text and text.text,
        "sha256": sha256,
        "status": text.status if text else "missing",
        "line": text and text.line,
    }


def section(edition: Edition, entry: Entry, lang: str) -> Rendered:
    """A chapter or a part, with the codes of its nodes."""
    return {
        "code": entry.code,
        **_named(entry.frozen, ("number", "letter", "parent")),
        **rendered_texts(entry, lang),
        "edition": edition.code,
        "source": {"line": entry.frozen["line"]},
        "nodes": [node.code for node in _nodes_of(edition, entry.code)],
    }


def _nodes_of(edition: Edition, section: str) -> list[Entry]:
    nodes = edition.nodes.values()
    return [node for node in nodes if node.frozen["section"] == section]


def edition(shown: Edition, lang: str) -> Rendered:
    """An edition's particulars, and how many of each kind it has."""
    f = shown.entry.frozen
    return {
        "id": shown.code,
        "current": f["current"],
        "published": not shown.draft,
        "published_at": f.get("published_at"),
        "based_on": shown.based_on,
        "revision": shown.entry.revision,
        **_named(f, PARTICULARS),
        "text_languages": _text_languages(shown),
        **rendered_texts(shown.entry, lang),
        "source": {"lines": f["source_lines"]},
        "counts": {kind: len(shown.of(kind)) for kind in COUNTED if shown.of(kind)},
    }


def compared(draft: Edition, diff: Rendered, lang: str) -> Rendered:
    """What a draft changes, with its nodes that are new or changed."""
    codes = [*diff["added"], *(change["code"] for change in diff["changed"])]
    return {"diff": diff, "nodes": [node(draft, draft.nodes[code], lang) for code in codes]}


def _text_languages(edition: Edition) -> list[str]:
    languages = {lang for sha256 in edition.fingerprints.values() for lang in sha256}
    return [lang for lang in LANGUAGES if lang in languages]


def mandate(entry: Entry, lang: str) -> Rendered:
    """A link of the chain of mandates."""
    return {
        "code": entry.code,
        **_named(entry.frozen, ("citation", "year", "date")),
        **rendered_texts(entry, lang),
        "source": {"lines": entry.frozen["source_lines"]},
    }


def programme(catalogue: Catalogue, shown: Edition, lang: str) -> Rendered:
    """The whole tree: sections within sections, each with its nodes."""
    return {
        "edition": edition(shown, lang),
        "mandates": [mandate(entry, lang) for entry in catalogue.shared_of("mandate")],
        "sections": _sections(shown, None, lang),
    }


def _sections(shown: Edition, parent: str | None, lang: str) -> list[Rendered]:
    """The sections of a parent with their nodes and their own sections; None: the chapters."""
    sections = (entry for entry in shown.of("section") if entry.frozen["parent"] == parent)
    return [_section(shown, entry, lang) for entry in sections]


def _section(shown: Edition, entry: Entry, lang: str) -> Rendered:
    nodes = [node(shown, each, lang) for each in _nodes_of(shown, entry.code)]
    own = section(shown, entry, lang)
    return {**own, "nodes": nodes, "sections": _sections(shown, entry.code, lang)}


def link(entry: Entry, lang: str) -> Rendered:
    """An editorial link with its rationale."""
    texts, f = rendered_texts(entry, lang), entry.frozen
    return {
        **_named(f, ("activity", "objective")),
        "strength": f.get("strength", "direct"),
        **texts,
        "provenance": texts["texts"]["rationale"]["provenance"],
        "edition": entry.edition,
    }


def defect(entry: Entry, lang: str) -> Rendered:
    """A defect of the document."""
    return {
        "code": entry.code,
        **_named(entry.frozen, ("kind", "nodes")),
        **rendered_texts(entry, lang),
        "edition": entry.edition,
        "source": {"lines": entry.frozen["lines"]},
    }


def codelist(catalogue: Catalogue, shown: Edition, entry: Entry, lang: str) -> Rendered:
    """A code list with its labels; instruments are those of the edition."""
    if entry.code == INSTRUMENTS:
        codes = [instrument(shown, each, lang) for each in shown.of("instrument")]
    else:
        own = catalogue.codes[entry.code].items()
        codes = [_code(code, each, lang) for code, each in own]
    return {"id": entry.code, **rendered_texts(entry, lang), "codes": codes}


def _code(code: str, entry: Entry, lang: str) -> Rendered:
    return {"code": code, "names": words_of(entry.texts["label"]), **rendered_texts(entry, lang)}


def instrument(shown: Edition, entry: Entry, lang: str) -> Rendered:
    """A treaty, and the activities that name or cover it, each with its rationale."""
    texts = rendered_texts(entry, lang)
    return {
        "code": entry.code,
        "label": texts["name"],
        "names": words_of(entry.texts["name"]),
        **_named(entry.frozen, ("depositary", "adopted_on", "in_force_on", "source")),
        "note": texts.get("note"),
        "texts": {LABELS.get(name, name): about for name, about in texts["texts"].items()},
        "provenance": "editorial",
        "activities": [_covered(each, lang) for each in shown.instruments[entry.code]],
        "edition": shown.code,
    }


def _covered(entry: Entry, lang: str) -> Rendered:
    """An activity that names or covers a treaty."""
    return {"activity": entry.frozen["activity"], **rendered_texts(entry, lang)}


def adoption(catalogue: Catalogue, shown: Adoption) -> Rendered:
    """An adopted proposal; its texts are left out while it is withheld, and the edition that has
    taken it in where the catalogue has none that this caller reads.
    """
    content, edition = shown.content, adoptions.incorporated_in(catalogue, shown)
    return {
        "proposal": shown.proposal,
        "revision": shown.revision,
        "reporter": shown.reporter,
        "position": shown.n,
        "decided_by": shown.decided_by,
        "decided_at": shown.decided_at,
        "meeting": shown.meeting,
        "change": shown.change,
        "node": shown.node if edition else content["node"],
        **_named(content, ("node_kind", "addressees", "objectives")),
        "texts": {} if shown.withheld else content["texts"],
        "withheld": shown.withheld,
        "incorporated_in": edition and edition.code,
    }


def actor(
    shown: Actor, lang: str, predecessors: Sequence[str] = (), on: str | None = None
) -> Rendered:
    """An actor; a state with its memberships. `predecessors`: the actors that it succeeds. `on`:
    whether it was there on that day.
    """
    b = shown.body
    return {
        "code": shown.code,
        "kind": shown.kind,
        **_named(b, ("role", "parent")),
        **_names(b, lang),
        "sort": _sort_keys(shown),
        **_named(b, ("valid_from", "valid_to")),
        "succeeded_by": b.get("succeeded_by"),
        "predecessors": list(predecessors),
        "supports": b.get("supports"),
        "source": b["source"],
        "revision": shown.revision,
        **(_state(b, lang) if shown.kind == "state" else {}),
        **(_on(shown, on) if on is not None else {}),
    }


def _on(shown: Actor, day: str) -> Rendered:
    """Whether an actor was there on a day."""
    return {"on": {"day": day, "valid": days.valid(shown.kind, shown.body, day)}}


def _names(body: Mapping[str, Any], lang: str) -> Rendered:
    """Name and acronym in the language asked for or the next that has them, and in all."""
    name, about = _chosen(body["names"], lang)
    acronym, of_acronym = _chosen(body["acronyms"], lang) if body["acronyms"] else (None, None)
    texts = {"name": about, **({"acronym": of_acronym} if of_acronym else {})}
    return {"name": name, "acronym": acronym, **_named(body, ("names", "acronyms")), "texts": texts}


def _chosen(names: Mapping[str, str], lang: str) -> tuple[str, Rendered]:
    chosen, name = pick(names, lang)
    return name, {"lang": chosen, "provenance": "editorial"}


def _sort_keys(shown: Actor) -> dict[str, str]:
    """By what its name is sorted in each language: as the data files say while the name is theirs,
    else the name's folded words.
    """
    filed, names = shown.filed or {}, shown.body["names"]
    given = filed.get("sort", {}).items()
    theirs = {lang: key for lang, key in given if filed["names"].get(lang) == names.get(lang)}
    return {lang: " ".join(words(name)) for lang, name in names.items()} | theirs


def _state(body: Mapping[str, Any], lang: str) -> Rendered:
    memberships = [_membership(each, lang) for each in body.get("memberships", ())]
    return {**{name: body.get(name) for name in OF_STATES}, "memberships": memberships}


def _membership(membership: Mapping[str, Any], lang: str) -> Rendered:
    return {**membership, "note": _note(membership["note"], lang)}


def _note(note: Mapping[str, str] | None, lang: str) -> str | None:
    return pick(note, lang)[1] if note else None
