"""Text as this catalogue compares it: the normal form behind a fingerprint, and the folded words
behind a search.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

#: The characters of Unicode's property White_Space; Python's own classes add four separators that
#: are none.
SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_RUN = re.compile(f"[{SPACE}]+")
_SPACES = "".join(c for c in map(chr, range(0x3001)) if re.match(f"[{SPACE}]", c))
_WORD = re.compile(r"[^\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae"})


def normal(text: str) -> str:
    """Every run of white space one space, trimmed, nothing else changed."""
    return _RUN.sub(" ", text).strip(" ")


def trimmed(text: str) -> str:
    """Without white space at both ends, the inside as it is."""
    return text.strip(_SPACES)


def fingerprint(text: str) -> str:
    """SHA-256 of the normal form, UTF-8, as lower-case hex."""
    return hashlib.sha256(normal(text).encode()).hexdigest()


def fold(text: str) -> str:
    """Without accents and case, ligatures taken apart."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in its text."""

    folded: str
    start: int
    end: int


def words_in_place(text: str) -> list[Word]:
    """The folded words of a composed text (NFC), each with its place."""
    return [Word(fold(match[0]), *match.span()) for match in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return _WORD.findall(fold(text))
