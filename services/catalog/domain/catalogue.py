"""The catalogue as one immutable snapshot: editions with their nodes and links, actors, code lists,
mandates, official texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Any

from services.catalog.domain import translations
from services.catalog.domain.search import Index
from services.catalog.domain.translations import Texts

#: Entries that belong to no edition (code lists, mandates) carry this in its place.
SHARED = "*"
OBJECTIVES = ("general_objective", "specific_objective")
NODES = (*OBJECTIVES, "activity", "exhortation", "follow_up", "financing")


@dataclass(frozen=True)
class Entry:
    """One record of the catalogue.

    `frozen` is its structure, `texts` what people read, `filed` the texts as last read from the
    files.
    """

    edition: str
    kind: str
    code: str
    n: int
    frozen: Mapping[str, Any]
    texts: Texts
    filed: Texts
    revision: int = 1

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this entry from every other."""
        return self.edition, self.kind, self.code


@dataclass(frozen=True)
class Actor:
    """An actor with everything known of it.

    `filed`: its body as last read from the files, None where it was registered over HTTP.
    """

    code: str
    n: int
    kind: str
    body: Mapping[str, Any]
    filed: Mapping[str, Any] | None
    revision: int = 1


@dataclass(frozen=True)
class Adoption:
    """A proposal that the Committee has adopted, complete, by its position in the ledger; `edition`
    and `node`: what has taken it in, None: nothing yet. `withheld`: its texts are.
    """

    proposal: str
    n: int
    revision: int
    reporter: str
    decided_by: str
    decided_at: str
    meeting: str | None
    content: Mapping[str, Any]
    withheld: bool = False
    edition: str | None = None
    node: str | None = None
    incorporated_at: str | None = None

    @property
    def code(self) -> str:
        """By what it is listed behind its place."""
        return self.proposal

    @property
    def change(self) -> str:
        """add, amend or retire."""
        return str(self.content["change"])


@dataclass(frozen=True)
class Official:
    """The verbatim paragraph of a node in one language, and its line in the document."""

    edition: str
    code: str
    lang: str
    text: str
    line: int
    sha256: str
    status: str


@dataclass(frozen=True)
class Edition:
    """One edition: its own entry, and the entries of each kind in document order."""

    entry: Entry
    kinds: Mapping[str, Sequence[Entry]]
    officials: Mapping[str, Mapping[str, Official]]
    themes: Mapping[str, Entry]

    @property
    def code(self) -> str:
        """Its code."""
        return self.entry.code

    @property
    def draft(self) -> bool:
        """Whether it is not published yet: it may still change, and only editors see it.

        Editions from the data files are published.
        """
        return bool(self.entry.frozen.get("draft"))

    @property
    def based_on(self) -> str | None:
        """The edition it was made from over HTTP; None where it came from the data files."""
        code: str | None = self.entry.frozen.get("based_on")
        return code

    def of(self, kind: str) -> Sequence[Entry]:
        """Its entries of a kind, in document order."""
        return self.kinds.get(kind, ())

    @cached_property
    def nodes(self) -> dict[str, Entry]:
        """Every node by its code, in document order."""
        return {entry.code: entry for kind in NODES for entry in self.of(kind)}

    @cached_property
    def fingerprints(self) -> dict[str, Mapping[str, str]]:
        """Node → language → SHA-256 of its official paragraph."""
        return {entry.code: entry.frozen["sha256"] for entry in self.of("fingerprint")}

    @cached_property
    def linked(self) -> dict[str, list[str]]:
        """Activity → its objectives, objective → its activities, each in document order."""
        partners: dict[str, list[str]] = defaultdict(list)
        for activity, objective in map(_ends, self.of("link")):
            partners[activity].append(objective)
            partners[objective].append(activity)
        return {code: sorted(each, key=self._places.__getitem__) for code, each in partners.items()}

    @cached_property
    def _places(self) -> dict[str, int]:
        """Node → its place in document order."""
        return {code: n for n, code in enumerate(self.nodes)}

    def links_of(self, activity: str) -> dict[str, Entry]:
        """Objective → the link of an activity to it."""
        links = (link for link in self.of("link") if link.frozen["activity"] == activity)
        return {link.frozen["objective"]: link for link in links}

    @cached_property
    def corresponding(self) -> dict[str, dict[str, list[str]]]:
        """Node → crosswalk → the targets it corresponds to, in the crosswalk's order."""
        targets: dict[str, dict[str, list[str]]] = defaultdict(self._no_targets)
        for each in self.of("correspondence"):
            targets[each.frozen["node"]][each.frozen["crosswalk"]].append(each.frozen["target"])
        return dict(targets)

    def _no_targets(self) -> dict[str, list[str]]:
        return {crosswalk.code: [] for crosswalk in self.of("crosswalk")}

    def related(self, code: str) -> list[Entry]:
        """What our reading says of a node: the links of an activity, and correspondences."""
        return [
            *(link for link in self.of("link") if link.frozen["activity"] == code),
            *(each for each in self.of("correspondence") if each.frozen["node"] == code),
        ]

    @cached_property
    def instruments(self) -> dict[str, list[Entry]]:
        """Instrument → what says that an activity names or covers it, in document order."""
        covered: dict[str, list[Entry]] = {entry.code: [] for entry in self.of("instrument")}
        for entry in sorted(self.of("coverage"), key=self._place):
            covered[entry.frozen["instrument"]].append(entry)
        return covered

    def _place(self, entry: Entry) -> int:
        """That of the activity which an entry is about."""
        return self._places[entry.frozen["activity"]]

    @cached_property
    def link_strengths(self) -> dict[str, dict[str, str]]:
        """Node → the node it is linked with → whether directly or indirectly."""
        strengths: dict[str, dict[str, str]] = defaultdict(dict)
        for link in self.of("link"):
            activity, objective = _ends(link)
            strength = link.frozen.get("strength", "direct")
            strengths[activity][objective] = strengths[objective][activity] = strength
        return strengths

    @cached_property
    def index(self) -> Index:
        """Full-text search over titles, summaries, official texts and labels of themes, in every
        language.
        """
        return Index({code: self._words_of(entry) for code, entry in self.nodes.items()})

    def _words_of(self, entry: Entry) -> list[str]:
        themes = (self.themes[code] for code in entry.frozen["themes"] if code in self.themes)
        words = chain(*(translations.all_words(each.texts) for each in (entry, *themes)))
        officials = self.officials.get(entry.code, {}).values()
        return [entry.code, *words, *(official.text for official in officials)]


@dataclass(frozen=True)
class Catalogue:
    """Everything, as of one revision."""

    revision: int
    editions: Mapping[str, Edition] = field(default_factory=dict)
    shared: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    adoptions: Mapping[str, Adoption] = field(default_factory=dict)

    def shared_of(self, kind: str) -> Sequence[Entry]:
        """The entries of a kind that belong to no edition."""
        return self.shared.get(kind, ())

    @property
    def current(self) -> Edition | None:
        """The edition that answers a request which names none."""
        return next(
            (edition for edition in self.editions.values() if edition.entry.frozen["current"]), None
        )

    @cached_property
    def published(self) -> "Catalogue":
        """The same without drafts: what everybody may read."""
        editions = {code: edition for code, edition in self.editions.items() if not edition.draft}
        entries = [edition.entry for edition in editions.values()]
        return replace(self, editions=editions, shared={**self.shared, "edition": entries})

    @cached_property
    def predecessors(self) -> dict[str, list[str]]:
        """Actor → the actors that it succeeds, in their order."""
        out: dict[str, list[str]] = defaultdict(list)
        for actor in self.actors.values():
            if successor := actor.body.get("succeeded_by"):
                out[successor].append(actor.code)
        return dict(out)

    @cached_property
    def codes(self) -> dict[str, dict[str, Entry]]:
        """Code list → code → entry, in their order."""
        out: dict[str, dict[str, Entry]] = {each.code: {} for each in self.shared_of("codelist")}
        for entry in self.shared_of("code"):
            out[entry.frozen["list"]][entry.frozen["code"]] = entry
        return out


def _ends(link: Entry) -> tuple[str, str]:
    """The activity and the objective of a link."""
    return link.frozen["activity"], link.frozen["objective"]


def assemble(
    revision: int, entries: Sequence[Entry], actors: Sequence[Actor], officials: Sequence[Official]
) -> Catalogue:
    """The snapshot of what the database holds."""
    by_edition = _by_edition(entries)
    shared = by_edition.pop(SHARED, {})
    editions = _editions(shared, by_edition, _official_texts(officials))
    return Catalogue(revision, editions, shared, _in_order(actors))


def _editions(
    shared: Mapping[str, Sequence[Entry]],
    entries: Mapping[str, Mapping[str, Sequence[Entry]]],
    texts: Mapping[str, Mapping[str, Mapping[str, Official]]],
) -> dict[str, Edition]:
    themes = _themes(shared.get("code", ()))
    own = shared.get("edition", ())
    return {e.code: Edition(e, entries[e.code], texts[e.code], themes) for e in own}


def _in_order(actors: Iterable[Actor]) -> dict[str, Actor]:
    """By their codes."""
    ordered = sorted(actors, key=lambda actor: (actor.n, actor.code))
    return {actor.code: actor for actor in ordered}


def _by_edition(entries: Sequence[Entry]) -> dict[str, dict[str, list[Entry]]]:
    """Edition → kind → its entries in document order; an edition without entries is empty."""
    groups: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for entry in sorted(entries, key=lambda entry: (entry.n, entry.code)):
        groups[entry.edition][entry.kind].append(entry)
    return groups


def _official_texts(officials: Sequence[Official]) -> dict[str, dict[str, dict[str, Official]]]:
    """Edition → node → language → official text; an edition without texts is empty."""
    texts: dict[str, dict[str, dict[str, Official]]] = defaultdict(lambda: defaultdict(dict))
    for official in officials:
        texts[official.edition][official.code][official.lang] = official
    return texts


def _themes(codes: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.frozen["code"]: entry for entry in codes if entry.frozen["list"] == "theme"}
