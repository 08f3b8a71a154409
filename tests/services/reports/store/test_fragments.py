"""Many ids in several statements."""

from services.reports.store import fragments


def test_many_ids_are_looked_for_some_at_once() -> None:
    ids = [str(n) for n in range(2 * fragments.AT_ONCE + 1)]
    batches = list(fragments.batches(ids))
    assert [len(some) for some in batches] == [fragments.AT_ONCE, fragments.AT_ONCE, 1]
    assert [id_ for some in batches for id_ in some] == sorted(ids)
