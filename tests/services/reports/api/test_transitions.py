"""The life of a submission over HTTP, against the reference; confirmations; who may do what."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference.lifecycle import TABLE, Caller, Ledger, Step
from tests.services.reports.conftest import SECRETARIAT, Desk, body

WHO = {
    "CIM": Caller("CIM", frozenset({"reports:write"})),
    "COL": Caller("COL", frozenset({"reports:write"})),
    "MEX": Caller("MEX", frozenset({"reports:write"})),
    "SG": Caller("SG", frozenset(SECRETARIAT)),
    "reviewer": Caller("SG", frozenset({"reports:review"})),
    "nameless": Caller(None, frozenset({"reports:write", *SECRETARIAT})),
    "idle": Caller("MEX", frozenset()),
}
ACTIONS = [row.action for row in TABLE]
STEPS = st.tuples(
    st.sampled_from([*ACTIONS, "put", "confirm", "unconfirm"]), st.sampled_from(list(WHO))
)
GOOD = [("submit", "CIM"), ("start_review", "SG"), ("accept", "SG"), ("publish", "SG")]


async def _take(desk: Desk, id_: str, action: str, who: str, text: dict[str, Any]) -> Any:
    path = f"/submissions/{id_}"
    if action == "put":
        return await desk.ask(who, "PUT", path, text, If_Match="*")
    if action in ("confirm", "unconfirm"):
        return await desk.ask(
            who, "PUT" if action == "confirm" else "DELETE", f"{path}/confirmation", If_Match="*"
        )
    return await desk.act(who, id_, action, comment="¿Cuándo?")


def test_no_sequence_leaves_the_table(desk: Desk, event_loop_of: asyncio.AbstractEventLoop) -> None:
    """Whatever is tried in whatever order: the same answers, states and revisions as the reference;
    a published text never changes.
    """

    @settings(
        max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(st.lists(STEPS, max_size=12), st.booleans())
    def check(steps: list[tuple[str, str]], begin_public: bool) -> None:
        event_loop_of.run_until_complete(_sequence(desk, [*(GOOD if begin_public else []), *steps]))

    check()


async def _sequence(desk: Desk, steps: list[tuple[str, str]]) -> None:
    text = body() | {"joint_reporters": ["COL"]}
    made = await desk.ask("CIM", "POST", "/submissions", text)
    id_, ledger = made.json()["id"], Ledger()
    assert ledger.do(Step("create", WHO["CIM"], id_, text)).ok
    published: dict[int, Any] = {}
    for action, who in steps:
        answer = await _take(desk, id_, action, who, text)
        outcome = ledger.do(Step(action, WHO[who], id_, text, comment="¿Cuándo?"))
        assert answer.status_code == outcome.status, (action, who, answer.text, outcome)
        own = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).json()
        assert (own["state"], own["revision"]) == (outcome.state, outcome.revision)
        assert own["allowed"] == ledger.allowed(WHO["CIM"], id_)
        if own["state"] == "published":
            published.setdefault(own["revision"], (own["title"], own["payload"]))
    for revision, (title, payload) in published.items():
        kept = (await desk.ask("CIM", "GET", f"/submissions/{id_}?revision={revision}")).json()
        assert (kept["title"], kept["payload"]) == (title, payload)


async def test_what_is_missing_is_named_when_it_is_submitted(desk: Desk) -> None:
    id_ = await desk.draft(payload={"year": 2020})
    answer = await desk.act("CIM", id_, "submit")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/payload/activity",
        "/payload/status",
    ]


async def test_refusals_name_what_is_allowed(desk: Desk) -> None:
    id_ = await desk.draft()
    await desk.act("CIM", id_, "submit")
    wrong_state = await desk.act("SG", id_, "publish")
    assert (wrong_state.status_code, wrong_state.json()["allowed"]) == (409, ["start_review"])
    not_theirs = await desk.act("CIM", id_, "start_review")
    assert (not_theirs.status_code, not_theirs.json()["allowed"]) == (403, ["withdraw"])
    await desk.act("SG", id_, "start_review")
    silent = await desk.act("SG", id_, "return")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/comment")


async def test_a_lost_answer_can_be_had_again(desk: Desk) -> None:
    id_ = await desk.draft()
    tag = (await desk.ask("CIM", "GET", f"/submissions/{id_}")).headers["etag"]
    first = await desk.act("CIM", id_, "submit", match=tag, Idempotency_Key="s")
    again = await desk.act("CIM", id_, "submit", match=tag, Idempotency_Key="s")
    assert (first.status_code, again.status_code, first.content) == (200, 200, again.content)
    assert (await desk.act("CIM", id_, "submit", match=tag)).status_code == 412


async def test_nobody_speaks_for_another(desk: Desk) -> None:
    id_ = await desk.draft(joint_reporters=["COL"])
    path = f"/submissions/{id_}/confirmation"
    assert (await desk.ask("COL", "PUT", path, If_Match="*")).status_code == 404
    await desk.publish("CIM", id_)
    assert (await desk.ask("MEX", "PUT", path, If_Match="*")).status_code == 403
    assert (await desk.ask(None, "PUT", path, If_Match="*")).status_code == 401
    assert (await desk.ask("COL", "PUT", path)).status_code == 428
    assert (await desk.ask("COL", "PUT", path, If_Match="*")).json()["confirmed"] == ["COL"]
    assert [
        i["id"] for i in (await desk.ask(None, "GET", "/submissions?reporter=COL")).json()["items"]
    ] == [id_]
    assert (await desk.ask("COL", "DELETE", path, If_Match="*")).json()["confirmed"] == []
