"""What each of the other roles comes for, each in another language, with script and without;
BROWSER_LOOKS=all: in all languages and both ways.
"""

from itertools import count, product

import pytest
from selenium.webdriver.common.by import By

from services.portal.views.render import LANGUAGES
from tests.browser.test_nothing_lost import SAVE
from tests.browser.test_pages import ALL
from tests.browser.visitor import Visitor, proposed
from tests.system.journey import Journey
from tests.system.server import until
from tools.components.chromium import Look

pytestmark = pytest.mark.timeout(2400)  # whichever comes first fills the demonstration
OFFICE = "/desk/secretariat"
SUBMIT = "section ~ form button"
YEARS = count(2031)
NUMBERS = count(1)  # of bodies that are registered


def correct(visitor: Visitor, journey: Journey, lang: str) -> None:
    """An organ reports for its annual report, and corrects what has been published."""
    visitor.sign_in("an organ", lang)
    visitor.go("/desk/new", lang)
    visitor.press('main a[href*="activity="]')
    visitor.fill("payload.year", "2025")
    visitor.choose("payload.status", "completed")
    visitor.press('[name="then"][value="check"], ' + SAVE)
    id_ = visitor.browser.driver.current_url.split("/desk/reports/")[1][:36]
    visitor.go(f"/desk/reports/{id_}/check", lang)
    visitor.press(SUBMIT)
    for action in ("start_review", "accept", "publish"):
        assert journey.act(id_, action, journey.secretariat()).status_code == 200
    visitor.go(f"/desk/reports/{id_}", lang)
    visitor.press(f'a[href$="{id_}/step/revise"]')
    visitor.press("main .actions button")
    visitor.go(f"/desk/reports/{id_}/parts/done", lang)
    visitor.fill("payload.carried_out", f"Corregido: {lang}.")
    visitor.press(SAVE)
    visitor.go(f"/desk/reports/{id_}/check", lang)
    visitor.press(SUBMIT)
    assert f"Corregido: {lang}." in visitor.text


def recommend(visitor: Visitor, journey: Journey, lang: str) -> None:
    """The experts recommend something to CAM on the ground of a report."""
    visitor.sign_in("the experts", lang)
    visitor.go("/desk/new/recommendation", lang)
    visitor.fill("of.title", f"Ejemplo: recomendación ({lang})")
    visitor.choose("of.language", lang)
    visitor.fill("payload.text", "Ejemplo: abrir más oficinas.")
    for name, value in (("addressed_to", "CAM"), ("objectives", "SO-01"), ("grounds", "")):
        field = f'@name="payload.{name}" and starts-with(@value, "{value}")'
        visitor.mark(f"//details[.//*[{field}]]/summary")
        visitor.mark(f"//details//*[{field}]")
    visitor.press(SAVE)
    visitor.press('[name="then"][value="check"]')
    visitor.press(SUBMIT)
    assert visitor.browser.driver.find_element(By.CSS_SELECTOR, ".saved[role=status]").text


def withhold(visitor: Visitor, journey: Journey, lang: str) -> None:
    """The Secretariat takes a report out of sight and gives it back."""
    id_ = journey.published(
        {
            "kind": "implementation",
            "language": lang,
            "title": f"Ejemplo: una oficina ({lang})",
            "reporter": "COL",
            "payload": {"activity": "ACT-31", "year": 2024, "status": "planned"},
        }
    )
    visitor.sign_in("the Secretariat", lang)
    visitor.go(f"{OFFICE}/review/{id_}", lang)
    visitor.browser.driver.find_element(By.ID, "comment").send_keys("Un nombre.")
    visitor.press('[name="action"][value="withhold"]')
    assert journey.client.get(f"/submissions/{id_}?lang={lang}").status_code == 410
    visitor.go(f"{OFFICE}/withheld", lang)
    visitor.press(f'//li[.//a[contains(@href, "{id_}")]]//button')
    assert journey.client.get(f"/submissions/{id_}?lang={lang}").status_code == 200


def meet(visitor: Visitor, journey: Journey, lang: str) -> None:
    """The Secretariat prepares a meeting and changes where it is; CAM convenes it, on a day and
    with a document; its end leaves a dossier.
    """
    title = f"Ejemplo: reunión {next(YEARS)}"
    visitor.sign_in("the Secretariat", lang)
    visitor.go(f"{OFFICE}/occasions", lang)
    visitor.mark("main details summary")
    visitor.mark('[name="type"] [value="cidi_meeting"]')
    visitor.fill("year", title[-4:])
    visitor.fill("title", title)
    visitor.press("main details form p:last-child button")
    visitor.fill("place", "Quito")
    visitor.press("main form:last-of-type p:last-child button")
    assert visitor.value("place") == "Quito"
    visitor.sign_in("CAM", lang)
    visitor.go("/desk/cam/occasions", lang)
    decision = f'//li[h3[.="{title}"]]'
    visitor.mark(f'{decision}//input[@name="document"]').send_keys("CIDI/CAM/doc.4/26")
    visitor.press(f'{decision}//button[@value="convene"]')
    visitor.sign_in("the Secretariat", lang)
    visitor.go(f"{OFFICE}/occasions", lang)
    visitor.follow(title)
    for action in ("open", "close"):
        visitor.press(f'[name="action"][value="{action}"]')
    address = visitor.browser.driver.current_url.partition("?")[0]
    visitor.browser.open(f"{visitor.base}/occasions/{address.rpartition('/')[2]}?lang={lang}")
    for told in ("Quito", "CIDI/CAM/doc.4/26"):
        assert told in visitor.text
    dossier = f"/reports/cycles/{address.rpartition('/')[2]}/dossier?lang={lang}&format=pdf"
    until(lambda: journey.client.get(dossier).status_code == 200, "no dossier")
    visitor.browser.open(address)
    assert dossier in [
        link.get_dom_attribute("href")
        for link in visitor.browser.driver.find_elements(By.CSS_SELECTOR, "main a")
    ]


def keep_keys(visitor: Visitor, journey: Journey, lang: str) -> None:
    """The administrator issues a key and replaces it, goes back and is shown the same new one; it
    works until the key is revoked that it has replaced.
    """
    visitor.sign_in("the administrator", lang)
    visitor.go(f"{OFFICE}/keys", lang)
    visitor.mark("main details summary")
    visitor.choose("scope", "audit:read")
    visitor.fill("label", f"auditor {lang}")
    visitor.press("main details form p:last-child button")
    first = shown_once(visitor, journey)
    visitor.go(f"{OFFICE}/keys", lang)
    row = f'//tr[td[.="auditor {lang}"]]'
    visitor.press(f'{row}//a[contains(@href, "/replace")]')
    visitor.press("main form p button")
    second = shown_once(visitor, journey)
    visitor.browser.driver.back()
    visitor.press("main form p button")
    assert shown_once(visitor, journey) == second != first
    visitor.go(f"{OFFICE}/keys", lang)
    visitor.mark(f"{row}[2]//summary")
    visitor.press(f"{row}[2]//button")
    for key in (first, second):
        assert journey.send("GET", "/access/me", key).status_code == 401


def shown_once(visitor: Visitor, journey: Journey) -> str:
    """The key on the page that has just been issued, which works."""
    key = visitor.browser.driver.find_element(By.CSS_SELECTOR, ".shown-once code").text
    assert journey.send("GET", "/access/me", key).status_code == 200
    return key


def register(visitor: Visitor, journey: Journey, lang: str) -> None:
    """Who edits the Program registers a body, is told whose name is alike, and lets it end."""
    code, here = f"NEW-{next(NUMBERS)}", f"{OFFICE}/actors"
    visitor.sign_in("the administrator", lang)
    visitor.go(here, lang)
    visitor.mark("main details summary")
    visitor.fill("code", code)
    visitor.fill("name-es", "COMISION interamericana de mujeres")
    visitor.press("main details form p:last-child button")
    alike = visitor.browser.driver.find_element(By.CSS_SELECTOR, ".note[role=status] a")
    assert str(alike.get_dom_attribute("href")) == f"{here}/CIM"
    visitor.fill("succeeded_by", "NOBODY")
    visitor.press("main form p:last-child button")
    assert visitor.browser.driver.find_element(By.CSS_SELECTOR, ".errors").text
    assert visitor.value("succeeded_by") == "NOBODY"
    visitor.fill("succeeded_by", "CIM")
    visitor.press("main form p:last-child button")
    found = journey.send("GET", f"/catalog/actors/{code}", journey.administrator).json()
    assert found["succeeded_by"] == "CIM"


def adopt(visitor: Visitor, journey: Journey, lang: str) -> None:
    """CAM adopts a proposal, and sees it among what a next edition has to take in, beside what the
    draft of one changes.
    """
    id_ = proposed(journey, lang)
    visitor.sign_in("CAM", lang)
    visitor.go("/desk/cam/proposals", lang)
    visitor.press(f'main a[href*="{id_}"]')
    visitor.press('[name="decision"][value="adopted"]')
    assert visitor.browser.driver.find_element(By.CSS_SELECTOR, ".wrong").text
    visitor.fill("reason", "Ejemplo: útil para todos.")
    visitor.press('[name="decision"][value="adopted"]')
    visitor.go("/desk/cam/edition", lang)
    visitor.press(f'main .entries a[href*="{id_}"]')
    assert "Ejemplo: útil para todos." in visitor.text
    assert not visitor.browser.run("return document.querySelector('[name=reason]')")


ROLES = (correct, recommend, withhold, meet, keep_keys, register, adopt)


def test_each_role_does_what_it_comes_for(visitor: Visitor, journey: Journey) -> None:
    languages = list(LANGUAGES)
    for turn, role in enumerate(ROLES):
        chosen = [(languages[turn % len(languages)], turn % 2 == 0)]
        for lang, script in product(languages, (True, False)) if ALL else chosen:
            visitor.browser.look(Look(script=script))
            role(visitor, journey, lang)
