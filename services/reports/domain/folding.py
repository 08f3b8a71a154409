"""Texts as they are searched: without case and accents, ligatures and typography taken apart.

Texts are folded when they are written and patterns when they are asked for, by this function alone,
so that both databases find the same.
"""

import unicodedata
from collections.abc import Sequence

MOST_PATTERNS = 5
LONGEST_SIGN = 4  # there is a letter that is eighteen: a text would grow to as many times its size

#: What Unicode does not take apart: letters that stand for two or carry a stroke, and the signs
#: that one keyboard writes in another way.
SIGNS = {
    "œ": "oe",
    "æ": "ae",
    "ĳ": "ij",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "n",
    "ŧ": "t",
    "ƀ": "b",
    "ɨ": "i",
    "ʉ": "u",
    **dict.fromkeys("‘’‚‛′´`ʹʻʼʽˈ＇", "'"),
    **dict.fromkeys("“”„‟″«»‹›", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "⁄": "/",
}
UNSEEN = ("Mn", "Cf")  # marks, and what only tells how to set a line: soft hyphens, joiners


def folded(text: str) -> str:
    """A text for searching, its white space single spaces."""
    try:
        raw = text.encode("latin-1")
    except UnicodeEncodeError:
        return _folded(text)
    return _folded(text) if raw.translate(None, ONE_BY_ONE) else _plain(raw)


def patterns(asked: str) -> list[str]:
    """What a text must contain: the first words each on its own, what follows them as it is
    written; the longest first, which is the rarest.
    """
    parts = set(folded(asked).split(" ", MOST_PATTERNS - 1)) - {""}
    within = {part for part in parts if any(part != other and part in other for other in parts)}
    return sorted(parts - within, key=lambda part: (-len(part), part))


def _folded(text: str) -> str:
    """Character by character: what the order of marks would change is not kept."""
    return " ".join(text.translate(_signs(list(set(text) - {"\n"}))).split())


def _signs(characters: Sequence[str]) -> dict[int, str]:
    """What stands for each of these characters, where it is another: NFKD around case folding, as
    some capitals are compatibility forms, and then no marks.
    """
    decomposed = unicodedata.normalize("NFKD", "\n".join(characters))
    decomposed = unicodedata.normalize("NFKD", decomposed.casefold())
    pairs = zip(characters, decomposed.split("\n"), strict=False)
    return {ord(old): sign for old, new in pairs if (sign := _sign(old, new)) != old}


def _sign(old: str, new: str) -> str:
    if len(new) > LONGEST_SIGN:
        return old
    return "".join(SIGNS.get(c, c) for c in new if unicodedata.category(c) not in UNSEEN)


def _plain(raw: bytes) -> str:
    text = raw.translate(PLAIN).decode("latin-1").strip(" ")
    return " ".join(text.split()) if "  " in text else text


#: The characters of our four languages are folded byte by byte, with the same result as above in
#: a fifteenth of the time.
ONE_BY_ONE = bytes(
    code for code in range(256) if len(new := _folded(f"x{chr(code)}x")) == 3 and new < "x\u0100"
)
PLAIN = bytes(
    ord(_folded(f"x{chr(code)}x")[1]) if code in ONE_BY_ONE else code for code in range(256)
)
