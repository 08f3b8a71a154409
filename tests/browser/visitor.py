"""Somebody with a browser before the demonstration."""

from collections.abc import Mapping

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.system.journey import Journey
from tools.components.chromium import Browser

PATIENCE_SECONDS = 100.0  # a busy machine decides nothing; the driver's own limit is 120


class Visitor:
    """`base`: where the site is; `keys`: those of its desks."""

    def __init__(self, browser: Browser, base: str, keys: Mapping[str, str]) -> None:
        self.browser, self.base, self.keys = browser, base, keys
        browser.driver.implicitly_wait(PATIENCE_SECONDS)  # for what a page shows in the end

    def go(self, path: str, lang: str = "en") -> None:
        """Open a page of the site in a language."""
        self.browser.open(f"{self.base}{path}{'&' if '?' in path else '?'}lang={lang}")

    def mark(self, selector: str) -> WebElement:
        """Click on something; a path begins with //."""
        by = By.XPATH if selector.startswith("//") else By.CSS_SELECTOR
        found = self.browser.driver.find_element(by, selector)
        found.click()
        return found

    def press(self, selector: str) -> None:
        """Press a button or follow a link, and wait until its page is left."""
        pressed = self.mark(selector)
        WebDriverWait(self.browser.driver, PATIENCE_SECONDS, 0.05).until(lambda _: gone(pressed))

    def sign_in(self, whose: str, lang: str = "en") -> None:
        """Enter the desk of whoever it is, with a key."""
        self.browser.driver.delete_all_cookies()
        self.go("/desk/sign-in", lang)
        self.browser.driver.find_element(By.ID, "key").send_keys(self.keys[whose])
        self.press("main form button")

    def fill(self, name: str, text: str) -> None:
        """Write into a field, after what stands there was taken out."""
        field = self.browser.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)

    def choose(self, name: str, value: str) -> None:
        """Mark one of several answers."""
        self.mark(f'[name="{name}"][value="{value}"]')

    def follow(self, words: str) -> None:
        """Follow the link that says so."""
        self.press(f'//a[contains(., "{words}")]')

    @property
    def heading(self) -> str:
        """What the page is about."""
        return self.browser.driver.find_element(By.TAG_NAME, "h1").text

    @property
    def text(self) -> str:
        """What the page says."""
        return self.browser.driver.find_element(By.TAG_NAME, "main").text

    def value(self, name: str) -> str:
        """What stands in a field."""
        field = self.browser.driver.find_element(By.NAME, name)
        return str(field.get_property("value"))


def proposed(journey: Journey, about: str) -> str:
    """A proposal of Colombia made public, which nobody else decides on; returns its id."""
    title = f"Ejemplo: Abaratar las remesas ({about})"
    texts = {"es": {"title": title, "summary": "Que enviar dinero cueste menos."}}
    payload = {"change": "amend", "node": "ACT-33", "texts": texts, "reason": "El costo pesa."}
    proposal = {"kind": "proposal", "language": "es", "title": title, "reporter": "COL"}
    return journey.published({**proposal, "payload": payload})


def gone(element: WebElement) -> bool:
    """Whether its page was left."""
    try:
        element.is_enabled()
    except WebDriverException:  # stale, or of a document that is no more
        return True
    return False
