"""The chain against vectors made by hand with nothing but hashlib and json."""

import hashlib
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kernel import chain

TIME = "2026-11-28T12:00:00.000000Z"
DATA = {"zeta": [1, True, None], "alpha": {"b": "ñ\n\u2028", "a": -0.5}}


def by_hand(data: object, id_: str, salt: str, type_: str) -> str:
    text = json.dumps(
        {"data": data, "id": id_, "salt": salt, "type": type_},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    return hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_is_that_of_the_canonical_four() -> None:
    assert chain.digest(chain.canonical(DATA), "i", "s", "t.x") == by_hand(DATA, "i", "s", "t.x")
    assert by_hand({}, "i", "s", "t") != by_hand({}, "i", "other", "t")


def test_known_answers() -> None:
    digest = chain.digest("{}", "1", "00", "t")
    assert digest == hashlib.sha256(b'{"data":{},"id":"1","salt":"00","type":"t"}').hexdigest()
    first = chain.link(chain.GENESIS, 1, TIME, digest)
    place = b"\0\0\0\0\0\0\0\1" + TIME.encode()
    assert first == hashlib.sha256(bytes(32) + place + bytes.fromhex(digest)).hexdigest()
    place = b"\0\0\0\0\0\0\1\2" + TIME.encode()
    by_hand_ = bytes.fromhex(first) + place + bytes.fromhex(digest)
    assert chain.link(first, 258, TIME, digest) == hashlib.sha256(by_hand_).hexdigest()
    assert chain.GENESIS == "0" * 64


def test_texts_are_escaped_so_that_none_can_pose_as_another() -> None:
    assert chain.digest("{}", '1","salt":"2', "3", "t") == by_hand({}, '1","salt":"2', "3", "t")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_canonical_is_what_the_library_of_rfc_8785_says(data: object) -> None:
    assert chain.canonical(data) == rfc8785.dumps(data).decode()


def test_canonical_is_rfc_8785() -> None:
    assert chain.canonical({"b": 1.0, "a": 1e21}) == '{"a":1e+21,"b":1}'


@pytest.mark.parametrize("value", [2**53 + 1, float("nan"), float("inf"), "\ud800"])
def test_what_json_cannot_carry_exactly_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        chain.canonical({"a": value})
