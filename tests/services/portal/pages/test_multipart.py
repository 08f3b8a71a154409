"""Forms with files: read byte for byte, or refused where they are none."""

import httpx2
import pytest

from kernel.errors import Problem
from services.portal.pages import multipart
from services.portal.pages.multipart import File

BYTES = bytes(range(256)) + b"\r\n--x\r\n\r\n--"


def sent(files: dict[str, tuple[str, bytes]], **data: str) -> tuple[bytes, bytes]:
    """A body as a client writes it, and its boundary."""
    request = httpx2.Request("POST", "http://portal/", data=data, files=files)
    boundary = multipart.boundary_of(request.headers["content-type"])
    assert boundary
    return request.read(), boundary


def test_fields_and_files_are_what_was_sent() -> None:
    file = ("informe año.xlsx", BYTES)
    pairs, files = multipart.parse(*sent({"file": file}, token="t", kind="práctica"))
    assert pairs == [("token", "t"), ("kind", "práctica")]
    assert files == {"file": File("informe año.xlsx", BYTES)}


def test_a_field_in_which_nothing_was_chosen_is_no_file() -> None:
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--b--\r\n'
    assert multipart.parse(body, b"b") == ([], {})


def test_an_empty_file_is_one() -> None:
    assert multipart.parse(*sent({"file": ("a.csv", b"")}))[1] == {"file": File("a.csv", b"")}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b",
        b"--b\r\n\r\n",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        b"--c--\r\n",
        b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx' * 2000,
    ],
)
def test_what_is_no_form_is_refused(body: bytes) -> None:
    with pytest.raises(Problem):
        multipart.parse(body, b"b")


def test_another_media_type_has_no_boundary() -> None:
    assert multipart.boundary_of("application/x-www-form-urlencoded") is None
    assert multipart.boundary_of("") is None
    assert multipart.boundary_of("multipart/form-data") == b""
    with pytest.raises(Problem):
        multipart.parse(b"----\r\n", b"")
