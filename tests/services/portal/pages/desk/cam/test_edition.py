"""The next edition: what a draft changes, in its words, and what it has not taken in."""

from typing import Any

from tests.services.portal.offices import cam, page

HERE = "/desk/cam/edition"
CURRENT = {"id": "2016-draft", "title": "2016 draft", "current": True, "published": True}
DRAFT = {"id": "next", "title": "Next", "current": False, "published": False}
DIFF = {
    "added": ["ACT-43"],
    "removed": ["ACT-09"],
    "changed": [
        {
            "code": "SO-10",
            "fields": ["title", "activities", "official", "number"],
            "before": {"title": {"en": "Health"}, "activities": [], "official": {}, "number": 1},
            "after": {
                "title": {"en": "Health care"},
                "activities": ["ACT-43"],
                "official": {"fr": "aa"},
                "number": 2,
            },
        }
    ],
    "mapping": [
        {"from": "ACT-01", "to": ["ACT-01"]},
        {"from": "ACT-09", "to": ["ACT-43"]},
        {"from": "ACT-10", "to": []},
    ],
}
EMPTY: dict[str, Any] = {"added": [], "removed": [], "changed": [], "mapping": []}
ADOPTED = {
    "proposal": "p",
    "node": "ACT-33",
    "texts": {"fr": {"title": "Appuyer le retour"}},
    "reporter": "COL",
    "decided_at": "2026-11-02T09:00:00.000000Z",
}


def node(code: str, title: str, lang: str = "en") -> dict[str, Any]:
    about = {"lang": lang, "provenance": "editorial"}
    texts = {"title": about, "summary": about}
    return {"code": code, "title": title, "summary": f"{title}, fully.", "texts": texts}


async def test_a_draft_is_compared_with_the_edition_in_force_in_words() -> None:
    new = [node("ACT-43", "Acolher", "pt"), node("SO-10", "Health care")]
    draft = {**DRAFT, "beside": {"diff": DIFF, "nodes": new}}
    other = {**DRAFT, "id": "other", "title": "Other", "beside": {"diff": EMPTY, "nodes": []}}
    answers = {
        "GET /catalog/editions": page(CURRENT, draft, other),
        "GET /catalog/nodes": page(node("SO-10", "Health"), node("ACT-09", "House")),
        "GET /catalog/adoptions": page(ADOPTED, {**ADOPTED, "incorporated_in": "next"}),
    }
    async with cam(**answers) as (browser, over):
        text = (await browser.get(HERE)).text
    asked = [dict(one.url.params) for one in over.sent if one.url.path == "/catalog/editions"]
    assert asked == [{"beside": "diff", "lang": "en"}], "once, however many drafts there are"
    assert not [one for one in over.sent if one.url.path.endswith("/diff")]
    new, retired, changed, mapping = (part for part in text.split("<h3>")[1:5])
    assert '<span class="code">ACT-43</span> <span lang="pt">Acolher</span>' in new
    assert '<p lang="pt">Acolher, fully.</p>' in new
    assert "House, fully." in retired
    assert '<p class="typed" lang="en">Health <ins>care</ins></p>' in changed
    assert "<ins>ACT-43 Acolher</ins>" in changed
    assert "It is another text than in the edition in force." in changed
    assert "Another particular" in changed
    assert 'ACT-09</span> <span lang="en">House</span></th>' in mapping
    assert "Acolher" in mapping
    assert "ACT-01" not in text
    assert text.count('<span lang="fr">Appuyer le retour</span>') == 1


async def test_a_draft_before_there_is_an_edition_in_force_changes_nothing() -> None:
    answers = {"GET /catalog/editions": page(DRAFT), "GET /catalog/adoptions": page()}
    async with cam(**answers) as (browser, _):
        answer = await browser.get(HERE)
    assert answer.status_code == 200
    assert ">next</span>" in answer.text


async def test_without_a_draft_it_says_so() -> None:
    answers = {"GET /catalog/editions": page(CURRENT), "GET /catalog/adoptions": page()}
    async with cam(**answers) as (browser, over):
        text = (await browser.get(HERE)).text
    assert "No draft of an edition has been begun." in text
    assert "Every adopted proposal stands in a draft." in text
    assert not [each for each in over.sent if each.url.path == "/catalog/nodes"]
