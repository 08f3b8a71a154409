"""The pages of the site and of its desks, by what the design calls them."""

import re
from html import unescape
from typing import NamedTuple

from tests.browser.visitor import Visitor


class Place(NamedTuple):
    """A page. `door`: what the address of the page looks like, linked from the one at `path`, and
    what then follows in it.
    """

    name: str
    path: str
    door: str = ""
    beyond: str = ""

    def address(self, visitor: Visitor) -> str:
        """The path of the page itself."""
        if not self.door:
            return self.path
        visitor.go(self.path)
        found = re.search(f'href="({self.door})["?]', visitor.browser.driver.page_source)
        assert found, f"{self.name}: no {self.door} on {self.path}"
        return unescape(found[1]) + self.beyond


ID = "[0-9a-f-]{36}"
INTERFACES = tuple(
    Place(f"I-{service}", f"/{service}/docs")
    for service in ("catalog", "access", "reports", "indicators")
)
PUBLIC = (
    Place("P01-home", "/"),
    Place("P01-home-then", "/?as_of=2020-01-01"),
    Place("P02-programme", "/programme"),
    Place("P02-programme-both", "/programme?view=both"),
    Place("P03-objectives", "/objectives"),
    Place("P04-objective", "/objectives/SO-01"),
    Place("P04-objective-of-organs", "/objectives/SO-04"),
    Place("P05-activities", "/activities"),
    Place("P05-activities-none", "/activities?q=xyzzy"),
    Place("P06-activity", "/activities/ACT-08"),
    Place("P06-activity-treaties", "/activities/ACT-23"),
    Place("P07-actors", "/actors"),
    Place("P08-state", "/actors/COL"),
    Place("P08-organ", "/actors/CIM"),
    Place("P09-submissions", "/submissions"),
    Place("P10-report", "/submissions?kind=implementation", f"/submissions/{ID}"),
    Place("P11-figures", "/figures"),
    Place("P12-figure", "/figures/SO-01/reports_published"),
    Place("P13-practices", "/practices"),
    Place("P13-practice", "/practices", f"/submissions/{ID}"),
    Place("P14-instruments", "/instruments"),
    Place("P15-occasions", "/occasions"),
    Place("P15-occasion", "/occasions", f"/occasions/{ID}"),
    Place("P16-fund", "/fund"),
    Place("P17-data", "/data"),
    Place("P18-register", "/register"),
    Place("P19-about", "/about"),
    Place("P20-accessibility", "/accessibility"),
    Place("P21-search", "/search?q=trata"),
    Place("E-404", "/nowhere"),
    Place("D0-sign-in", "/desk/sign-in"),
)
OFFICE, CAM = "/desk/secretariat", "/desk/cam"
REPORT = f"/desk/reports/{ID}"
DESKS = {
    "a State": (
        Place("D1-desk", "/desk"),
        Place("D2-new", "/desk/new"),
        Place("D2-begin", "/desk/new/practice"),
        Place("D3-report", "/desk", REPORT),
        Place("D3-part", "/desk", REPORT, "/parts/people"),
        Place("D4-check", "/desk", REPORT, "/check"),
        Place("D6-confirm", "/desk", f"/desk/confirm/{ID}"),
        Place("D5-sent", "/desk/history", REPORT),
        Place("D7-import", "/desk/import"),
        Place("D7-rows", "/desk/import", f"/desk/import/{ID}"),
        Place("D8-history", "/desk/history"),
        Place("D8-help", "/desk/help"),
    ),
    "the Secretariat": (
        Place("S1-queue", OFFICE),
        Place("S2-review", OFFICE, f"{OFFICE}/review/{ID}"),
        Place("S3-publish", f"{OFFICE}/publish"),
        Place("S4-withheld", f"{OFFICE}/withheld"),
        Place("S5-actors", f"{OFFICE}/actors"),
        Place("S5-actor", f"{OFFICE}/actors/COL"),
        Place("S7-occasions", f"{OFFICE}/occasions"),
        Place("S7-occasion", f"{OFFICE}/occasions", f"{OFFICE}/occasions/{ID}"),
        Place("S7-agenda", f"{OFFICE}/occasions", f"{OFFICE}/occasions/{ID}", "/agenda"),
        Place("S9-health", f"{OFFICE}/health"),
    ),
    "the administrator": (
        Place("S6-keys", f"{OFFICE}/keys"),
        Place("S6-replace", f"{OFFICE}/keys", f"{OFFICE}/keys/[A-Za-z0-9]+/replace"),
        Place("S8-invitations", f"{OFFICE}/invitations"),
    ),
    "CAM": (
        Place("C1-brief", CAM),
        Place("C2-plan", f"{CAM}/plan"),
        Place("C3-proposals", f"{CAM}/proposals"),
        Place("C3-proposal", f"{CAM}/proposals", f"{CAM}/proposals/{ID}"),
        Place("C4-occasions", f"{CAM}/occasions"),
        Place("C6-recommendations", f"{CAM}/recommendations"),
        Place("C7-fund", f"{CAM}/fund"),
        Place("C8-edition", f"{CAM}/edition"),
    ),
    "the experts": (
        Place("C5-assessments", f"{CAM}/assessments"),
        Place("C5-assessment", f"{CAM}/assessments", f"{CAM}/assessments/{ID}"),
    ),
}
