"""Notices as messages, in the language of who reads them: what took place, a link, and no text
that somebody wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel.dates import format_date

from contracts.codes import LANGUAGES
from kernel import clock

FOLDER = Path(__file__).parent / "texts"
LOCALES = {"en": "en", "es": "es_419", "pt": "pt_BR", "fr": "fr"}
PATTERNS = {"en": "d MMMM y"}  # else the long form of the locale
#: Where what a notice is about is shown; else the public page of the submission.
PAGES = {
    "returned": "/desk/reports/{submission}",
    "accepted": "/desk/reports/{submission}",
    "comment_made": "/desk/reports/{submission}",
    "confirmation_asked": "/desk/confirm/{submission}",
    "cycle_convened": "/cycles/{cycle}",
    "cycle_opened": "/cycles/{cycle}",
    "cycle_closing": "/cycles/{cycle}",
}
PUBLIC_PAGE = "/submissions/{submission}"


class PlainLinks(EmailPolicy):
    """Addresses in headers stay in one piece: folded they would be encoded, and no mail program
    reads them then.
    """

    def fold(self, name: str, value: str) -> str:
        """A header as it is written."""
        whole = name in ("List-Unsubscribe", "Message-ID")
        return f"{name}: {value}{self.linesep}" if whole else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """The same in bytes: they hold no other characters."""
        return self.fold(name, value).encode()


POLICY = PlainLinks(linesep=SMTP.linesep)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all messages of an installation share: the sender's address, and its public address."""

    sender: str
    links: str


@cache
def texts(lang: str) -> Mapping[str, Any]:
    """The wording in a language."""
    loaded: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{lang}.yaml").read_text("utf-8"))
    return loaded


def message(
    notice: Mapping[str, Any], reader: Mapping[str, Any], names: Mapping[str, str], head: Letterhead
) -> EmailMessage:
    """A notice for a focal point of the actor with these names; `notice` holds `unsubscribe`, the
    address that ends this kind of notices. The same bytes at every attempt.
    """
    lang, out = reader["language"], EmailMessage(policy=POLICY)
    subject, text = _worded(notice["kind"], notice["about"], lang)
    _address(out, head, reader, subject)
    _mark(out, head, notice)
    actor = _name(notice["actor"], names, lang)
    out.set_content(_framed(text, notice, reader, actor=actor, link=_link(notice, head)))
    out["Content-Language"] = lang  # what the content sets anew would be taken away
    return out


def _address(out: EmailMessage, head: Letterhead, reader: Mapping[str, Any], subject: str) -> None:
    """From whom, to whom, about what."""
    out["From"] = head.sender
    out["To"] = Address(reader["name"], addr_spec=reader["email"])
    out["Subject"] = subject


def _mark(out: EmailMessage, head: Letterhead, notice: Mapping[str, Any]) -> None:
    """What mail programs read."""
    out["Date"] = format_datetime(clock.parse(notice["created_at"]))
    out["Message-ID"] = f"<{notice['id']}@{urlsplit(head.links).hostname}>"
    out["Auto-Submitted"] = "auto-generated"
    _allow_to_unsubscribe(out, notice["unsubscribe"])


def _allow_to_unsubscribe(out: EmailMessage, address: str) -> None:
    """By one click in a mail program (RFC 8058)."""
    out["List-Unsubscribe"] = f"<{address}>"
    out["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _link(notice: Mapping[str, Any], head: Letterhead) -> str:
    """The address of what it is about."""
    return head.links + PAGES.get(notice["kind"], PUBLIC_PAGE).format(**notice["about"])


def _framed(text: str, notice: Mapping[str, Any], reader: Mapping[str, Any], **more: str) -> str:
    """The text between what every message begins and ends with."""
    frame: str = texts(reader["language"])["frame"]
    said = {"name": reader["name"], "unsubscribe": notice["unsubscribe"]}
    return frame.format(text=text, **said, **more)


def _name(code: str, names: Mapping[str, str], lang: str) -> str:
    """The name of an actor in the language or the next one that it has."""
    return next((names[each] for each in (lang, *LANGUAGES) if names.get(each)), code)


def _worded(kind: str, about: Mapping[str, Any], lang: str) -> tuple[str, str]:
    """The subject and the text."""
    fields, words = _fields(about, lang), texts(lang)[kind]
    return words["subject"].format(**fields), words["text"].format(**fields)


def _fields(about: Mapping[str, Any], lang: str) -> dict[str, str]:
    """What the wording leaves open."""
    if "cycle" in about:
        return _of_cycle(about, lang)
    decision = about.get("decision")
    return {"decision": texts(lang)["decisions"][decision]} if decision else {}


def _of_cycle(about: Mapping[str, Any], lang: str) -> dict[str, str]:
    """How a cycle is called, when it closes, and what is said to the actor."""
    said, closes_on = texts(lang), about["closes_on"]
    day = shown_day(date.fromisoformat(closes_on), lang) if closes_on else ""
    cycle = said["cycles"][about["type"]].format(year=about["year"])
    return {"cycle": cycle, "date": day, "call": said["calls"][_call(about)].format(date=day)}


def _call(about: Mapping[str, Any]) -> str:
    """Organs are expected, states invited; by a day, or as long as the cycle is open."""
    return ("expected" if about["expected"] else "invited") + (
        "" if about["closes_on"] else "_open"
    )


def shown_day(day: date, lang: str) -> str:
    """A day as it is written in running text."""
    return format_date(day, PATTERNS.get(lang, "long"), locale=LOCALES[lang])
