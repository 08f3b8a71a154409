"""What a Kafka message says comes back as the record it was, whichever client reads it."""

import pytest

from contracts import topics
from kernel.errors import LogConflict
from kernel.eventlog import Stored, wire
from tests.kernel.eventlog.behaviour import record


def test_a_record_survives_the_way_through_a_message() -> None:
    given = record("t", 3, key="clé", value='"ñ"')
    assert wire.stored(
        "t", 7, given.key.encode(), given.value.encode(), wire.headers(given)
    ) == Stored(7, given)


@pytest.mark.parametrize("position", [None, b"", b"x", b"9" * 19, "٣".encode()])
def test_a_message_without_a_position_is_refused_by_its_offset(position: bytes | None) -> None:
    for headers in ([], [("ce_position", position)]):
        with pytest.raises(LogConflict, match="offset 7 has no position and key of ours"):
            wire.stored("t", 7, b"k", b"v", headers)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", [b"k" * 65, b"k\x00", b"\xff" * 20])
def test_a_key_that_could_not_be_parked_is_refused_by_its_offset(key: bytes) -> None:
    with pytest.raises(LogConflict, match="offset 7 has no position and key of ours"):
        wire.stored("t", 7, key, b"v", [("ce_position", b"1")])


def test_missing_and_unreadable_parts_stay_visible() -> None:
    found = wire.stored("t", 0, None, b"\xff", [("ce_position", b"1")]).record
    assert (found.key, found.value) == ("", "\\xff")


def test_only_a_compacted_topic_forgets() -> None:
    assert {wire.settings(name)["retention.ms"] for name in (*topics.SETTINGS, "a-new-one")} == {
        "-1"
    }
    assert wire.settings(topics.ACCESS)["cleanup.policy"] == "compact"


def test_a_truncated_log_names_the_way_out() -> None:
    assert "aggregator rebuild" in str(wire.truncated(ValueError("x")))
