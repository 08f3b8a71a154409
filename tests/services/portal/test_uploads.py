"""Files are kept for one look at them, of so many bytes together, and for half an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from services.portal import uploads
from services.portal.uploads import Upload, Uploads


def upload(content: bytes = b"a") -> Upload:
    return Upload(content, "text/csv", "practice", "draft")


def test_one_file_of_a_session_under_the_import_that_checked_it() -> None:
    kept = Uploads()
    kept.put("me", "first", upload(b"1"))
    kept.put("me", "second", upload(b"2"))
    assert kept.get("me", "first") is None
    assert kept.get("me", "second") == upload(b"2")
    assert kept.get("you", "second") is None
    kept.drop("me")
    assert kept.get("me", "second") is None


def test_it_is_forgotten_in_time() -> None:
    now = [datetime(2026, 11, 30, tzinfo=UTC)]
    kept = Uploads(lambda: now[0])
    kept.put("me", "a", upload())
    now[0] += uploads.KEPT
    assert kept.get("me", "a")
    now[0] += timedelta(seconds=1)
    assert kept.get("me", "a") is None


def test_that_kept_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    kept = Uploads()
    for name in ("a", "b", "c"):
        kept.put(name, "x", upload(b"four"))
    assert [kept.get(name, "x") is not None for name in ("a", "b", "c")] == [False, True, True]


def test_a_file_is_not_told() -> None:
    assert "secret" not in repr(upload(b"secret"))
