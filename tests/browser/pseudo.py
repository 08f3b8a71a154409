"""A language that is nobody's, so that a page shows which of its words come from a catalogue and
whether longer ones would fit: each message of French longer by two fifths and between brackets.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from unittest import mock

import httpx2
import uvicorn
from babel.messages.catalog import Catalog

from services.portal.app import Needs, build
from services.portal.views import locales, render
from tests.system.server import until
from tools.components.processes import free_ports

LANG, LIKE = (
    "eo",
    "fr",
)  # a code that no service knows, and what services are asked for in its place
KEPT = re.compile(r"(%\(\w+\)\w|%%|<[^>]*>|&\w+;)")
WORD = re.compile(r"[^\W\d_]{2,}")
real = render.catalogue


def lengthened(text: str) -> str:
    """A message with longer words; its placeholders and tags are as they were."""
    parts = KEPT.split(text)
    parts[::2] = [WORD.sub(longer, part) for part in parts[::2]]
    return f"⟦{''.join(parts)}⟧"


def longer(word: re.Match[str]) -> str:
    """One word, longer by two fifths."""
    letters, middle = word[0], len(word[0]) // 2
    return letters[:middle] + letters[middle] * (len(letters) * 2 // 5) + letters[middle:]


def catalogue(lang: str) -> Catalog:
    """The messages of a language, of this one too."""
    if lang != LANG:
        return real(lang)
    made = real(LIKE)
    for message in made:
        if message.id and isinstance(message.string, str):
            message.string = lengthened(message.string)
        elif message.id:
            message.string = tuple(lengthened(form) for form in message.string)
    return made


class Heard:
    """What the services said, every text of it, so that a page may say it too."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    async def ask(self, request: httpx2.Request) -> None:
        """Of the services a language is asked for that they have."""
        if request.url.params.get("lang") == LANG:
            request.url = request.url.copy_merge_params({"lang": LIKE})

    async def hear(self, response: httpx2.Response) -> None:
        """Remember what an answer says."""
        await response.aread()
        if "json" in response.headers.get("content-type", ""):
            self.texts.update(texts(response.json()))


def texts(data: Any) -> Iterator[str]:
    """Every text in a JSON value, names of fields too."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for each in data:
            yield from texts(each)
    elif isinstance(data, dict):
        for name, each in data.items():
            yield name
            yield from texts(each)


@contextmanager
def portal(base: str, heard: Heard) -> Iterator[str]:
    """A portal that has this language too, over the services at `base`; where it is served."""
    languages = {**render.LANGUAGES, LANG: "⟦⟧"}
    hooks = {"request": [heard.ask], "response": [heard.hear]}
    client = httpx2.AsyncClient(base_url=base, timeout=60, event_hooks=hooks)
    render.translations.cache_clear()
    with (
        mock.patch.object(render, "catalogue", catalogue),
        mock.patch.dict(render.LANGUAGES, languages),
        mock.patch.dict(locales.LOCALES, {LANG: locales.LOCALES[LIKE]}),
    ):
        yield from served(client)
    render.translations.cache_clear()
    render.environment.cache_clear()


def served(client: httpx2.AsyncClient) -> Iterator[str]:
    """A portal at an address of its own, until it is no longer needed."""
    port = free_ports(1)[0]
    server = uvicorn.Server(uvicorn.Config(build(Needs(client)), port=port, log_level="error"))

    async def serve() -> None:
        async with client:
            await server.serve()

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    until(lambda: server.started, "the portal does not start")
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
