"""The blocks that a dossier's pages are drawn of, each as the template takes it."""

from collections.abc import Sequence
from typing import Any, NamedTuple

Block = dict[str, Any]


class Bar(NamedTuple):
    """A bar of a chart: so much of so much, and what is written at its end."""

    label: str
    value: int
    of: int
    text: str


def heading(level: int, text: str) -> Block:
    """A heading; no level is ever left out."""
    return {"kind": "heading", "level": level, "text": text}


def text(words: str) -> Block:
    """A paragraph."""
    return {"kind": "text", "text": words}


def note(words: str, *, leads: bool = False) -> Block:
    """A remark; one that says how to read what follows (`leads`) stays with it on a page."""
    return {"kind": "note", "text": words, "leads": leads}


def label(words: str) -> Block:
    """What the next block is."""
    return {"kind": "label", "text": words}


def quote(lang: str, words: str) -> Block:
    """What an actor wrote, in its language."""
    return {"kind": "quote", "lang": lang, "text": words}


def facts(rows: Sequence[tuple[str, str]]) -> list[Block]:
    """Names with values; nothing where there are none."""
    return [{"kind": "facts", "rows": list(rows)}] if rows else []


def table(head: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> Block:
    """Rows under one row of heads; `widths`: shares of the page."""
    return {"kind": "table", "head": head, "widths": widths, "rows": rows}


def bars(caption: str, alt: str, rows: Sequence[Bar]) -> Block:
    """A chart; `alt` says what it shows to those who do not see it."""
    return {"kind": "bars", "caption": caption, "alt": alt, "bars": [row._asdict() for row in rows]}


def code(words: str) -> Block:
    """A digest or an address, sign by sign."""
    return {"kind": "code", "text": words}


def link(words: str, to: str | None) -> Block:
    """An address, as a link where it is whole."""
    return {"kind": "link", "text": words, "to": to}
