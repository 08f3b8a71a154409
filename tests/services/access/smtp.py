"""A small mail server for tests: it keeps what it is given, and refuses where it is told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """`answers`: to the next messages in turn, `lost` to end the connection when it has the whole
    message, else 250.
    """

    port: int = 0
    answers: list[str] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, "220 test")
        sender = to = ""
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "MAIL":
                sender = line
            if verb == "RCPT":
                to = line
            if verb == "DATA" and not await self._take(reader, writer, (sender, to)):
                break
            if verb != "DATA":
                await self._say(writer, "221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                break
        writer.close()

    async def _take(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, who: tuple[str, str]
    ) -> bool:
        """Whether the connection goes on after a message."""
        await self._say(writer, "354 go on")
        text = await reader.readuntil(b"\r\n.\r\n")
        said = self.answers.pop(0) if self.answers else "250 ok"
        if said == "lost" or said.startswith("250"):
            self.envelopes.append(who)
            self.messages.append(text.removesuffix(b".\r\n"))
        if said == "lost":
            return False
        await self._say(writer, said)
        return True

    async def _say(self, writer: asyncio.StreamWriter, line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()


@asynccontextmanager
async def mail_server(*answers: str) -> AsyncIterator[MailServer]:
    kept = MailServer(answers=list(answers))
    server = await asyncio.start_server(kept.serve, "127.0.0.1", 0)
    kept.port = server.sockets[0].getsockname()[1]
    async with server:
        yield kept
