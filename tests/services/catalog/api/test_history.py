"""The history of the catalogue: who changed what and when, of all of it or of one node through its
editions.
"""

from typing import Any

from services.catalog.schemas import answers as shapes

NONE = {lang: {"provenance": "missing"} for lang in ("en", "pt", "fr")}
NEW = {
    "code": "ACT-43",
    "kind": "activity",
    "number": 43,
    "section": "V.A",
    "addressees": ["CIM"],
    "strength": "promote",
    "replaces": ["ACT-13"],
    "title": {"es": {"text": "Nueva"}, **NONE},
    "summary": {"es": {"text": "Una nueva."}, **NONE},
    "links": [{"objective": "SO-07", "rationale": {"es": {"text": "Porque sí."}, **NONE}}],
}


async def node(desk: Any, code: str, **params: Any) -> list[dict[str, Any]]:
    key = params.pop("key", {})
    found = await desk.get(f"/nodes/{code}/history", params=params, headers=key)
    shapes.Page[shapes.Change].model_validate(found)
    items: list[dict[str, Any]] = found["items"]
    return items


async def patched(desk: Any, path: str, key: dict[str, str], **body: Any) -> None:
    answer = await desk.client.patch(path, json=body, headers=key)
    assert answer.status_code == 200, answer.text


async def test_the_history_of_a_node_goes_through_its_editions(desk: Any) -> None:
    key, adopter = await desk.editor(), await desk.adopter()
    current = "/catalog/editions/2016-draft/nodes"
    await patched(desk, f"{current}/ACT-13", key, title={"es": {"text": "Otro"}})
    await patched(desk, f"{current}/ACT-14", key, title={"es": {"text": "Otro más"}})
    draft = await desk.draft(key)
    assert (await desk.client.delete(f"{draft}/nodes/ACT-13", headers=key)).status_code == 204
    made = await desk.client.post(f"{draft}/nodes", json=NEW, headers=key)
    assert made.status_code == 201, made.text
    why = [{"objective": "SO-07", "rationale": {"es": {"text": "Por otra razón."}}}]
    await patched(desk, f"{draft}/nodes/ACT-43", key, axes=["gender"], links=why)
    assert [(line["edition"], line["kind"]) for line in await node(desk, "ACT-13")] == [
        ("2016-draft", "activity")
    ]
    assert (await desk.client.get("/catalog/nodes/ACT-43/history")).status_code == 404
    lines = await node(desk, "ACT-43", key=key)
    told = [(e["edition"], e["code"], e["change"], e["field"]) for e in lines]
    assert told == [
        ("2027", "ACT-43:SO-07", "changed", "rationale"),
        ("2027", "ACT-43", "changed", "axes"),
        ("2027", "ACT-43:SO-07", "added", None),
        ("2027", "ACT-43", "added", None),
        ("2016-draft", "ACT-13", "changed", "title"),
    ]
    assert {line["actor"] for line in lines} == {"SG"}
    assert (lines[0]["before"]["text"], lines[0]["after"]["text"]) == (
        "Porque sí.",
        "Por otra razón.",
    )
    page = await desk.get("/nodes/ACT-43/history", params={"limit": 2}, headers=key)
    rest = (await desk.client.get(page["next"], headers=key)).json()["items"]
    assert [*page["items"], *rest] == lines[:4]
    assert len(await node(desk, "ACT-43", key=key, edition="2027")) == 4
    published = await desk.client.post(f"{draft}/publish", headers=adopter)
    assert published.status_code == 200, published.text
    assert await node(desk, "ACT-43") == lines
    gone = {(e["edition"], e["kind"], e["change"]) for e in await node(desk, "ACT-13")}
    assert gone == {
        ("2027", "activity", "removed"),
        ("2027", "link", "removed"),
        ("2027", "correspondence", "removed"),
        ("2027", "fingerprint", "removed"),
        ("2016-draft", "activity", "changed"),
    }


async def test_what_has_no_history(desk: Any) -> None:
    assert await node(desk, "FIN-1") == []
    for path, status in (
        ("/catalog/nodes/ACT-99/history", 404),
        ("/catalog/nodes/ACT-12/history?edition=2005", 404),
        ("/catalog/nodes/ACT-12/history?edition=1999", 422),
        ("/catalog/nodes/ACT-12/history?cursor=x", 400),
    ):
        assert (await desk.client.get(path)).status_code == status, path
