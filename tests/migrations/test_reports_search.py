"""Reports 0009: texts that were folded less are folded as the service folds now."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from kernel.db import migrating
from services.reports.domain.folding import folded
from system import migrations
from tests.databases import Databases

BEFORE, AFTER = "0008", "0009"
# id: (newest, public) as they were folded before
TEXTS: dict[str, tuple[str, str | None]] = {
    f"{n:03}": (f"l’œuvre  “{n}” – łódź", None if n % 2 else f"strasse æ {n}") for n in range(250)
}
INSERT = (
    "INSERT INTO reports_submissions (id, kind, reporter, edition, state, revision, text, version,"
    " created_at, updated_at, begun, search, public_search)"
    " VALUES (:id, 'implementation', 'CIM', 'e', 'draft', 1, 1, 1, '', '', 1, :search, :public)"
)


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    results: list[Any] = []

    def change(connection: Any) -> None:
        results.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return results[0]


def _insert(connection: Any) -> None:
    rows = [{"id": id_, "search": new, "public": old} for id_, (new, old) in TEXTS.items()]
    connection.execute(text(INSERT), rows)


def _texts(connection: Any) -> dict[str, tuple[str, str | None]]:
    rows = connection.execute(text("SELECT id, search, public_search FROM reports_submissions"))
    return {row.id: (row.search, row.public_search) for row in rows}


async def test_every_text_is_folded_anew(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, BEFORE)
    await _run(url, _insert)
    await migrations.upgrade("reports", url, AFTER)
    assert await _run(url, _texts) == {
        id_: (folded(new), folded(old) if old else None) for id_, (new, old) in TEXTS.items()
    }
    assert (await _run(url, _texts))["000"] == ('l\'oeuvre "0" - lodz', "strasse ae 0")
