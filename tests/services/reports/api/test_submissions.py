"""Submissions over HTTP: begin, change, read, list; bad input; the same request twice; two writers
at once.
"""

import asyncio
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from services.reports import tables
from tests.services.reports.conftest import Desk, body

CELL = {"sex": "female", "age_group": "adult", "count": 7}
PARTNER, UNREADABLE = "/payload/partners/0/name", "unreadable_character"


async def test_a_draft_is_its_reporters_alone(desk: Desk) -> None:
    answer = await desk.ask("CIM", "POST", "/submissions", body())
    assert answer.status_code == 201
    made = answer.json()
    assert made["state"] == "draft"
    assert made["revision"] == 1
    assert made["edition"] == "2016-draft"
    assert made["allowed"] == ["submit", "withdraw"]
    assert answer.headers["location"] == f"/reports/submissions/{made['id']}"
    read = await desk.ask("CIM", "GET", f"/submissions/{made['id']}")
    assert read.json()["payload"] == body()["payload"]
    for stranger in (None, "SG", "COL", "ILO"):
        assert (await desk.ask(stranger, "GET", f"/submissions/{made['id']}")).status_code == 404


async def test_similar_names_own_submissions_on_the_same_activity_and_year(desk: Desk) -> None:
    first = await desk.draft()
    await desk.draft(payload={"activity": "ACT-12", "year": 2021, "status": "planned"})
    assert (await desk.ask("CIM", "POST", "/submissions", body())).json()["similar"] == [first]


WRONG_CELLS: list[tuple[dict[str, Any], str]] = [
    *(({"count": count}, "small_cell") for count in (1, 2, 3, 4)),
    *(({"count": count, "small": True}, "small_cell") for count in (0, 3, 100)),
    ({}, "required"),
]


def _cells(**second: Any) -> dict[str, Any]:
    first = {"sex": "male", "age_group": "child", "small": True}
    cells = [first, {"sex": "female", "age_group": "adult", **second}]
    return {"payload": {"beneficiaries": cells}}


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"payload": {"activity": "ACT-99"}}, "/payload/activity", "unknown_code"),
        ({"payload": {"activity": "ACT-22"}}, "/payload/activity", "actor_may_not_report"),
        ({"payload": {"year": 2015}}, "/payload/year", "out_of_range"),
        ({"payload": {"year": 3000}}, "/payload/year", "out_of_range"),
        ({"payload": {"year": "2020"}}, "/payload/year", "wrong_type"),
        ({"payload": {"status": "done"}}, "/payload/status", "unknown_code"),
        ({"payload": {"colour": "red"}}, "/payload/colour", "unknown_field"),
        (
            {"payload": {"beneficiaries": [{"sex": "female", "age_group": "adult", "count": -1}]}},
            "/payload/beneficiaries/0/count",
            "out_of_range",
        ),
        *((_cells(**cell), "/payload/beneficiaries/1/count", code) for cell, code in WRONG_CELLS),
        (_cells(small=False), "/payload/beneficiaries/1/small", "unknown_code"),
        (
            {"payload": {"resources": [{"currency": "USD", "amount": "1.234"}]}},
            "/payload/resources/0/amount",
            "wrong_form",
        ),
        (
            {"payload": {"resources": [{"currency": "QQQ", "amount": "1"}]}},
            "/payload/resources/0/currency",
            "unknown_code",
        ),
        (
            {"payload": {"resources": [{"currency": "USD", "amount": "-1"}]}},
            "/payload/resources/0/amount",
            "wrong_form",
        ),
        ({"payload": {"beneficiaries": [CELL, CELL]}}, "/payload/beneficiaries/1", "repeated"),
        ({"joint_reporters": ["CIM"]}, "/joint_reporters/0", "unknown_code"),
        ({"joint_reporters": ["COL", "COL"]}, "/joint_reporters/1", "repeated"),
        ({"kind": "poem"}, "/kind", "unknown_code"),
        ({"title": ""}, "/title", "blank"),
        ({"title": "\u200b \u00a0"}, "/title", "blank"),
        ({"title": "a\x00b"}, "/title", "unreadable_character"),
        ({"payload": {"partners": [{"kind": "academia", "name": "\u3000"}]}}, PARTNER, "blank"),
        ({"payload": {"planned": "\u202eabc"}}, "/payload/planned", "unreadable_character"),
        ({"evidence": [{"url": "http:///x"}]}, "/evidence/0/url", "wrong_form"),
        ({"evidence": [{"url": "http://a:b@x.org"}]}, "/evidence/0/url", "wrong_form"),
        ({"evidence": [{"url": "http://x.org/\u202e"}]}, "/evidence/0/url", UNREADABLE),
        ({"evidence": [{"url": "http://x.org", "title": "\x85"}]}, "/evidence/0/title", UNREADABLE),
        (
            {"evidence": [{"url": "javascript:alert(1)", "title": "", "access": "public"}]},
            "/evidence/0/url",
            "wrong_form",
        ),
        ({"surprise": 1}, "/surprise", "unknown_field"),
    ],
)
async def test_what_is_wrong_is_said_by_pointer_and_code(
    desk: Desk, change: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await desk.ask("CIM", "POST", "/submissions", body() | change)
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in [
        (error["pointer"], error["code"]) for error in answer.json()["errors"]
    ]
    assert await desk.rows(tables.submissions) == 0


async def test_a_state_reports_only_on_years_it_took_part_in(desk: Desk) -> None:
    assert (
        await desk.ask("NIC", "POST", "/submissions", body("NIC", year=2023))
    ).status_code == 201
    late = await desk.ask("NIC", "POST", "/submissions", body("NIC", year=2024))
    assert late.json()["errors"][0]["code"] == "not_participating"


async def test_who_may_report_on_what(desk: Desk) -> None:
    cases = [
        ("CIM-LAB", "ACT-12", 201),
        ("COL", "ACT-12", 201),
        ("ILO", "ACT-22", 201),
        ("CAM", "ACT-12", 422),
        ("CIDI", "ACT-06", 422),
    ]
    for reporter, activity, status in cases:
        answer = await desk.ask(reporter, "POST", "/submissions", body(reporter, activity=activity))
        assert answer.status_code == status, (reporter, activity, answer.text)


BAD: list[tuple[bytes, str, int]] = [
    (b"{", "application/json", 400),
    (b'{"title": NaN}', "application/json", 400),
    (b"\xff\xfe", "application/json", 400),
    (b'{"kind":1,"kind":2}', "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b"[]", "application/json", 422),
    (b'{"payload":{"year":' + b"9" * 400 + b"}}", "application/json", 422),
    (b'{"payload":{"year":' + b"9" * 5000 + b"}}", "application/json", 400),
    (b'{"title":"\\ud800"}', "application/json", 422),
    (b"title=a", "application/x-www-form-urlencoded", 415),
    (b" " * 5_000_000, "application/json", 413),
]


@pytest.mark.parametrize(("raw", "media", "status"), BAD)
async def test_bad_input_is_a_clear_problem_and_stores_nothing(
    desk: Desk, raw: bytes, media: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer {desk.secrets['CIM']}", "Content-Type": media}
    answer = await desk.client.post("/reports/submissions", content=raw, headers=headers)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"]
    assert await desk.rows(tables.submissions) == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("cursor=abc", 400),
        ("cursor=W10", 400),
        ("limit=0", 422),
        ("limit=9" + "9" * 400, 422),
        ("year=0", 422),
        ("colour=red", 422),
        ("activity=ACT-99", 422),
        ("reporter=NOBODY", 422),
        ("objective=SO-99", 422),
        ("state=lost", 422),
        ("updated_after=0000-01-01T00:00:00Z", 422),
        ("updated_after=2020-01-01", 422),
        ("q=%00", 422),
        ("lang=xx", 422),
    ],
)
async def test_bad_queries(desk: Desk, query: str, status: int) -> None:
    answer = await desk.ask(None, "GET", f"/submissions?{query}")
    assert answer.status_code == status, answer.text


async def test_the_same_request_twice_is_one_submission(desk: Desk) -> None:
    first, second = [
        await desk.ask("CIM", "POST", "/submissions", body(), Idempotency_Key="k1") for _ in "12"
    ]
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert first.headers["etag"] == second.headers["etag"]
    other = await desk.ask("CIM", "POST", "/submissions", body(year=2021), Idempotency_Key="k1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await desk.rows(tables.submissions) == 1


async def test_twice_at_the_same_time_is_one_submission(desk: Desk) -> None:
    answers = await asyncio.gather(
        *(desk.ask("CIM", "POST", "/submissions", body(), Idempotency_Key="k2") for _ in range(8))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await desk.rows(tables.submissions) == 1


BEHAVIOURS = ("good", "bad", "equal", "stranger", "gone")
Answers = list[tuple[str, httpx2.Response | None]]


async def test_64_clients_at_once_each_get_the_answer_that_is_theirs(desk: Desk) -> None:
    """Good ones, bad ones, equal keys, without a key, and some that go away: nobody is hurt by
    another, and 201 is true.
    """
    clients = (_client(desk, BEHAVIOURS[n % len(BEHAVIOURS)], n) for n in range(64))
    answers = await asyncio.gather(*clients)
    equal = _statuses(answers, "equal")
    assert equal <= {201, 409}
    assert {name: _statuses(answers, name) for name in BEHAVIOURS} == {
        "good": {201},
        "bad": {422},
        "equal": equal,
        "stranger": {401},
        "gone": set(),
    }
    await desk.settled()
    titles = await _titles(desk)
    created = {one.json()["id"] for _, one in answers if one is not None and one.is_success}
    assert created <= titles.keys()
    assert all(title.startswith(("good", "equal", "gone")) for title in titles.values())
    assert sum(title.startswith("equal") for title in titles.values()) == 1
    for table in (tables.history, tables.kernel.idempotency):
        assert await desk.rows(table) == len(titles)
    ledger = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
    assert [item["position"] for item in ledger] == list(range(1, len(titles) + 2))


async def _client(desk: Desk, behaviour: str, number: int) -> tuple[str, httpx2.Response | None]:
    """What a client of this behaviour is answered; None for one that went away."""
    key = "equal" if behaviour == "equal" else f"{behaviour}-{number}"
    who = "revoked" if behaviour == "stranger" else "CIM"
    sent = body(year=1999) if behaviour == "bad" else body() | {"title": key}
    request = desk.ask(who, "POST", "/submissions", sent, Idempotency_Key=key)
    if behaviour != "gone":
        return behaviour, await request
    task = asyncio.create_task(request)
    await asyncio.sleep(0.001 * (number % 7))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return behaviour, None


def _statuses(answers: Answers, behaviour: str) -> set[int]:
    return {one.status_code for name, one in answers if name == behaviour and one is not None}


async def _titles(desk: Desk) -> dict[str, str]:
    """The title of every stored submission, by id."""
    s, t = tables.submissions, tables.texts
    statement = select(s.c.id, t.c.title).join(t, t.c.submission == s.c.id)
    async with desk.db.read() as connection:
        return {row.id: row.title for row in await connection.execute(statement)}


async def test_of_two_writers_one_is_told(desk: Desk) -> None:
    made = await desk.ask("CIM", "POST", "/submissions", body())
    path, tag = f"/submissions/{made.json()['id']}", made.headers["etag"]
    answers = await asyncio.gather(
        *(desk.ask("CIM", "PUT", path, body(year=year), If_Match=tag) for year in (2018, 2019))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert (await desk.ask("CIM", "PUT", path, body())).status_code == 428
    assert (await desk.ask("CIM", "PUT", path, body(), If_Match=tag)).status_code == 412
    assert (await desk.ask("CIM", "PUT", path, body(), If_Match="*")).status_code == 200


async def test_a_reviewer_is_warned_of_addresses_within_a_network(desk: Desk) -> None:
    urls = ["http://10.0.0.7/a", "http://files.local/a", "https://example.org/a"]
    links = [{"url": url, "title": "t", "access": "public"} for url in urls]
    id_ = await desk.published(evidence=links)
    warnings = {}
    for who in ("SG", "CIM", None):
        read = await desk.ask(who, "GET", f"/submissions/{id_}")
        warnings[who] = [link.get("warning") for link in read.json()["evidence"]]
    internal = "internal_address"
    assert warnings == {"SG": [internal, internal, None], "CIM": [None] * 3, None: [None] * 3}


async def test_evidence_is_shown_by_its_access(desk: Desk) -> None:
    links = [
        {"url": f"https://example.org/{access}", "title": access, "access": access}
        for access in ("public", "programme", "restricted")
    ]
    id_ = await desk.published(evidence=links)
    for who, seen in ((None, 1), ("MEX", 2), ("SG", 3), ("CIM", 3)):
        assert (
            len((await desk.ask(who, "GET", f"/submissions/{id_}")).json()["evidence"]) == seen
        ), who


async def test_lists_by_filter_and_cursor(desk: Desk) -> None:
    ids = [
        await desk.published(payload={"activity": "ACT-12", "year": year, "status": "planned"})
        for year in (2018, 2019, 2020)
    ]
    await desk.draft("COL")
    seen, url = [], "/reports/submissions?limit=2"
    while url:
        page = (await desk.client.get(url)).json()
        seen += [item["id"] for item in page["items"]]
        url = page["next"]
    assert seen == ids[::-1]
    for query, found in (
        ("year=2019", [ids[1]]),
        ("objective=GO-1", ids[::-1]),
        ("objective=SO-04", []),
        ("q=EDUCACION", ids[::-1]),
        ("q=nada", []),
    ):
        items = (await desk.ask(None, "GET", f"/submissions?{query}")).json()["items"]
        assert [item["id"] for item in items] == found, query
    waiting = (await desk.ask("COL", "GET", "/submissions?waiting=me")).json()["items"]
    assert [item["state"] for item in waiting] == ["draft"]


async def test_unchanged_is_304(desk: Desk) -> None:
    id_ = await desk.published()
    first = await desk.ask(None, "GET", f"/submissions/{id_}")
    again = await desk.ask(None, "GET", f"/submissions/{id_}", If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
