"""Reports 0005: what the columns held stands in the index, and comes back when it is taken back."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import text

from kernel.db import migrating
from services.reports.domain.kinds import KINDS
from system import migrations
from tests.databases import Databases

FIELDS = ("activity", "year", "public_activity", "public_year")
SUBMISSIONS: dict[str, tuple[Any, ...]] = {
    "draft": ("ACT-12", None, None, None),
    "empty": (None, None, None, None),
    "public": ("ACT-12", 2024, "ACT-06", 2023),
}
INSERT = (
    "INSERT INTO reports_submissions (id, kind, reporter, edition, state, revision, text, version,"
    " created_at, updated_at, begun, search, activity, year, public_activity, public_year)"
    " VALUES (:id, 'implementation', 'CIM', 'e', 'draft', 1, 1, 1, '', '', 1, '', :activity, :year,"
    " :public_activity, :public_year)"
)


async def _run(url: str, work: Callable[[Any], Any]) -> Any:
    results: list[Any] = []

    def change(connection: Any) -> None:
        results.append(work(connection))
        connection.commit()

    await migrating.run(url, change)
    return results[0]


def _insert(connection: Any) -> None:
    for id_, values in SUBMISSIONS.items():
        connection.execute(text(INSERT), {"id": id_, **dict(zip(FIELDS, values, strict=True))})


def _columns(connection: Any) -> dict[str, tuple[Any, ...]]:
    rows = connection.execute(text(f"SELECT id, {', '.join(FIELDS)} FROM reports_submissions"))
    return {id_: tuple(values) for id_, *values in rows}


def _terms(connection: Any) -> set[tuple[str, ...]]:
    rows = connection.execute(text("SELECT submission, side, name, value FROM reports_index"))
    return {tuple(row) for row in rows}


def _expected() -> set[tuple[str, ...]]:
    """The terms as the service writes them."""
    kind = KINDS["implementation"]
    terms = set()
    for id_, (activity, year, public_activity, public_year) in SUBMISSIONS.items():
        newest = {"activity": activity, "year": year}
        public = {"activity": public_activity, "year": public_year}
        terms |= {(id_, "newest", *term) for term in kind.index(newest)}
        terms |= {(id_, "public", *term) for term in kind.index(public)}
        terms |= {(id_, "newest", "similar", key) for key in kind.similar_keys("CIM", newest)}
    return terms


async def test_the_index_holds_what_the_columns_held(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, "0004")
    await _run(url, _insert)
    await migrations.upgrade("reports", url, "0005")
    assert await _run(url, _terms) == _expected()
    await migrations.downgrade("reports", url, "0004")
    assert await _run(url, _columns) == SUBMISSIONS
    await migrations.upgrade("reports", url, "0005")
    assert await _run(url, _terms) == _expected()
