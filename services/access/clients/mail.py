"""Sends messages: to a mail server, or as files."""

import asyncio
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from files import private

TIMEOUT = 10.0  # seconds, of each step


class NotSent(Exception):
    """Surely not sent, and another attempt may help. Its text is a code, never an address."""


class Refused(NotSent):
    """Surely not sent, and no other attempt will help."""


class Uncertain(Exception):
    """The server had the whole message when it was lost: it may have been sent."""


class Transport(Protocol):
    """`repeatable`: sending a message again has no effect."""

    repeatable: bool

    async def send(self, message: EmailMessage) -> None:
        """Raises NotSent, Refused, Uncertain."""


def transport(url: str, folder: Path) -> Transport:
    """What a URL stands for; `folder`: where files go that it gives no folder for."""
    parts = urlsplit(url)
    if parts.scheme in ("smtp", "smtps"):
        return Smtp(url)
    return Files(Path(parts.path) if parts.path else folder)


class Files:
    """A file for each message, named by its id: written again it is the same file."""

    repeatable = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def send(self, message: EmailMessage) -> None:
        """Whole or not at all. Raises NotSent."""
        try:
            await asyncio.to_thread(self._write, message)
        except OSError:
            raise NotSent("not_written") from None

    def _write(self, message: EmailMessage) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").partition("@")[0]
        private.write(self._folder / f"{name}.eml", message.as_bytes())


class Smtp:
    """A mail server: `smtps://`, or `smtp://` with STARTTLS where the server has it. A password is
    sent through TLS alone.
    """

    repeatable = False

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    async def send(self, message: EmailMessage) -> None:
        """Raises NotSent, Refused, Uncertain."""
        await asyncio.to_thread(self._send, message)

    def _send(self, message: EmailMessage) -> None:
        with _told_as_not_sent():
            server = self._connected()
        try:
            with _told_as_not_sent():
                self._introduce(server, message)
            _hand_over(server, message)
        finally:
            _end(server)

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._url.scheme == "smtps":
            address = self._address(smtplib.SMTP_SSL_PORT)
            return smtplib.SMTP_SSL(*address, timeout=TIMEOUT, context=context)
        server = smtplib.SMTP(*self._address(smtplib.SMTP_PORT), timeout=TIMEOUT)
        self._encrypt(server, context)
        return server

    def _address(self, usual: int) -> tuple[str, int]:
        """Host and port; `usual`: the port where none is given."""
        return self._url.hostname or "localhost", self._url.port or usual

    def _encrypt(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        """Raises NotSent where a password would be read on the way."""
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif self._url.password:
            server.close()
            raise NotSent("no_tls")

    def _introduce(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        """Everything before the message itself."""
        server.ehlo_or_helo_if_needed()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        _accepted(server.mail(_address(message, "From")))
        _accepted(server.rcpt(_address(message, "To")))


def _end(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        _accepted(server.data(message.as_bytes()))
    except smtplib.SMTPDataError as error:  # the server did not want to begin
        raise _refusal(error.smtp_code) from None
    except (smtplib.SMTPException, OSError):
        raise Uncertain("lost") from None


def _address(message: EmailMessage, header: str) -> str:
    address: str = message[header].addresses[0].addr_spec
    return address


def _accepted(reply: tuple[int, bytes]) -> None:
    """Raise Refused or NotSent unless the server agreed."""
    if not 200 <= reply[0] < 300:
        raise _refusal(reply[0])


def _refusal(code: int) -> NotSent:
    return Refused(f"smtp_{code}") if code >= 500 else NotSent(f"smtp_{code}")


@contextmanager
def _told_as_not_sent() -> Iterator[None]:
    """Whatever breaks before the message is handed over."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise NotSent(f"smtp_{error.smtp_code}") from None
    except smtplib.SMTPNotSupportedError:
        raise NotSent("not_supported") from None
    except (smtplib.SMTPException, OSError):
        raise NotSent("not_reached") from None
