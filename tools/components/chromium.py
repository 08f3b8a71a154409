"""A real Chromium without a window, for tests."""

import base64
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from tools.components import processes

PROGRAMS = {"chromium": "chromium", "chromedriver": "chromium-driver"}  # and their packages
OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # it is root's in a container, and reads our own pages alone
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
HIGHEST = 16_000  # pixels of a picture: of a higher one Chromium returns nothing
PATIENCE_SECONDS = 300  # for a script in a page; a busy machine decides nothing


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at a page."""

    width: int = 1280
    height: int = 900
    scheme: str = "light"
    forced: bool = False
    script: bool = True


WIDE = Look()


class Browser:
    """One window; what it is told holds until it is told otherwise."""

    def __init__(self, driver: Chrome) -> None:
        self.driver, self.how = driver, WIDE

    def devtools(self, command: str, **arguments: Any) -> dict[str, Any]:
        """What the browser answers to a command of its protocol."""
        return dict(self.driver.execute_cdp_cmd(command, arguments))

    def look(self, how: Look) -> None:
        """See what is open, and what is opened from now on, in another way."""
        self.how = how
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=how.width,
            height=how.height,
            deviceScaleFactor=1,
            mobile=False,
        )
        features = {
            "prefers-color-scheme": how.scheme,
            "forced-colors": "active" if how.forced else "none",
        }
        listed = [{"name": name, "value": value} for name, value in features.items()]
        self.devtools("Emulation.setEmulatedMedia", media="", features=listed)
        self.devtools("Emulation.setScriptExecutionDisabled", value=not how.script)

    def open(self, url: str) -> None:
        """Go there and wait until it is loaded."""
        self.driver.get(url)

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns in the page, awaited."""
        return self.driver.execute_script(f"return (async () => {{{script}}})()", *arguments)

    def picture(self, file: Path) -> None:
        """The whole page as it looks now, or its first HIGHEST pixels."""
        size = self.devtools("Page.getLayoutMetrics")["cssContentSize"]
        height = min(size["height"], HIGHEST)
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1}
        kind = file.suffix[1:].replace("jpg", "jpeg")
        shot = self.devtools(
            "Page.captureScreenshot", captureBeyondViewport=True, clip=clip, format=kind
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shot["data"]))

    def said(self) -> list[str]:
        """What stands in its log since it was last asked: errors, refusals, what was not found."""
        lines = self.driver.get_log("browser")
        return [line["message"] for line in lines if line["level"] in ("WARNING", "SEVERE")]


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that ends with the block. Raises Missing."""
    for program, package in PROGRAMS.items():
        if not shutil.which(program):
            raise processes.Missing(
                f"no {program} on this machine: install it (Debian: apt-get install {package})"
            )
    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    service = ChromeService(str(shutil.which("chromedriver")), log_output=os.devnull)
    driver = Chrome(options, service)
    driver.set_script_timeout(PATIENCE_SECONDS)
    try:
        yield Browser(driver)
    finally:
        driver.quit()
