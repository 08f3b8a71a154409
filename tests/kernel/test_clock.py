"""Time and identity: fixed width, ordered, strict."""

import os
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kernel import clock


def test_stamps_have_one_width_and_text_order_is_time_order() -> None:
    instants = [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        clock.now(),
    ]
    stamps = [clock.stamp(instant) for instant in instants]
    assert {len(stamp) for stamp in stamps} == {27}
    assert stamps == sorted(stamps)
    assert clock.parse(stamps[2]) == instants[2]
    assert (
        clock.stamp(datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))))
        == "2026-01-01T00:00:00.000000Z"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-01-01 00:00:00Z",
        "0000-01-01T00:00:00Z",
        "x",
        "",
        "2026-13-01T00:00:00Z",
        "20260101T000000Z",
        "2026-01-01T00:00:00+0100",
        "2026-01-01T00:00Z",
        "2026-01-01T12:30:60Z",
        "2026-01-01T00:00:61Z",
        "\u0662026-01-01T00:00:00Z",
    ],
)
def test_what_is_no_rfc_3339_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        clock.parse(text)


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("2026-01-01t00:00:00z", "2026-01-01T00:00:00.000000Z"),
        ("2026-01-01T01:00:00.5+01:00", "2026-01-01T00:00:00.500000Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"),
        ("2016-12-31t15:59:60.25-08:00", "2017-01-01T00:00:00.000000Z"),
    ],
)
def test_every_rfc_3339_instant_is_read(text: str, stamp: str) -> None:
    assert clock.stamp(clock.parse(text)) == stamp


def test_uuid7_is_one_and_ordered_by_time() -> None:
    made = [clock.uuid7() for _ in range(200)]
    assert len(set(made)) == 200
    for text in made:
        value = uuid.UUID(text)
        assert (value.version, value.variant, str(value)) == (7, uuid.RFC_4122, text)
    milliseconds = [uuid.UUID(text).int >> 80 for text in made]
    assert milliseconds == sorted(milliseconds)
    assert abs(milliseconds[-1] / 1000 - clock.now().timestamp()) < 5


def test_salts_and_secrets_are_fresh() -> None:
    assert len({clock.salt() for _ in range(50)}) == 50
    assert all(len(clock.salt()) == 32 for _ in range(5))
    assert set(clock.secret(200, "ab")) == {"a", "b"}


def test_a_forked_child_gives_other_names_and_salts_than_its_parent() -> None:
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.write(writing, f"{clock.salt()} {clock.request_id()}".encode())
        os._exit(0)
    os.waitpid(child, 0)
    salt, name = os.read(reading, 1000).decode().split()
    os.close(reading)
    os.close(writing)
    assert salt != clock.salt()
    assert name.rpartition("-")[0] != clock.request_id().rpartition("-")[0]


def test_requests_have_names_of_their_own() -> None:
    assert len({clock.request_id() for _ in range(1000)}) == 1000


def test_today_is_the_utc_date() -> None:
    assert abs((clock.today() - clock.now().date()).days) <= 1
