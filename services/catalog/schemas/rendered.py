"""The catalogue's things as answers, in the language asked for or the next that has them."""

from collections.abc import Mapping, Sequence
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
)
from services.catalog.domain.texts import words
from services.catalog.domain.translations import words_of

Rendered = dict[str, Any]
COUNTED = ("section", *NODES, "link", "defect")
#: The code list whose codes are an edition's.
INSTRUMENTS = "instruments"
LABELS = {"name": "label"}
PARTICULARS = ("status", "content", "resolution", "year", "date", "in_force_from")


def rendered_texts(entry: Entry, lang: str) -> Rendered:
    """Each text of an entry, and `texts` which says what it is."""
    contents: Rendered = {}
    about: Rendered = {}
    for name, texts in entry.texts.items():
        chosen, contents[name] = pick(words_of(texts), lang)
        mark = {key: value for key, value in texts[chosen].items() if key != "text"}
        about[name] = {"lang": chosen, **mark}
    return {**contents, "texts": about}


def node(edition: Edition, entry: Entry, lang: str) -> Rendered:
    """Any node; activities name their objectives, objectives their activities."""
    f = entry.frozen
    return {
        "code": entry.code,
        "kind": entry.kind,
        "number": f["number"],
        "section": f["section"],
        "addressees": f["addressees"],
        "optional": f["optional"],
        "strength": f["strength"],
        **rendered_texts(entry, lang),
        "official": official(edition, entry.code, lang),
        **_linked(edition, entry),
        "axes": f["axes"],
        "themes": f["themes"],
        "conditions": f["conditions"],
        **{name: f[name] for name in ("replaces", "origin") if name in f},
        "edition": edition.code,
        "source": {"line": f["line"]},
        "revision": entry.revision,
    }


def _linked(edition: Edition, entry: Entry) -> Rendered:
    if entry.kind != "activity" and entry.kind not in OBJECTIVES:
        return {}
    partners = edition.linked.get(entry.code, [])
    strengths = edition.link_strengths.get(entry.code, {})
    name = "objectives" if entry.kind == "activity" else "activities"
    return {
        name: partners,
        "link_strengths": {code: strengths[code] for code in partners},
        "crosswalks": edition.corresponding.get(entry.code, {}),
    }


def official(edition: Edition, code: str, lang: str) -> Rendered:
    """The official paragraph in the language asked for or the next that has it; its fingerprint
    even where the text is not here yet.
    """
    fingerprints = edition.fingerprints.get(code, {})
    stored = edition.officials.get(code, {})
    try:
        chosen, _ = pick({key: text.sha256 for key, text in stored.items()} or fingerprints, lang)
    except LookupError:
        return {"lang": None, "text": None, "sha256": None, "status": "missing", "line": None}
    text = stored.get(chosen)
    return {
        "lang": chosen,
        "text": text and text.text,
        "sha256": fingerprints.get(chosen),
        "status": text.status if text else "missing",
        "line": text and text.line,
    }


def section(edition: Edition, entry: Entry, lang: str) -> Rendered:
    """A chapter or a part, with the codes of its nodes."""
    f = entry.frozen
    return {
        "code": entry.code,
        "number": f["number"],
        "letter": f["letter"],
        "parent": f["parent"],
        **rendered_texts(entry, lang),
        "edition": edition.code,
        "source": {"line": f["line"]},
        "nodes": [
            node.code for node in edition.nodes.values() if node.frozen["section"] == entry.code
        ],
    }


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
        **{name: f[name] for name in PARTICULARS},
        "text_languages": _text_languages(shown),
        **rendered_texts(shown.entry, lang),
        "source": {"lines": f["source_lines"]},
        "counts": {kind: len(shown.kinds[kind]) for kind in COUNTED if shown.kinds.get(kind)},
    }


def _text_languages(edition: Edition) -> list[str]:
    languages = {lang for sha256 in edition.fingerprints.values() for lang in sha256}
    return [lang for lang in LANGUAGES if lang in languages]


def mandate(entry: Entry, lang: str) -> Rendered:
    """A link of the chain of mandates."""
    f = entry.frozen
    return {
        "code": entry.code,
        "citation": f["citation"],
        "year": f["year"],
        "date": f["date"],
        **rendered_texts(entry, lang),
        "source": {"lines": f["source_lines"]},
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
    return [
        {
            **section(shown, entry, lang),
            "nodes": _nodes(shown, entry.code, lang),
            "sections": _sections(shown, entry.code, lang),
        }
        for entry in shown.of("section")
        if entry.frozen["parent"] == parent
    ]


def _nodes(shown: Edition, section_code: str, lang: str) -> list[Rendered]:
    return [
        node(shown, entry, lang)
        for entry in shown.nodes.values()
        if entry.frozen["section"] == section_code
    ]


def link(entry: Entry, lang: str) -> Rendered:
    """An editorial link with its rationale."""
    texts = rendered_texts(entry, lang)
    provenance = texts["texts"]["rationale"]["provenance"]
    return {
        "activity": entry.frozen["activity"],
        "objective": entry.frozen["objective"],
        "strength": entry.frozen.get("strength", "direct"),
        **texts,
        "provenance": provenance,
        "edition": entry.edition,
    }


def defect(entry: Entry, lang: str) -> Rendered:
    """A defect of the document."""
    f = entry.frozen
    return {
        "code": entry.code,
        "kind": f["kind"],
        "nodes": f["nodes"],
        **rendered_texts(entry, lang),
        "edition": entry.edition,
        "source": {"lines": f["lines"]},
    }


def codelist(catalogue: Catalogue, shown: Edition, entry: Entry, lang: str) -> Rendered:
    """A code list with its labels; instruments are those of the edition."""
    codes = [
        {"code": code, **rendered_texts(each, lang)}
        for code, each in catalogue.codes[entry.code].items()
    ]
    if entry.code == INSTRUMENTS:
        listed = shown.of("instrument")
        codes = [instrument(shown, each, lang) for each in listed]
    return {"id": entry.code, **rendered_texts(entry, lang), "codes": codes}


def instrument(shown: Edition, entry: Entry, lang: str) -> Rendered:
    """A treaty, and the activities that name or cover it, each with its rationale."""
    f, texts = entry.frozen, rendered_texts(entry, lang)
    names = words_of(entry.texts["name"])
    activities = [
        {"activity": each.frozen["activity"], **rendered_texts(each, lang)}
        for each in shown.instruments[entry.code]
    ]
    return {
        "code": entry.code,
        "label": texts.pop("name"),
        "names": names,
        "depositary": f["depositary"],
        "adopted_on": f["adopted_on"],
        "in_force_on": f["in_force_on"],
        "source": f["source"],
        "note": texts.pop("note", None),
        "texts": {LABELS.get(name, name): about for name, about in texts["texts"].items()},
        "provenance": "editorial",
        "activities": activities,
        "edition": shown.code,
    }


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
        **{name: content[name] for name in ("node_kind", "addressees", "objectives")},
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
    out = {
        "code": shown.code,
        "kind": shown.kind,
        "role": b["role"],
        "parent": b["parent"],
        **_names(b, lang),
        "sort": _sort_keys(shown),
        "valid_from": b["valid_from"],
        "valid_to": b["valid_to"],
        "succeeded_by": b.get("succeeded_by"),
        "predecessors": list(predecessors),
        "supports": b.get("supports"),
        "source": b["source"],
        "revision": shown.revision,
    }
    if shown.kind == "state":
        out |= _state(b, lang)
    if on is not None:
        out["on"] = {"day": on, "valid": days.valid(shown.kind, b, on)}
    return out


def _names(body: Mapping[str, Any], lang: str) -> Rendered:
    name_lang, name = pick(body["names"], lang)
    about = {"name": {"lang": name_lang, "provenance": "editorial"}}
    acronym = None
    if body["acronyms"]:
        acronym_lang, acronym = pick(body["acronyms"], lang)
        about["acronym"] = {"lang": acronym_lang, "provenance": "editorial"}
    names = {"names": body["names"], "acronyms": body["acronyms"]}
    return {"name": name, "acronym": acronym, **names, "texts": about}


def _sort_keys(shown: Actor) -> dict[str, str]:
    """By what its name is sorted in each language: as the data files say while the name is theirs,
    else the name's folded words.
    """
    filed = shown.filed or {}
    given = {
        lang: key
        for lang, key in filed.get("sort", {}).items()
        if filed["names"].get(lang) == shown.body["names"].get(lang)
    }
    return {lang: " ".join(words(name)) for lang, name in shown.body["names"].items()} | given


def _state(body: Mapping[str, Any], lang: str) -> Rendered:
    fields = {name: body.get(name) for name in ("alpha2", "numeric", "region", "member_since")}
    memberships = [
        {**membership, "note": _note(membership["note"], lang)}
        for membership in body.get("memberships", ())
    ]
    return {**fields, "memberships": memberships}


def _note(note: Mapping[str, str] | None, lang: str) -> str | None:
    return pick(note, lang)[1] if note else None
