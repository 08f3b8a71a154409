"""Every page in every language, unfolded, as a browser shows it: nothing keeps people from it,
nothing runs over its edge, the browser has nothing to complain of, and it is small.

A page is tried in one of four looks in each language, so that in the end each has been seen in all
four; BROWSER_LOOKS=all tries all of them in all languages, BROWSER_ONLY=D3 the pages whose names
begin so. What was seen is in var/pictures.
"""

import gzip
import os
import re
from collections import defaultdict
from collections.abc import Iterable

import httpx2
import pytest

from services.portal.views.render import LANGUAGES
from tests.browser.places import DESKS, INTERFACES, PUBLIC, Place
from tests.browser.visitor import Visitor
from tests.system.server import Server
from tools.components.chromium import Look
from tools.components.processes import ROOT

LOOKS = (Look(), Look(360, 740, "dark"), Look(scheme="dark"), Look(360, 740))
ALL = os.environ.get("BROWSER_LOOKS") == "all"
ONLY = os.environ.get("BROWSER_ONLY", "")
PICTURED = ("es", "en")
PICTURES = ROOT / "var" / "pictures"
NARROW = Look(320, 256)  # a window of 1280 × 1024 at 400 %
KILO = 1000
LARGEST = {"html": 90, "css": 20, "js": 12, "all": 150}  # kB
LARGEST_INTERFACE = {"all": 300}  # kB
FIRST_PAGE = 30  # kB, as it travels with all that belongs to it
FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')

UNFOLDED = """
for (const one of document.querySelectorAll("details")) one.open = true;
"""
AXE = """
const found = await axe.run(document, {resultTypes: ["violations"], preload: false});
return found.violations.map(one => one.id + ": " + one.nodes.length + " × "
    + one.nodes[0].target.join(" ") + " " + one.nodes[0].failureSummary.replace(/\\s+/g, " "));
"""
OVER_THE_EDGE = """
const spaced = new CSSStyleSheet();
spaced.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
const wide = () => document.documentElement.scrollWidth > innerWidth;
const culprits = () => [...document.querySelectorAll("body *")].filter(one =>
    one.getBoundingClientRect().right > innerWidth + .5 && !one.closest(".scroll, svg"))
    .slice(-1).map(one => one.tagName + "." + one.className + " " + one.textContent.slice(0, 60));
const found = wide() ? ["as it is: " + culprits()] : [];
document.adoptedStyleSheets = [spaced];
if (!found.length && wide()) found.push("with more space between letters: " + culprits());
document.adoptedStyleSheets = [];
return found;
"""
SIZES = """
const kind = one => (one.name.match(/\\.(css|js)(\\?|$)/) || [])[1];
const page = performance.getEntriesByType("navigation")[0];
const sizes = {html: page.decodedBodySize, css: 0, js: 0};
for (const one of performance.getEntriesByType("resource"))
    if (kind(one)) sizes[kind(one)] += one.decodedBodySize;
sizes.all = sizes.html + sizes.css + sizes.js;
return sizes;
"""

Found = dict[str, list[str]]


class Walk:
    """Through the whole site; `found` is what was wrong, by subject."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.browser = visitor, visitor.browser
        self.found: Found = defaultdict(list)

    def everywhere(self) -> Found:
        """All pages of everybody."""
        self.through(PUBLIC)
        self.through(INTERFACES, ("en",))
        for whose, places in DESKS.items():
            self.visitor.sign_in(whose)
            self.through(places)
        return self.found

    def through(self, places: Iterable[Place], languages: Iterable[str] = LANGUAGES) -> None:
        """These pages in each language, in looks that change from one to the next."""
        chosen = [place for place in places if place.name.startswith(ONLY)]
        for number, place in enumerate(chosen):
            path = place.address(self.visitor)
            for turn, lang in enumerate(languages):
                looks = LOOKS if ALL else [LOOKS[(number + turn) % len(LOOKS)]]
                self.visit(Place(place.name, path), lang, looks)

    def visit(self, place: Place, lang: str, looks: Iterable[Look]) -> None:
        """One page in one language."""
        self.browser.look(NARROW)
        self.browser.said()
        self.visitor.go(place.path, lang)
        self.browser.run(UNFOLDED)
        self.note("edges", place, lang, self.browser.run(OVER_THE_EDGE))
        self.note("sizes", place, lang, too_large(place, self.browser.run(SIZES)))
        for look in looks:
            self.browser.look(look)
            if ALL or lang in PICTURED:
                name = f"{place.name}-{lang}-{look.width}-{look.scheme}"
                self.browser.picture(PICTURES / f"{name}.jpg")
            self.note("axe", place, f"{lang} {look.width} {look.scheme}", self.browser.run(AXE))
        self.note("said", place, lang, complaints(self.browser.said(), place))

    def note(self, subject: str, place: Place, how: str, wrong: Iterable[str]) -> None:
        """Remember what is wrong with a page."""
        self.found[subject] += [f"{place.name} {how}: {each}" for each in wrong]


def too_large(place: Place, sizes: dict[str, int]) -> list[str]:
    """What of a page is larger than it may be."""
    largest = LARGEST_INTERFACE if place.name.startswith("I-") else LARGEST
    return [
        f"{part} is {sizes[part]} bytes of {most} kB"
        for part, most in largest.items()
        if sizes[part] > most * KILO
    ]


def complaints(said: Iterable[str], place: Place) -> list[str]:
    """What the browser says, but that a page which is not there is not there."""
    return [line for line in said if not (f"{place.path}?" in line and "404" in line)]


@pytest.fixture(scope="module")
def walked() -> Found:
    """Filled by the first test."""
    return {}


@pytest.mark.timeout(2400)
def test_axe_finds_nothing(visitor: Visitor, walked: Found) -> None:
    walked.update(Walk(visitor).everywhere())
    assert walked["axe"] == []


def test_nothing_runs_over_the_edge(walked: Found) -> None:
    assert walked["edges"] == []


def test_the_browser_complains_of_nothing(walked: Found) -> None:
    assert walked["said"] == []


def test_pages_are_small(walked: Found, site: Server) -> None:
    assert walked["sizes"] == []
    with httpx2.Client(base_url=site.base) as client:
        page = client.get("/").text
        files = [page, *(client.get(path).text for path in FILES.findall(page))]
    assert sum(len(gzip.compress(each.encode())) for each in files) <= FIRST_PAGE * KILO
