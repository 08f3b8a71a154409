"""Every page in a language of longer words between brackets: what stands outside of them is said by
a service, or is not a word; and the longer words fit.
"""

import re
from collections.abc import Iterable, Set

from babel.dates import get_month_names

from services.portal.views import locales
from tests.browser import pseudo
from tests.browser.places import DESKS, PUBLIC, Place
from tests.browser.pseudo import WORD, Heard
from tests.browser.test_pages import OVER_THE_EDGE, UNFOLDED
from tests.browser.visitor import Visitor
from tests.system.server import Server
from tools.components.chromium import Look

NARROW, WIDE = Look(320, 640), Look(1280, 900)
MONTHS = "|".join(get_month_names("wide", locale=locales.LOCALES[pseudo.LIKE]).values())
BARE = """
const bare = [];
let depth = 0, sum;
const outside = text => {
    const parts = [""];
    for (const letter of text) {
        if (letter === "⟦") { depth += 1; parts.push(""); }
        else if (letter === "⟧") depth -= 1;
        else if (!depth) parts[parts.length - 1] += letter;
    }
    bare.push(...parts);
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
    const within = texts.currentNode.parentElement;
    if (!within.closest("script, noscript, code, textarea, [lang]:not(html)"))
        outside(texts.currentNode.data);
}
if (depth) bare.push("brackets do not close");
for (const name of ["title", "alt", "aria-label", "placeholder"])
    for (const one of document.querySelectorAll(`body [${name}]`)) {
        depth = 0;
        if (!one.closest("[lang]:not(html)")) outside(one.getAttribute(name));
    }
depth = 0;
outside(document.title);
return [...new Set(bare.map(text => text.replace(/\\s+/g, " ").trim()))]
    .filter(text => /\\p{L}{2}/u.test(text));
"""
ADDRESS = re.compile(r"https?://\S+|\w+\.\w+|(?<!\w)/\w+")
# names of formats, of months and of units, and whatever has a digit in it
NO_WORD = re.compile(rf"\b(?:[A-Z]{{2,5}}|{MONTHS}|octets?|ko|Mo)\b|\w*\d\w*")
SAID = {"trata", "Parquet", "Data Package", "JSON Lines"}  # what was searched for, and formats


class Walk:
    """Through the whole site in this language; `found` is what was wrong."""

    def __init__(self, visitor: Visitor, heard: Heard) -> None:
        self.visitor, self.browser, self.heard = visitor, visitor.browser, heard
        self.bare: dict[str, list[str]] = {}
        self.edges: list[str] = []

    def everywhere(self) -> None:
        """All pages of everybody."""
        self.through(PUBLIC)
        for whose, places in DESKS.items():
            self.visitor.sign_in(whose, pseudo.LANG)
            self.through(places)

    def through(self, places: Iterable[Place]) -> None:
        """These pages, narrow and wide."""
        for place in places:
            path = place.address(self.visitor)
            self.browser.look(NARROW)
            self.visitor.go(path, pseudo.LANG)
            self.browser.run(UNFOLDED)
            self.edges += [f"{place.name}: {one}" for one in self.browser.run(OVER_THE_EDGE)]
            self.bare[place.name] = self.browser.run(BARE)
            self.browser.look(WIDE)
            self.edges += [f"{place.name}: {one}" for one in self.browser.run(OVER_THE_EDGE)]

    def own(self) -> list[str]:
        """What pages say that is no message and that no service said."""
        heard = {" ".join(text.split()) for text in self.heard.texts} | SAID
        heard -= {text for text in heard if len(text) < 2}
        where = {text: name for name, texts in self.bare.items() for text in texts}
        left = {f"{name}: {unsaid(text, heard)}" for text, name in where.items()}
        return sorted(one for one in left if not one.endswith(": "))


def unsaid(text: str, heard: Set[str]) -> str:
    """What is left of a text without what services say, days, addresses and formats."""
    text = "" if text in heard else ADDRESS.sub(" ", text)
    within = [each for each in heard if each in text]
    for each in sorted(within, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(each)}(?!\w)", " ", text)
    text = NO_WORD.sub(" ", text)
    return text.strip() if WORD.search(text) else ""


def test_every_word_is_a_message_and_longer_ones_fit(visitor: Visitor, site: Server) -> None:
    heard = Heard()
    with pseudo.portal(site.base, heard) as base:
        visitor.base = base
        walk = Walk(visitor, heard)
        walk.everywhere()
    assert walk.own() == []
    assert walk.edges == []
    assert unsaid("Bare words, Colombie", {"Colombie"}) == "Bare words,"
