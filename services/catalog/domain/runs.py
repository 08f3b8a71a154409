"""Runs of words that our own texts share with an official document: a sentence of it must not be
ours. Names and terms are free: their words do not count.

    document ──words──▶ places of every eleven in a row ◀──words── our text ──longest──▶ Run
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from services.catalog.domain.catalogue import Catalogue, Edition, Entry
from services.catalog.domain.official import LINE_BREAK
from services.catalog.domain.texts import Word, words, words_in_place
from services.catalog.domain.translations import words_of

#: How many words in a row may be the same, names and terms apart.
ALLOWED = 10
#: The code list of names and terms.
TERMS = "official_term"
#: The fields that hold an official name: of a treaty, of the program.
NAMES = ("name", "official_name")

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """A text of ours: of which entry, in which field."""

    kind: str
    code: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text of ours that stand in the document too, where they begin there, and how many
    of them are outside names and terms.
    """

    own: Own
    text: str
    words: int
    line: int


class Document:
    """The words of an official document, with their lines, found by the first that are alike."""

    def __init__(self, text: str) -> None:
        lines = enumerate(LINE_BREAK.split(text), start=1)
        placed = [(word, number) for number, line in lines for word in words(line)]
        self.words, self.lines = [word for word, _ in placed], [line for _, line in placed]
        self._places = _places(_shingles(self.words))

    def longest(self, own: Sequence[str], at: int) -> tuple[int, int]:
        """How many words from `at` on stand here too, and where; none where it is not too many."""
        places = self._places.get(tuple(own[at : at + ALLOWED + 1]), ())
        return max(
            ((_alike(own[at:], self.words, place), place) for place in places), default=(0, 0)
        )


def _places(shingles: Iterable[Shingle]) -> dict[Shingle, list[int]]:
    """Where each stands."""
    places: dict[Shingle, list[int]] = defaultdict(list)
    for at, shingle in enumerate(shingles):
        places[shingle].append(at)
    return places


def shared(document: str, own: Iterable[Own], names: Iterable[str]) -> list[Run]:
    """The runs of more than ten words outside names and terms, in the order of our texts."""
    there = Document(document)
    free = _by_first_word(names)
    return [run for text in own for run in _runs(there, text, free)]


def own_texts(catalogue: Catalogue, edition: Edition, lang: str) -> list[Own]:
    """Our own texts in a language that stand beside this edition, names and terms apart."""
    entries = chain(*catalogue.shared.values(), *edition.kinds.values())
    return [own for entry in entries for own in _texts(entry, lang) if not _is_name(entry, own)]


def names(catalogue: Catalogue, edition: Edition, lang: str) -> list[str]:
    """The names and terms that are free in a language: those listed, the actors', the treaties'."""
    terms = catalogue.codes.get(TERMS, {}).values()
    entries = [*terms, *edition.of("instrument"), edition.entry]
    listed = [own.text for each in entries for own in _texts(each, lang) if _is_name(each, own)]
    return [*listed, *_names_of_actors(catalogue, lang)]


def _names_of_actors(catalogue: Catalogue, lang: str) -> list[str]:
    named = (actor.body["names"].get(lang) for actor in catalogue.actors.values())
    return [name for name in named if name]


def _is_name(entry: Entry, own: Own) -> bool:
    return entry.frozen.get("list") == TERMS or own.field in NAMES


def _texts(entry: Entry, lang: str) -> Iterator[Own]:
    for field, texts in entry.texts.items():
        if text := words_of(texts).get(lang):
            yield Own(entry.kind, entry.code, field, text)


def _runs(document: Document, own: Own, free: Mapping[str, Sequence[Shingle]]) -> Iterator[Run]:
    placed = words_in_place(own.text)
    plain = [word.folded for word in placed]
    counted, at = _counted(plain, free), 0
    while at < len(plain):
        length, place = document.longest(plain, at)
        if (number := sum(counted[at : at + length])) > ALLOWED:
            yield _run(own, placed[at : at + length], number, document.lines[place])
        at += length if number > ALLOWED else 1


def _run(own: Own, placed: Sequence[Word], number: int, line: int) -> Run:
    return Run(own, own.text[placed[0].start : placed[-1].end], number, line)


def _counted(plain: Sequence[str], free: Mapping[str, Sequence[Shingle]]) -> list[bool]:
    """Of each word, whether it counts: it is in no name."""
    named: set[int] = set()
    for at, word in enumerate(plain):
        for name in free.get(word, ()):
            if _stands(name, plain, at):
                named.update(range(at, at + len(name)))
    return [at not in named for at in range(len(plain))]


def _stands(name: Shingle, plain: Sequence[str], at: int) -> bool:
    return tuple(plain[at : at + len(name)]) == name


def _by_first_word(names: Iterable[str]) -> dict[str, list[Shingle]]:
    free: dict[str, list[Shingle]] = defaultdict(list)
    for name in names:
        if folded := tuple(words(name)):
            free[folded[0]].append(folded)
    return free


def _shingles(plain: Sequence[str]) -> Iterator[Shingle]:
    last = len(plain) - ALLOWED
    return (tuple(plain[at : at + ALLOWED + 1]) for at in range(max(last, 0)))


def _alike(own: Sequence[str], there: Sequence[str], place: int) -> int:
    pairs = zip(own, there[place:], strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(own), len(there) - place))
