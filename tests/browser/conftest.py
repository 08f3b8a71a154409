"""The demonstration, small, served by a real process, and a real browser before it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import demonstration
from tests.browser.visitor import Visitor
from tests.requiring import required
from tests.system.journey import Journey
from tests.system.server import Server
from tools.components import axe, chromium
from tools.components.chromium import Browser

DRAFT: dict[str, Any] = {
    "kind": "implementation",
    "language": "es",
    "title": "Ejemplo: Asistencia consular en la frontera",
    "payload": {"activity": "ACT-28", "year": 2026, "status": "under_way"},
}


TABLE = """title;language;activity;year;status;anno
Ejemplo: una fila;es;ACT-28;2024;under_way;
Ejemplo: otra fila;es;ACT-99;1999;someday;
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser that puts axe into every page it opens."""
    with required():
        script = axe.script()
        opened = chromium.browser()
        browser = opened.__enter__()
    browser.devtools("Page.enable")
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", source=script)
    yield browser
    opened.__exit__(None, None, None)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The served demonstration, with something to do at each desk."""
    folder = demonstration.copy_to(tmp_path_factory.mktemp("browser") / "data")
    plenty = dict.fromkeys(("RATE_READS", "RATE_WRITES", "RATE_ADDRESS"), "1000000")
    server = Server(folder, LOG_LEVEL="ERROR", **plenty).start()
    journey = Journey.at(server.base, folder)
    with journey.client:
        journey.drafted({**DRAFT, "reporter": "COL"})
        joint = journey.drafted({**DRAFT, "reporter": "BRA", "joint_reporters": ["COL"]})
        journey.act(joint, "submit", journey.key("BRA"))
        check_table(journey)
    yield server
    server.stop()


def check_table(journey: Journey) -> None:
    """Colombia has a table checked."""
    headers = {"Authorization": f"Bearer {journey.key('COL')}", "Content-Type": "text/csv"}
    path, asked = "/reports/imports", {"kind": "implementation", "dry_run": "true"}
    told = journey.client.post(path, params=asked, content=TABLE, headers=headers)
    assert told.status_code == 202, told.text


@pytest.fixture
def journey(site: Server) -> Iterator[Journey]:
    """Who does by the interface what others do meanwhile, and looks at what has arrived."""
    journey = Journey.at(site.base, site.data)
    with journey.client:
        yield journey


@pytest.fixture
def visitor(browser: Browser, site: Server) -> Visitor:
    """Somebody who opens the site for the first time."""
    lines = (site.data / "keys.txt").read_text().splitlines()
    keys = dict(line.split(": ") for line in lines)
    keys["the administrator"] = (site.data / "bootstrap.key").read_text().strip()
    browser.look(chromium.WIDE)
    browser.driver.delete_all_cookies()
    return Visitor(browser, site.base, keys)
