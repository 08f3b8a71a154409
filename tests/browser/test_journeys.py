"""What each role does, in a browser with script and in one without."""

from pathlib import Path
from typing import NamedTuple

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.visitor import Visitor, proposed
from tests.system.journey import Journey
from tools.components.chromium import Look

WORDS = "Se abrió una oficina móvil en la frontera."


class Way(NamedTuple):
    """How somebody looks at the site, and the activity that is reported on this way."""

    look: Look
    activity: str


WAYS = (Way(Look(), "ACT-29"), Way(Look(360, 740, script=False), "ACT-30"))


def test_a_report_goes_from_the_focal_point_to_the_public(visitor: Visitor) -> None:
    for look, activity in WAYS:
        visitor.browser.look(look)
        title = file(visitor, activity)
        publish(visitor, title)
        visitor.browser.driver.delete_all_cookies()
        visitor.go("/submissions", "fr")
        visitor.follow(title)
        assert WORDS in visitor.text


def file(visitor: Visitor, activity: str) -> str:
    """Three answers and a text, in Spanish; on the way the session is lost. Returns the title."""
    visitor.sign_in("a State", "es")
    without = visitor.browser.run('return matchMedia("(scripting: none)").matches')
    assert without is not visitor.browser.how.script
    visitor.go("/desk/new", "es")
    visitor.press(f'a[href*="activity={activity}"]')
    visitor.fill("payload.year", "2025")
    visitor.choose("payload.status", "under_way")
    visitor.press("form.answers .actions button")
    title = visitor.heading
    visitor.press('.desk-rows a[href$="/parts/done"]')
    visitor.fill("payload.carried_out", WORDS)
    lose_session(visitor)
    assert visitor.value("payload.carried_out").strip() == WORDS
    visitor.press("form.answers .actions button")
    visitor.press('[name="then"][value="check"]')
    assert WORDS in visitor.text
    visitor.press("main > form button, section ~ form button")
    assert visitor.browser.driver.find_element(By.CSS_SELECTOR, ".saved[role=status]")
    return title


TABLE = """external_id;title;language;activity;year;status
row-{way}-1;Ejemplo: una fila {way};es;ACT-28;2024;under_way
row-{way}-2;Ejemplo: otra fila {way};es;ACT-28;1999;under_way
row-{way}-3;Ejemplo: una tercera {way};es;ACT-29;2023;planned
"""


def test_the_good_rows_of_a_table_become_drafts(visitor: Visitor, tmp_path: Path) -> None:
    for number, (look, _) in enumerate(WAYS):
        table = tmp_path / f"informes-{number}.csv"
        table.write_text(TABLE.format(way=number))
        visitor.browser.look(look)
        visitor.sign_in("a State", "en")
        visitor.press('.desk-bar a[href="/desk/import"]')
        visitor.mark('[name="kind"] [value="implementation"]')
        visitor.browser.driver.find_element(By.NAME, "file").send_keys(str(table))
        visitor.press("form.answers .actions button")
        read(visitor)
        assert visitor.heading == "2 rows can be imported"
        assert "3" in visitor.text
        assert "E3" in visitor.text
        visitor.press("form.answers .actions button")
        read(visitor)
        assert visitor.heading == "2 rows were imported"
        visitor.press('main a.button[href="/desk"]')
        for title in (f"Ejemplo: una fila {number}", f"Ejemplo: una tercera {number}"):
            assert title in visitor.text


def read(visitor: Visitor) -> None:
    """Until the table is read, somebody looks again."""
    while visitor.heading == "The table is being read.":
        visitor.follow("Look again")


def lose_session(visitor: Visitor) -> None:
    """The words are sent without a session; a key brings them back."""
    visitor.browser.driver.delete_all_cookies()
    visitor.press("form.answers .actions button")
    visitor.browser.driver.find_element(By.ID, "key").send_keys(visitor.keys["a State"])
    visitor.press("main form button")


def publish(visitor: Visitor, title: str) -> None:
    """The Secretariat reviews it, accepts it and makes it public."""
    visitor.sign_in("the Secretariat")
    visitor.follow(title)
    visitor.press('[name="action"][value="start_review"]')
    visitor.press('[name="action"][value="accept"]')
    visitor.go("/desk/secretariat/publish")
    visitor.mark(f'//li[contains(., "{title}")]//input')
    visitor.press("main form p button")
    assert title in visitor.text
    visitor.press("main form p button")
    assert visitor.browser.driver.find_elements(By.CSS_SELECTOR, "[role=status] h1")


def test_the_committee_decides_on_a_proposal(visitor: Visitor, journey: Journey) -> None:
    link = f"//a[contains(@href, '{proposed(journey, 'CAM')}')]"
    proposal = f"//li[.//*[contains(@class, 'waits')]]{link}"
    for decision, script in (("deferred", True), ("adopted", False)):
        visitor.browser.look(Look(script=script))
        visitor.sign_in("CAM", "pt")
        visitor.go("/desk/cam/proposals", "pt")
        visitor.press(proposal)
        title, address = visitor.heading, visitor.browser.driver.current_url
        visitor.fill("reason", f"{decision}: útil para todos.")
        visitor.press(f'[name="decision"][value="{decision}"]')
        visitor.browser.open(address)
        assert f"{decision}: útil" in visitor.text
        proposal = f'//a[contains(., "{title}")]'


WITHIN_REACH = """
window.unreached = new Set([...document.querySelectorAll("a[href], button, input, select, "
    + "textarea, summary, [tabindex='0']")].filter(one => one.type !== "hidden" && !one.disabled
    && one.checkVisibility({visibilityProperty: true})
    && !(one.type === "radio" && !one.checked
        && document.querySelector(`[name="${one.name}"]:checked`))));
const days = [...window.unreached].filter(one => one.type === "date").length;
return window.unreached.size + 3 * days;
"""
FOCUS = """
const one = document.activeElement, at = one.getBoundingClientRect();
window.unreached.delete(one);
const marked = one.closest("svg") ? one.querySelector("rect, circle") : one;
const look = getComputedStyle(marked);
const seen = at.width > 1 && at.height > 1 && at.bottom > 0 && at.top < innerHeight
    && at.right > 0 && at.left < innerWidth;
const outlined = one.closest("svg") ? look.strokeWidth === "4px"
    : look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
const itself = one === document.body || one.type === "date";  // its parts are marked by the browser
return itself || (seen && outlined) ? [] : [one.tagName + " " + (one.href || one.name || one.id)];
"""
UNREACHED = "return [...window.unreached].map(one => one.outerHTML.slice(0, 80))"


def test_everything_is_reached_by_keyboard_and_shows_where_one_is(visitor: Visitor) -> None:
    found = tabbed(visitor, "/")
    visitor.sign_in("a State")
    found += tabbed(visitor, "/desk/new/practice")
    assert found == []


def tabbed(visitor: Visitor, path: str) -> list[str]:
    """What the tabulator key does not reach on a page, or reaches unseen."""
    visitor.go(path)
    browser, found = visitor.browser, []
    for _ in range(browser.run(WITHIN_REACH)):
        browser.driver.switch_to.active_element.send_keys(Keys.TAB)
        found += browser.run(FOCUS)
    return [f"{path}: {one}" for one in (*found, *browser.run(UNREACHED))]


def test_the_queue_is_walked_by_keyboard(visitor: Visitor) -> None:
    visitor.sign_in("the Secretariat")
    links = visitor.browser.driver.find_elements(By.CSS_SELECTOR, ".queue .what > a")
    addresses = [link.get_attribute("href") for link in links[:3]]
    keys = visitor.browser.driver.switch_to
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        keys.active_element.send_keys(key)
        assert keys.active_element.get_attribute("href") == addresses[at]
    keys.active_element.send_keys(Keys.ENTER)
    assert visitor.browser.driver.current_url == addresses[1]


def test_the_skip_link_leads_past_the_head_and_enter_opens(visitor: Visitor) -> None:
    visitor.go("/")
    keys = visitor.browser.driver.switch_to
    keys.active_element.send_keys(Keys.TAB)
    assert keys.active_element.get_attribute("class") == "skip"
    assert keys.active_element.location["x"] >= 0
    keys.active_element.send_keys(Keys.ENTER)
    assert keys.active_element.get_attribute("id") == "content"
    keys.active_element.send_keys(Keys.TAB)
    address = keys.active_element.get_attribute("href")
    keys.active_element.send_keys(Keys.ENTER)
    assert visitor.browser.driver.current_url == address
