"""Reports 0015: what the public saw last, who its text names, and what was ever submitted are known
of the submissions that were there before.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

PUBLISHED, CHANGED = "2026-01-02T00:00:00.000000Z", "2026-02-03T00:00:00.000000Z"
SUBMISSION = (
    "INSERT INTO reports_submissions (id, kind, reporter, edition, state, revision, text, version,"
    " created_at, updated_at, begun, search, public_revision, public_text, published_at) VALUES"
    " (:id, 'practice', 'CIM', 'e', :state, 1, 2, 7, '', :changed, 1, '', :public, :public,"
    " :published)"
)
TEXT = (
    "INSERT INTO reports_texts (submission, number, revision, title, language, payload, evidence,"
    " joint, saved_at) VALUES (:id, 1, 1, 't', 'es', '{}', '[]', '[\"COL\",\"MEX\"]', '')"
)
PARTY = (
    "INSERT INTO reports_parties (actor, submission, named, confirmed, public_confirmed)"
    " VALUES (:actor, :id, :no, :no, :no)"
)
STEP = (
    "INSERT INTO reports_history (submission, revision, at, action, to_state)"
    " VALUES (:id, 1, '', 'submit', 'submitted')"
)
STATES = {  # id: state, whether it is public
    "draft": ("draft", False),
    "submitted": ("submitted", False),
    "dropped": ("withdrawn", False),
    "ended": ("withdrawn", False),
    "corrected": ("draft", True),
    "hidden": ("withheld", True),
}


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    results: list[Any] = []

    def change(connection: Any) -> None:
        results.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return results[0]


def _insert(connection: Any) -> None:
    for id_, (state, public) in STATES.items():
        given = (
            {"public": 1, "published": PUBLISHED}
            if public
            else dict.fromkeys(("public", "published"))
        )
        connection.execute(
            text(SUBMISSION), {"id": id_, "state": state, "changed": CHANGED, **given}
        )
        connection.execute(text(TEXT), {"id": id_})
        for actor in ("COL", "CO"):
            connection.execute(text(PARTY), {"id": id_, "actor": actor, "no": False})
    connection.execute(text(STEP), {"id": "ended"})


async def test_what_the_public_saw_is_known(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, "0014")
    await _run(url, _insert)
    await migrations.upgrade("reports", url, "head")
    rows = await _run(url, lambda connection: _read(connection, "id", "public_updated_at"))
    nothing = dict.fromkeys(("draft", "submitted", "dropped", "ended"))
    assert rows == {**nothing, "corrected": PUBLISHED, "hidden": CHANGED}
    rows = await _run(url, lambda connection: _read(connection, "id", "submitted"))
    assert {id_ for id_, submitted in rows.items() if not submitted} == {"draft", "dropped"}


async def test_who_the_public_text_names_is_known(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, "0014")
    await _run(url, _insert)
    await migrations.upgrade("reports", url, "head")
    select = text("SELECT submission, actor FROM reports_parties WHERE public_named")
    rows = await _run(url, lambda connection: connection.execute(select).all())
    assert {tuple(row) for row in rows} == {("corrected", "COL"), ("hidden", "COL")}


def _read(connection: Any, *columns: str) -> dict[str, Any]:
    return dict(
        tuple(row)
        for row in connection.execute(text(f"SELECT {', '.join(columns)} FROM reports_submissions"))
    )
