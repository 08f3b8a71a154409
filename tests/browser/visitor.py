"""Somebody with a browser before the demonstration."""

from collections.abc import Mapping

from selenium.webdriver.common.by import By

from tools.components.chromium import Browser


class Visitor:
    """`base`: where the site is; `keys`: those of its desks."""

    def __init__(self, browser: Browser, base: str, keys: Mapping[str, str]) -> None:
        self.browser, self.base, self.keys = browser, base, keys

    def go(self, path: str, lang: str = "en") -> None:
        """Open a page of the site in a language."""
        self.browser.open(f"{self.base}{path}{'&' if '?' in path else '?'}lang={lang}")

    def press(self, selector: str) -> None:
        """Press a button, or follow a link."""
        self.browser.driver.find_element(By.CSS_SELECTOR, selector).click()

    def sign_in(self, whose: str, lang: str = "en") -> None:
        """Enter the desk of whoever it is, with a key."""
        self.browser.driver.delete_all_cookies()
        self.go("/desk/sign-in", lang)
        self.browser.driver.find_element(By.ID, "key").send_keys(self.keys[whose])
        self.press("main form button")
