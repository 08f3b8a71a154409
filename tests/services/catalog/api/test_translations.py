"""A changed text leaves its translations behind, until each is changed or confirmed."""

from typing import Any

from services.catalog.schemas import answers as shapes

PATH = "/catalog/editions/2016-draft/nodes/ACT-08"
OTHERS = ("en", "pt", "fr")


async def editor(desk: Any) -> dict[str, str]:
    return {**await desk.key("editor", "programme:edit", actor="SG"), "If-Match": "*"}


async def about_title(desk: Any, lang: str) -> dict[str, Any]:
    node: dict[str, Any] = await desk.get("/nodes/ACT-08", params={"lang": lang})
    about: dict[str, Any] = node["texts"]["title"]
    return about


async def change(desk: Any, key: dict[str, str], **texts: Any) -> Any:
    answer = await desk.client.patch(PATH, json={"title": texts}, headers=key)
    assert answer.status_code == 200, answer.text
    return answer


async def listed(desk: Any, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await desk.get("/outdated", params=params))["items"]
    return items


async def test_translations_of_a_changed_text_say_so_until_changed_or_confirmed(desk: Any) -> None:
    key = await editor(desk)
    assert await listed(desk) == []
    before = [await about_title(desk, lang) for lang in OTHERS]
    assert all("outdated_since" not in about for about in before)
    await change(desk, key, es={"text": "Otra cosa muy distinta"})
    assert await about_title(desk, "es") == {"lang": "es", "provenance": "editorial"}
    since = (await about_title(desk, "en"))["outdated_since"]
    for lang, about in zip(OTHERS, before, strict=True):
        assert await about_title(desk, lang) == {**about, "outdated_since": since}
    lines = await listed(desk)
    assert [line["lang"] for line in lines] == ["en", "fr", "pt"]
    shapes.Outdated.model_validate(lines[0])
    assert (
        lines[0].items()
        >= {
            "edition": "2016-draft",
            "kind": "activity",
            "code": "ACT-08",
            "node": "ACT-08",
            "field": "title",
            "provenance": "editorial",
            "outdated_since": since,
        }.items()
    )
    await change(desk, key, en={"text": "Something else entirely"})
    assert await about_title(desk, "en") == {"lang": "en", "provenance": "editorial"}
    assert await about_title(desk, "es") == {"lang": "es", "provenance": "editorial"}
    read = await desk.client.get("/catalog/nodes/ACT-08?lang=pt")
    answer = await desk.client.post(
        f"{PATH}/texts/pt/confirm?lang=pt", headers={**key, "If-Match": read.headers["etag"]}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["texts"]["title"] == {"lang": "pt", "provenance": "editorial"}
    after = await desk.client.get("/catalog/nodes/ACT-08?lang=pt")
    assert after.json() == answer.json()
    assert after.headers["etag"] == answer.headers["etag"] != read.headers["etag"]
    assert [line["lang"] for line in await listed(desk)] == ["fr"]
    assert await listed(desk, language="pt") == []
    line = (await desk.get("/history"))["items"][0]
    assert (line["change"], line["field"], line["lang"], line["actor"]) == (
        "confirmed",
        "title",
        "pt",
        "SG",
    )
    assert line["before"]["outdated_since"] == since


async def test_a_text_of_a_machine_never_turns_editorial_unsaid(desk: Any) -> None:
    key = await editor(desk)
    await change(desk, key, pt={"text": "Escrito por uma máquina", "provenance": "machine"})
    await change(desk, key, es={"text": "Otra cosa"})
    await desk.client.post(f"{PATH}/texts/pt/confirm", headers=key)
    assert await about_title(desk, "pt") == {"lang": "pt", "provenance": "machine"}
    await change(desk, key, pt={"text": "Escrito outra vez"})
    assert (await about_title(desk, "pt"))["provenance"] == "machine"
    await change(desk, key, pt={"text": "Escrito outra vez", "provenance": "editorial"})
    assert (await about_title(desk, "pt"))["provenance"] == "editorial"
    lines = (await desk.get("/nodes/ACT-08/history"))["items"]
    assert [line["after"]["provenance"] for line in lines[:2]] == ["editorial", "machine"]


async def test_translations_of_a_draft_are_listed_for_its_editors(desk: Any) -> None:
    key = await desk.editor()
    draft = await desk.draft(key)
    why = {"es": {"text": "Otra razón"}}
    links = [{"objective": "GO-2"}, {"objective": "SO-07", "rationale": why}]
    body = {"summary": {"es": {"text": "Otra cosa"}}, "links": links}
    answer = await desk.client.patch(f"{draft}/nodes/ACT-12", json=body, headers=key)
    assert answer.status_code == 200, answer.text
    assert await listed(desk) == []
    assert (await desk.client.get("/catalog/outdated?edition=2027")).status_code == 422
    lines = (await desk.get("/outdated", headers=key))["items"]
    assert [(line["code"], line["node"], line["field"], line["lang"]) for line in lines] == [
        *(("ACT-12", "ACT-12", "summary", lang) for lang in ("en", "fr", "pt")),
        *(("ACT-12:SO-07", "ACT-12", "rationale", lang) for lang in ("en", "fr", "pt")),
    ]
    found: list[Any] = []
    path = "/catalog/outdated?edition=2027&limit=4"
    while path:
        page = (await desk.client.get(path, headers=key)).json()
        found, path = [*found, *page["items"]], page["next"]
    assert found == lines
    for lang in ("fr", "pt"):
        confirmed = await desk.client.post(
            f"{draft}/nodes/ACT-12/texts/{lang}/confirm", headers=key
        )
        assert confirmed.status_code == 200, confirmed.text
    lines = (await desk.get("/outdated", headers=key))["items"]
    assert {line["lang"] for line in lines} == {"en"}
    diff = await desk.get("/editions/2016-draft/diff", params={"to": "2027"}, headers=key)
    assert [(each["code"], each["fields"]) for each in diff["changed"]] == [
        ("ACT-12", ["rationales", "summary"])
    ]


async def test_the_order_of_decisions_of_a_confirmation(desk: Any) -> None:
    key, reader = await editor(desk), await desk.key("reader", "reports:write")
    bare = {"Authorization": key["Authorization"]}
    for path, headers, status in (
        (f"{PATH}/texts/pt/confirm", {}, 401),
        (f"{PATH}/texts/de/confirm", key, 404),
        (f"{PATH.replace('ACT-08', 'ACT-99')}/texts/pt/confirm", reader, 404),
        (f"{PATH}/texts/pt/confirm", reader, 403),
        (f"{PATH}/texts/pt/confirm", bare, 428),
        (f"{PATH}/texts/pt/confirm", {**bare, "If-Match": '"x"'}, 412),
        (f"{PATH}/texts/pt/confirm", key, 200),
    ):
        answer = await desk.client.post(path, headers=headers)
        assert answer.status_code == status, (path, answer.text)
    assert len((await desk.get("/history"))["items"]) == 2


async def test_a_better_text_of_the_files_leaves_the_others_behind(desk: Any) -> None:
    title = (await desk.get("/nodes/GO-3", params={"lang": "es"}))["title"]
    path = desk.files / "2016-draft" / "objectives.yaml"
    path.write_text(path.read_text("utf-8").replace(f'"{title}"', '"Otro título"', 1), "utf-8")
    await desk.load()
    assert [(line["code"], line["lang"]) for line in await listed(desk)] == [
        ("GO-3", "en"),
        ("GO-3", "fr"),
        ("GO-3", "pt"),
    ]


async def test_a_language_may_be_marked_as_missing(desk: Any) -> None:
    key = await editor(desk)
    await change(desk, key, pt={"provenance": "missing"})
    read = await desk.get("/nodes/ACT-08", params={"lang": "pt"})
    english = await desk.get("/nodes/ACT-08", params={"lang": "en"})
    assert (read["title"], read["texts"]["title"]["lang"]) == (english["title"], "en")
    none = {lang: {"provenance": "missing"} for lang in ("es", "en", "fr")}
    refused = await desk.client.patch(PATH, json={"title": none}, headers=key)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/title")
    assert (await desk.client.get("/catalog/activities?q=x&lang=pt")).status_code == 200
