"""Sending: to a real socket, and as files that nobody else reads."""

import stat
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from services.access.clients.mail import NotSent, Refused, Uncertain, transport
from tests.services.access.focal import read
from tests.services.access.smtp import mail_server


def a_message() -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = "OAS <noreply@oas.example>", "Ana Gómez <ana@example.org>"
    message["Message-ID"], message["Subject"] = "<n1@oas.example>", "Devolución"
    message.set_content("ñandú\n.\nfin\n")
    return message


async def test_a_server_gets_the_message_as_it_is(tmp_path: Path) -> None:
    async with mail_server() as server:
        await transport(server.url, tmp_path).send(a_message())
    sender, to = server.envelopes[0]
    assert "<noreply@oas.example>" in sender
    assert "<ana@example.org>" in to
    got = read(server.messages[0].replace(b"\r\n..", b"\r\n."))
    assert (got["Subject"], got.get_content()) == ("Devolución", "ñandú\n.\nfin\n")


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        ("451 later", NotSent, "smtp_451"),
        ("550 nobody", Refused, "smtp_550"),
        ("lost", Uncertain, "lost"),
    ],
)
async def test_what_a_server_may_answer(
    tmp_path: Path, answer: str, error: type[Exception], reason: str
) -> None:
    async with mail_server(answer) as server:
        with pytest.raises(error, match=reason) as told:
            await transport(server.url, tmp_path).send(a_message())
    assert type(told.value) is error


async def test_no_server_is_tried_again(tmp_path: Path) -> None:
    async with mail_server() as server:
        gone = server.url
    with pytest.raises(NotSent, match="not_reached"):
        await transport(gone, tmp_path).send(a_message())


async def test_a_password_never_goes_without_tls(tmp_path: Path) -> None:
    async with mail_server() as server:
        url = server.url.replace("//", "//me:secret@")
        with pytest.raises(NotSent, match="no_tls"):
            await transport(url, tmp_path).send(a_message())
    assert server.messages == []


async def test_a_file_is_for_its_owner_and_the_same_when_written_again(tmp_path: Path) -> None:
    for url, folder in (
        ("file:", tmp_path / "mail"),
        (f"file:{tmp_path}/other", tmp_path / "other"),
    ):
        files = transport(url, tmp_path / "mail")
        await files.send(a_message())
        await files.send(a_message())
        assert files.repeatable
        assert [path.name for path in folder.iterdir()] == ["n1.eml"]
        assert stat.S_IMODE((folder / "n1.eml").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
