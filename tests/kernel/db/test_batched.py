"""Statements of many seeks: every key finds its own, whatever their number; few forms."""

import pytest
from sqlalchemy import Column, Integer, MetaData, Select, String, Table, bindparam, select
from sqlalchemy import create_engine as engine_of

from kernel.db.batched import Batched, every, every_text

THINGS = Table("things", MetaData(), Column("name", String), Column("n", Integer))


def _arms(n: int) -> list[Select[tuple[str, int]]]:
    here = (THINGS.c.name == bindparam(f"name{n}"), THINGS.c.n > bindparam(f"over{n}"))
    return [select(THINGS.c.name, THINGS.c.n).where(*here)]


def _text_arms(n: int) -> list[str]:
    return [f"SELECT name, n FROM things WHERE name = :name{n} AND n > :over{n}"]


SEEKS: list[Batched[object]] = [
    Batched(("name", "over"), ("", 0), _arms, every),  # type: ignore[arg-type]
    Batched(("name", "over"), ("", 0), _text_arms, every_text),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("seeks", SEEKS, ids=["select", "text"])
@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_every_key_finds_its_own(seeks: Batched[object], count: int) -> None:
    engine = engine_of("sqlite://")
    with engine.connect() as connection:
        THINGS.create(connection)
        rows = [{"name": f"a{number}", "n": n} for number in range(9) for n in (1, 2)]
        connection.execute(THINGS.insert(), rows)
        statement, values = seeks([(f"a{number}", 1) for number in range(count)])
        found = connection.execute(statement, values).all()
        assert sorted(map(tuple, found)) == [(f"a{number}", 2) for number in range(count)]
    engine.dispose()


def test_sizes_are_powers_of_two_and_each_is_made_once() -> None:
    made: list[int] = []

    def join(arms: object) -> object:
        made.append(len(arms))  # type: ignore[arg-type]
        return every(arms)  # type: ignore[arg-type]

    seeks = Batched(("name", "over"), ("", 0), _arms, join)  # type: ignore[arg-type]
    statements = {count: seeks([("a", 0)] * count)[0] for count in range(1, 9)}
    assert made == [1, 2, 4, 8]
    assert statements[5] is statements[8]
