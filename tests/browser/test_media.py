"""Pages on paper and in the colours that a reader forces upon them."""

import base64
import io

import pypdf

from tests.browser.places import DESKS, PUBLIC, Place
from tests.browser.visitor import Visitor
from tools.components.chromium import Look

PAPER = Look(718, 1047)  # A4 between margins of a centimetre, at 96 to the inch
PRINTED = [place for place in (*PUBLIC, *DESKS["CAM"]) if not place.door]
FORCED = """
const look = (one, what) => getComputedStyle(one)[what];
const [on, off] = [document.querySelector("main svg .on"), document.querySelector("main svg .off")];
const found = [];
if (on && off && look(on, "fill") === look(off, "fill")) found.push("filled and empty look alike");
for (const one of document.querySelectorAll("svg .t-on"))
    if (look(one, "fill") === look(one.parentNode.querySelector("rect"), "fill"))
        found.push("no letters on " + one.textContent);
return found;
"""


def test_nothing_is_cut_on_paper(visitor: Visitor) -> None:
    """No page is wider than the paper, and what it says last stands on the last sheets."""
    visitor.sign_in("CAM")
    visitor.browser.look(PAPER)
    visitor.browser.devtools("Emulation.setEmulatedMedia", media="print")
    found = [place.name for place in PRINTED if wider_than_paper(visitor, place)]
    assert found == []
    visitor.go("/desk/cam")
    sheets = printed(visitor)
    assert len(sheets) <= 4
    assert visitor.heading in sheets[0]
    assert "Sign out" not in "".join(sheets)


def wider_than_paper(visitor: Visitor, place: Place) -> bool:
    """Whether something would be cut at the right."""
    visitor.go(place.path)
    return bool(visitor.browser.run("return document.documentElement.scrollWidth > innerWidth"))


def printed(visitor: Visitor) -> list[str]:
    """The text of each sheet of what is open."""
    data = visitor.browser.devtools("Page.printToPDF", paperWidth=8.27, paperHeight=11.69)["data"]
    reader = pypdf.PdfReader(io.BytesIO(base64.b64decode(data)))
    return [sheet.extract_text() for sheet in reader.pages]


def test_forced_colours_leave_filled_and_empty_apart(visitor: Visitor) -> None:
    visitor.browser.look(Look(forced=True))
    found = []
    for path in ("/", "/objectives/SO-01", "/activities/ACT-23"):
        visitor.go(path)
        found += [f"{path}: {each}" for each in visitor.browser.run(FORCED)]
    assert found == []
