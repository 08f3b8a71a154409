"""Drafts of an edition: what each edit of it writes and takes away.

published edition ──copied──▶ draft ──change, add, retire──▶ Edit ──applied──▶ draft ──adopted──▶
published, current
"""

from collections.abc import Iterable, Mapping
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
        after = replace(
            before,
            frozen={**before.frozen, **structure},
            texts=translations.put(before.texts, sent, self.at),
            revision=before.revision + 1,
        )
        self.changed.append(after)
        self.history += frozen_changes(before, after)
        self.history += text_changes(before, after.texts, sent)

    def confirm(self, before: Entry, lang: str) -> None:
        """An entry whose texts in this language follow the others again."""
        after = replace(
            before,
            texts=translations.confirmed(before.texts, lang),
            revision=before.revision + 1,
        )
        self.changed.append(after)
        self.history += [
            Change(
                before.edition,
                before.kind,
                before.code,
                "confirmed",
                name,
                lang,
                dict(before.texts[name][lang]),
                dict(after.texts[name][lang]),
            )
            for name, _ in translations.outdated(before.texts, lang)
        ]

    def remove(self, entry: Entry) -> None:
        """An entry that goes."""
        self.gone.append(entry)
        self.history.append(
            Change(entry.edition, entry.kind, entry.code, "removed", before=dict(entry.frozen))
        )


def frozen_changes(before: Entry, after: Entry) -> list[Change]:
    """The lines of history between two states of an entry's structure."""
    edition = before.code if before.edition == SHARED else before.edition
    return [
        Change(
            edition, before.kind, before.code, "changed", name, None, before.frozen.get(name), value
        )
        for name, value in after.frozen.items()
        if before.frozen.get(name) != value
    ]


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
        for entry in (node, *outdated):
            edit.confirm(entry, lang)
    return edit


def add(edition: Edition, fields: Mapping[str, Any], at: str) -> Edit:
    """A new node, after its kind's last node with a smaller code."""
    kind, code = fields["kind"], fields["code"]
    frozen = {**EMPTY, **_named(fields, STRUCTURE)}
    texts = translations.put({}, _named(fields, TEXTS), None)
    node = Entry(edition.code, kind, code, _place(edition, kind, code), frozen, texts, {})
    edit = Edit(at)
    edit.add(node)
    _set_related(edit, edition, node, fields)
    return edit


def retire(edition: Edition, node: Entry, at: str) -> Edit:
    """A node that goes, with its links, correspondences and instruments, its fingerprint, its
    official texts and its place in the register of defects.
    """
    edit = Edit(at)
    edit.remove(node)
    for link in edition.kinds.get("link", ()):
        if node.code in (link.frozen["activity"], link.frozen["objective"]):
            edit.remove(link)
    _retire_readings(edit, edition, node.code)
    if fingerprint := _fingerprint(edition, node.code):
        edit.remove(fingerprint)
    edit.dropped += edition.officials.get(node.code, {}).values()
    _remove_from_defects(edit, edition, node.code)
    return edit


def _retire_readings(edit: Edit, edition: Edition, code: str) -> None:
    """What our reading says of a node goes with it."""
    for kind, name in (("coverage", "activity"), ("correspondence", "node")):
        for entry in edition.kinds.get(kind, ()):
            if entry.frozen[name] == code:
                edit.remove(entry)


def adopted(draft: Edition, particulars: Mapping[str, Any]) -> Edition:
    """The draft as the published and current edition."""
    frozen = {**draft.entry.frozen, **particulars, "draft": False, "current": True}
    return replace(
        draft, entry=replace(draft.entry, frozen=frozen, revision=draft.entry.revision + 1)
    )


def former(edition: Edition) -> Entry:
    """The entry of an edition that is current no more."""
    return replace(
        edition.entry,
        frozen={**edition.entry.frozen, "current": False},
        revision=edition.entry.revision + 1,
    )


def applied(edition: Edition, edit: Edit) -> Edition:
    """The edition as the edit leaves it."""
    entries = {entry.key: entry for listed in edition.kinds.values() for entry in listed}
    for entry in edit.gone:
        entries.pop(entry.key, None)
    entries |= {entry.key: entry for entry in (*edit.changed, *edit.new)}
    kinds = _by_kind(entries.values())
    officials = {
        code: {lang: text for lang, text in texts.items() if text not in edit.dropped}
        for code, texts in edition.officials.items()
    }
    return replace(edition, kinds=kinds, officials=officials)


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
    earlier = NODES[: NODES.index(kind)]
    return 1 + max(
        (
            node.n
            for node in edition.nodes.values()
            if node.kind in earlier or (node.kind == kind and node.code < code)
        ),
        default=0,
    )


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
    before = _links_of(edition, activity)
    after = {link["objective"]: link for link in links}
    for objective, entry in before.items():
        if objective not in after:
            edit.remove(entry)
    n = max((entry.n for entry in edition.kinds.get("link", ())), default=0)
    for objective, link in after.items():
        if objective not in before:
            n += 1
            edit.add(_link(edition, activity, link, n))
        elif len(link) > 1:
            fresh = _named(link, ("rationale",))
            edit.put(before[objective], _named(link, ("strength",)), fresh)


def _links_of(edition: Edition, activity: str) -> dict[str, Entry]:
    """Objective → the link to it."""
    links = edition.kinds.get("link", ())
    return {
        entry.frozen["objective"]: entry for entry in links if entry.frozen["activity"] == activity
    }


def _link(edition: Edition, activity: str, link: Mapping[str, Any], n: int) -> Entry:
    objective = link["objective"]
    frozen = {
        "activity": activity,
        "objective": objective,
        "strength": link.get("strength", "direct"),
    }
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
    outdated = [lang for lang, value in before.items() if sha256.get(lang) != value]
    if outdated:
        officials = edition.officials.get(node.code, {})
        edit.dropped += [text for lang, text in officials.items() if lang in outdated]
        _remove_from_defects(edit, edition, node.code)


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
    return next(
        (entry for entry in edition.kinds.get("fingerprint", ()) if entry.code == code), None
    )


def _remove_from_defects(edit: Edit, edition: Edition, code: str) -> None:
    """A defect leaves with the wording it was found in."""
    for defect in edition.kinds.get("defect", ()):
        nodes = defect.frozen["nodes"]
        if nodes == [code]:
            edit.remove(defect)
        elif code in nodes:
            edit.put(defect, {"nodes": [other for other in nodes if other != code]}, {})
