"""The catalogue in one answer says what its lists say, of a language, an edition and a moment."""

from typing import Any

import pytest

from services.catalog.schemas.contents import Contents

LISTS = {name: f"/{name}" for name in (*("links", "defects", "editions", "actors", "codelists"),)}


@pytest.mark.parametrize("asked", [{"lang": "es"}, {"lang": "fr", "as_of": "2020-01-01T00:00:00Z"}])
async def test_it_says_what_the_lists_say(desk: Any, asked: dict[str, str]) -> None:
    answer = await desk.client.get("/catalog/contents", params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-language"] == asked["lang"]
    whole = answer.json()
    Contents.model_validate(whole)
    assert whole["programme"] == await desk.get("/programme", params=asked)
    for name, path in LISTS.items():
        listed = await desk.get(path, params={**asked, "limit": 500})
        assert whole[name] == listed["items"], name
        assert listed["next"] is None


async def test_of_an_edition_that_is_asked_for(desk: Any) -> None:
    whole = await desk.get("/contents", params={"edition": "2005"})
    assert whole["programme"]["edition"]["id"] == "2005"
    assert [each["id"] for each in whole["editions"]] == ["2005", "2016-draft"]
    missing = await desk.client.get("/catalog/contents", params={"edition": "1999"})
    assert missing.status_code == 422


async def test_codes_are_named_in_every_language(desk: Any) -> None:
    whole = await desk.get("/contents", params={"lang": "pt"})
    axis = next(each for each in whole["codelists"] if each["id"] == "axis")
    assert {tuple(code["names"]) for code in axis["codes"]} == {("en", "es", "pt", "fr")}
    assert all(code["label"] == code["names"]["pt"] for code in axis["codes"])
