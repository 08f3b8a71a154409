"""F13: two texts side by side, with the words that were removed and those that were added."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that is the same in both, or stands in this one alone."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in two versions; `changed` says whether they differ at all."""

    name: str
    before: list[Piece]
    after: list[Piece]

    @property
    def changed(self) -> bool:
        """Whether a word was removed or added."""
        return any(piece.own for piece in (*self.before, *self.after))


def compare(name: str, before: str, after: str) -> Difference:
    """The words of two versions of a field, told apart."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    spans = [(tag != "equal", a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes()]
    return Difference(
        name,
        [*_pieces((own, "".join(old[a:b])) for own, a, b, _, _ in spans)],
        [*_pieces((own, "".join(new[c:d])) for own, _, _, c, d in spans)],
    )


def _pieces(spans: Iterator[tuple[bool, str]]) -> Iterator[Piece]:
    return (Piece(text, own) for own, text in spans if text)
