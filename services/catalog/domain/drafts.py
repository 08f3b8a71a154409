"""Drafts of an edition: what each edit of it writes and takes away.

published edition ──copied──▶ draft ──change, add, retire──▶ Edit ──applied──▶ draft ──adopted──▶
published, current
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from services.catalog.domain import translations
from services.catalog.domain.catalogue import NODES, SHARED, Edition, Entry, Official
from services.catalog.domain.filing import Change, text_changes
from services.catalog.domain.translations import Texts

STRUCTURE = (
    "number",
    "section",
    "addressees",
    "optional",
    "strength",
    "conditions",
    "axes",
    "themes",
    "replaces",
    "origin",
)
TEXTS = ("title", "summary")
#: What a new node has of what its maker does not name.
EMPTY: Mapping[str, Any] = {
    "number": None,
    "addressees": [],
    "optional": False,
    "conditions": [],
    "axes": [],
    "themes": [],
    "line": None,
}


#: What goes with a node, and where it names the node.
NAMING = (
    ("link", "activity", "objective"),
    ("coverage", "activity"),
    ("correspondence", "node"),
)


@dataclass
class Edit:
    """What one edit writes: entries new, changed (at their next revision) and gone, official texts
    that are no longer true, its history. `at`: when it is made.
    """

    at: str
    new: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    gone: list[Entry] = field(default_factory=list)
    dropped: list[Official] = field(default_factory=list)
    history: list[Change] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        """A new entry."""
        self.new.append(entry)
        self.history.append(
            Change(entry.edition, entry.kind, entry.code, "added", after=dict(entry.frozen))
        )

    def put(self, before: Entry, structure: Mapping[str, Any], sent: Texts) -> None:
        """An entry with these fields and texts over its own."""
        frozen = {**before.frozen, **structure}
        after = _next(before, frozen, translations.put(before.texts, sent, self.at))
        self.changed.append(after)
        self.history += frozen_changes(before, after)
        self.history += text_changes(before, after.texts, sent)

    def confirm(self, before: Entry, lang: str) -> None:
        """An entry whose texts in this language follow the others again."""
        after = _next(before, before.frozen, translations.confirmed(before.texts, lang))
        self.changed.append(after)
        outdated = (name for name, _ in translations.outdated(before.texts, lang))
        self.history += [_confirmation(before, after, name, lang) for name in outdated]

    def remove(self, entry: Entry) -> None:
        """An entry that goes."""
        self.gone.append(entry)
        self.history.append(
            Change(entry.edition, entry.kind, entry.code, "removed", before=dict(entry.frozen))
        )


def _next(before: Entry, frozen: Mapping[str, Any], texts: Texts) -> Entry:
    """The next revision of an entry."""
    return replace(before, frozen=frozen, texts=texts, revision=before.revision + 1)


def _confirmation(before: Entry, after: Entry, name: str, lang: str) -> Change:
    """The line of history of a text that follows the others again."""
    about = (before.edition, before.kind, before.code, "confirmed", name, lang)
    return Change(*about, dict(before.texts[name][lang]), dict(after.texts[name][lang]))


def frozen_changes(before: Entry, after: Entry) -> list[Change]:
    """The lines of history between two states of an entry's structure."""
    edition = before.code if before.edition == SHARED else before.edition
    about, was = (edition, before.kind, before.code, "changed"), before.frozen
    changed = {name: now for name, now in after.frozen.items() if was.get(name) != now}
    return [Change(*about, name, None, was.get(name), now) for name, now in changed.items()]


def change(edition: Edition, node: Entry, fields: Mapping[str, Any], at: str) -> Edit:
    """A node with these fields over its own; `links`, `fingerprints` replace the earlier ones."""
    edit = Edit(at)
    edit.put(node, _named(fields, STRUCTURE), _named(fields, TEXTS))
    _set_related(edit, edition, node, fields)
    return edit


def confirm(edition: Edition, node: Entry, lang: str, at: str) -> Edit:
    """A node whose texts in this language follow the others again, the rationales of its links
    and correspondences too; nothing to write where they do.
    """
    edit, related = Edit(at), edition.related(node.code)
    outdated = [each for each in related if translations.outdated(each.texts, lang)]
    if outdated or translations.outdated(node.texts, lang):
        edit.confirm(node, lang)
    for entry in outdated:
        edit.confirm(entry, lang)
    return edit


def add(edition: Edition, fields: Mapping[str, Any], at: str) -> Edit:
    """A new node, after its kind's last node with a smaller code."""
    edit, node = Edit(at), _new(edition, fields)
    edit.add(node)
    _set_related(edit, edition, node, fields)
    return edit


def _new(edition: Edition, fields: Mapping[str, Any]) -> Entry:
    """A node with these fields, in its place."""
    kind, code = fields["kind"], fields["code"]
    frozen = {**EMPTY, **_named(fields, STRUCTURE)}
    texts = translations.put({}, _named(fields, TEXTS), None)
    return Entry(edition.code, kind, code, _place(edition, kind, code), frozen, texts, {})


def retire(edition: Edition, node: Entry, at: str) -> Edit:
    """A node that goes, with its links, correspondences and instruments, its fingerprint, its
    official texts and its place in the register of defects.
    """
    edit = Edit(at)
    _remove(edit, (node, *_about(edition, node.code)))
    edit.dropped += edition.officials.get(node.code, {}).values()
    _remove_from_defects(edit, edition, node.code)
    return edit


def _about(edition: Edition, code: str) -> Iterator[Entry]:
    """What is there of a node alone: its links, what our reading says of it, its fingerprint."""
    for kind, *names in NAMING:
        for entry in edition.of(kind):
            if code in [entry.frozen[name] for name in names]:
                yield entry
    yield from (each for each in edition.of("fingerprint") if each.code == code)


def adopted(draft: Edition, particulars: Mapping[str, Any]) -> Edition:
    """The draft as the published and current edition."""
    frozen = {**draft.entry.frozen, **particulars, "draft": False, "current": True}
    return replace(draft, entry=_next(draft.entry, frozen, draft.entry.texts))


def former(edition: Edition) -> Entry:
    """The entry of an edition that is current no more."""
    entry = edition.entry
    return _next(entry, {**entry.frozen, "current": False}, entry.texts)


def applied(edition: Edition, edit: Edit) -> Edition:
    """The edition as the edit leaves it."""
    kinds = _by_kind(_entries(edition, edit))
    officials = {code: _kept(texts, edit.dropped) for code, texts in edition.officials.items()}
    return replace(edition, kinds=kinds, officials=officials)


def _entries(edition: Edition, edit: Edit) -> Iterable[Entry]:
    """All entries after the edit."""
    entries = {entry.key: entry for listed in edition.kinds.values() for entry in listed}
    for gone in edit.gone:
        entries.pop(gone.key, None)
    return (entries | {entry.key: entry for entry in (*edit.changed, *edit.new)}).values()


def _kept(texts: Mapping[str, Official], dropped: list[Official]) -> dict[str, Official]:
    return {lang: text for lang, text in texts.items() if text not in dropped}


def _by_kind(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    kinds: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.n, entry.code)):
        kinds.setdefault(entry.kind, []).append(entry)
    return kinds


def _named(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}


def _place(edition: Edition, kind: str, code: str) -> int:
    """Just after the last node that comes before: of the kinds before, or of this kind with a
    smaller code (equal places go by code).
    """
    earlier = (node for each in NODES[: NODES.index(kind)] for node in edition.of(each))
    before = (node for node in edition.of(kind) if node.code < code)
    return 1 + _last_place((*earlier, *before))


def _set_related(edit: Edit, edition: Edition, node: Entry, fields: Mapping[str, Any]) -> None:
    if "links" in fields:
        _set_links(edit, edition, node.code, fields["links"])
    if "fingerprints" in fields:
        _set_fingerprints(edit, edition, node, fields["fingerprints"])


def _set_links(
    edit: Edit, edition: Edition, activity: str, links: Iterable[Mapping[str, Any]]
) -> None:
    """The activity's links are these.

    One that stays keeps its rationale in every language that is not sent.
    """
    before, after = edition.links_of(activity), {link["objective"]: link for link in links}
    _remove(edit, (before[objective] for objective in before if objective not in after))
    places = itertools.count(1 + _last_place(edition.of("link")))
    for objective, link in after.items():
        if objective in before:
            _keep_link(edit, before[objective], link)
        else:
            edit.add(_link(edition, activity, link, next(places)))


def _remove(edit: Edit, entries: Iterable[Entry]) -> None:
    for entry in entries:
        edit.remove(entry)


def _last_place(entries: Iterable[Entry]) -> int:
    return max((entry.n for entry in entries), default=0)


def _keep_link(edit: Edit, before: Entry, link: Mapping[str, Any]) -> None:
    """A link that stays, with what is said of it anew."""
    if len(link) > 1:
        edit.put(before, _named(link, ("strength",)), _named(link, ("rationale",)))


def _link(edition: Edition, activity: str, link: Mapping[str, Any], n: int) -> Entry:
    objective, strength = link["objective"], link.get("strength", "direct")
    frozen = {"activity": activity, "objective": objective, "strength": strength}
    texts = translations.put({}, {"rationale": link.get("rationale", {})}, None)
    return Entry(edition.code, "link", f"{activity}:{objective}", n, frozen, texts, {})


def _set_fingerprints(edit: Edit, edition: Edition, node: Entry, sha256: Mapping[str, str]) -> None:
    """The node's fingerprints are these.

    Where one is another or none, the official text that went with it goes too.
    """
    entry = _fingerprint(edition, node.code)
    before = entry.frozen["sha256"] if entry else {}
    if before != sha256 or (entry and not sha256):
        _save_fingerprints(edit, edition, node, entry, {"sha256": dict(sha256)})
    if outdated := _lost(before, sha256):
        _drop_officials(edit, edition, node.code, outdated)


def _lost(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The languages whose fingerprint is another or none."""
    return {lang for lang, value in before.items() if after.get(lang) != value}


def _drop_officials(edit: Edit, edition: Edition, code: str, langs: Collection[str]) -> None:
    """Official texts that are no longer true, and the defects that were found in them."""
    officials = edition.officials.get(code, {})
    edit.dropped += [text for lang, text in officials.items() if lang in langs]
    _remove_from_defects(edit, edition, code)


def _save_fingerprints(
    edit: Edit, edition: Edition, node: Entry, before: Entry | None, frozen: Mapping[str, Any]
) -> None:
    if before is None:
        edit.add(Entry(edition.code, "fingerprint", node.code, node.n, frozen, {}, {}))
    elif frozen["sha256"]:
        edit.put(before, frozen, {})
    else:
        edit.remove(before)


def _fingerprint(edition: Edition, code: str) -> Entry | None:
    return next((entry for entry in edition.of("fingerprint") if entry.code == code), None)


def _remove_from_defects(edit: Edit, edition: Edition, code: str) -> None:
    """A defect leaves with the wording it was found in."""
    for defect in edition.of("defect"):
        if code in defect.frozen["nodes"]:
            _leave(edit, defect, code)


def _leave(edit: Edit, defect: Entry, code: str) -> None:
    """A defect is one of the other nodes, if of any."""
    others = [other for other in defect.frozen["nodes"] if other != code]
    if others:
        edit.put(defect, {"nodes": others}, {})
    else:
        edit.remove(defect)
