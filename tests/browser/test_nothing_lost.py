"""What happens to words on their way: pressed twice, written in two places at once, sent without a
connection or without a session. Each arrives, and arrives once.
"""

from typing import Any

from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.visitor import PATIENCE_SECONDS, Visitor, gone, proposed
from tests.system.journey import Journey

SAVE = "form.answers .actions button"


def read(journey: Journey, path: str, whose: str) -> Any:
    """What stands at an address for a key."""
    answer = journey.send("GET", path, whose)
    assert answer.status_code == 200, answer.text
    return answer.json()


def done(journey: Journey, id_: str) -> list[str]:
    """What has been done to a report of Colombia, first to last."""
    history = read(journey, f"/reports/submissions/{id_}/history", journey.key("COL"))
    return [step["action"] for step in history["items"]]


def twice(visitor: Visitor, selector: str) -> None:
    """Press a button as one opens a file on a desktop; nobody is told of an error."""
    driver = visitor.browser.driver
    button = driver.find_element(By.CSS_SELECTOR, selector)
    ActionChains(driver).double_click(button).perform()
    WebDriverWait(driver, PATIENCE_SECONDS, 0.05).until(lambda _: gone(button))
    assert not visitor.browser.run("return document.querySelector('.errors, [role=alert] h1')")


def begun(visitor: Visitor, journey: Journey) -> str:
    """A report begun at the desk of a State, its button pressed twice; returns its id."""
    drafts = "/reports/submissions?state=draft&reporter=COL&limit=500"
    before = {one["id"] for one in read(journey, drafts, journey.key("COL"))["items"]}
    visitor.sign_in("a State")
    visitor.go("/desk/new")
    visitor.press('a[href*="activity=ACT-33"]')
    visitor.fill("payload.year", "2024")
    visitor.choose("payload.status", "planned")
    twice(visitor, SAVE)
    (made,) = {one["id"] for one in read(journey, drafts, journey.key("COL"))["items"]} - before
    return str(made)


def test_a_button_of_a_report_pressed_twice_works_once(visitor: Visitor, journey: Journey) -> None:
    made = begun(visitor, journey)
    visitor.go(f"/desk/reports/{made}/parts/done")
    visitor.fill("payload.carried_out", "Written once.")
    twice(visitor, SAVE)
    visitor.go(f"/desk/reports/{made}/check")
    twice(visitor, "main form.check button, section ~ form button")
    visitor.sign_in("the Secretariat")
    visitor.go(f"/desk/secretariat/review/{made}")
    visitor.browser.driver.find_element(By.ID, "remark").send_keys("Said once.")
    twice(visitor, '[name="action"][value="remark"]')
    for action in ("start_review", "accept"):
        twice(visitor, f'[name="action"][value="{action}"]')
        visitor.go(f"/desk/secretariat/review/{made}")
    visitor.go("/desk/secretariat/publish")
    visitor.mark(f'[name="chosen"][value="{made}"]')
    twice(visitor, "main form p button")
    twice(visitor, "main form p button")
    assert done(journey, made) == [
        *("draft", "save", "submit", "comment"),
        *("start_review", "accept", "publish"),
    ]


def test_a_button_of_an_office_pressed_twice_works_once(visitor: Visitor, journey: Journey) -> None:
    visitor.sign_in("the administrator")
    visitor.go("/desk/secretariat/keys")
    visitor.mark("main details summary")
    visitor.mark('[name="scope"][value="reports:write"]')
    visitor.fill("label", "pressed twice")
    twice(visitor, "details form[method] p button")
    assert visitor.text.count("oasm_") == 1
    keys = read(journey, "/access/keys?limit=500", journey.administrator)["items"]
    assert [key["label"] for key in keys].count("pressed twice") == 1
    proposal = proposed(journey, "pressed twice")
    visitor.sign_in("CAM")
    visitor.go("/desk/cam/proposals")
    visitor.press(f'main a[href*="{proposal}"]')
    visitor.fill("reason", "Weighed once.")
    twice(visitor, '[name="decision"][value="deferred"]')
    visitor.sign_in("the experts")
    visitor.go("/desk/cam/assessments")
    visitor.press("main .entries a")
    visitor.choose("status", "limited")
    visitor.fill("reasons", "Weighed once.")
    twice(visitor, "main .beside form button")


def test_who_writes_in_two_places_sees_both(visitor: Visitor, journey: Journey) -> None:
    made = begun(visitor, journey)
    driver = visitor.browser.driver
    first = driver.current_window_handle
    here = f"/desk/reports/{made}/parts/done"
    visitor.go(here)
    driver.switch_to.new_window("tab")
    visitor.go(here)
    visitor.fill("payload.carried_out", "Written in the second place.")
    second = driver.current_window_handle
    driver.switch_to.window(first)
    visitor.fill("payload.carried_out", "Written in the first place.")
    visitor.press(SAVE)
    driver.switch_to.window(second)
    visitor.press(SAVE)
    assert driver.find_element(By.CSS_SELECTOR, "[role=alert]").text
    assert visitor.value("payload.carried_out").strip() == "Written in the second place."
    assert "Written in the first place." in visitor.text
    visitor.press(SAVE)
    driver.close()
    driver.switch_to.window(first)
    visitor.go(here)
    assert visitor.value("payload.carried_out").strip() == "Written in the second place."


def connected(visitor: Visitor, online: bool) -> None:
    """Cut the line of the browser, or mend it."""
    rates = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    visitor.browser.devtools("Network.enable")
    visitor.browser.devtools("Network.emulateNetworkConditions", offline=not online, **rates)


def test_words_outlive_the_connection_and_the_session(visitor: Visitor, journey: Journey) -> None:
    made = begun(visitor, journey)
    visitor.go(f"/desk/reports/{made}/parts/done")
    visitor.fill("payload.carried_out", "Written in a tunnel.")
    connected(visitor, online=False)
    visitor.mark(SAVE)
    alert = visitor.browser.driver.find_element(By.CSS_SELECTOR, "form > [role=alert]")
    assert "no connection" in alert.text
    visitor.browser.driver.delete_all_cookies()
    connected(visitor, online=True)
    visitor.press(SAVE)
    visitor.browser.driver.find_element(By.ID, "key").send_keys(visitor.keys["a State"])
    visitor.press("main form button")
    assert visitor.value("payload.carried_out").strip() == "Written in a tunnel."
    visitor.press(SAVE)
    report = read(journey, f"/reports/submissions/{made}", journey.key("COL"))
    assert report["payload"]["carried_out"] == "Written in a tunnel."
    assert done(journey, made).count("save") == 1
