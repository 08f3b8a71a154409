"""The fund as an IATI 2.03 activity file: one activity for the fund itself, with what comes in, and
one for each activity of the program that money is allocated to, with what goes out.

A reversal is a transaction of what it reverses, of less than nothing. Every narrative names its
language, every value its currency and its day.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from services.reports.domain.fund import Row

MEDIA_TYPE = "application/xml"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ORGANISATION = "XM-DAC-47079"  # the OAS in the code list of the DAC's channels
MULTILATERAL, ACCOUNTABLE, UNDER_WAY, ACTUAL_START = "40", "2", "2", "2"
MIGRATION = "15190"  # of the DAC's sectors: orderly, safe, regular and responsible migration
OURS = {"ref": ORGANISATION, "type": MULTILATERAL}
AMERICAS = "498"  # of the DAC's regions
TYPES = {"pledge": "13", "receipt": "1", "allocation": "2", "disbursement": "3"}
PARENT, CHILD = "1", "2"  # how activities are related
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Texts = Mapping[str, str]
NAME: Texts = {
    "es": "Organización de los Estados Americanos",
    "en": "Organization of American States",
    "pt": "Organização dos Estados Americanos",
    "fr": "Organisation des États américains",
}
FUND: Texts = {
    "es": "Fondo de contribuciones voluntarias para los derechos humanos de las personas migrantes",
    "en": "Fund of voluntary contributions for the human rights of migrants",
    "pt": "Fundo de contribuições voluntárias para os direitos humanos das pessoas migrantes",
    "fr": "Fonds de contributions volontaires pour les droits humains des personnes migrantes",
}
ACTIVITY: Texts = {"es": "Actividad", "en": "Activity", "pt": "Atividade", "fr": "Activité"}


class Transaction(NamedTuple):
    """An entry with the type of transaction it is, and its amount as it is told."""

    row: Row
    type: str
    amount: str


def write(rows: Sequence[Row], amounts: Mapping[str, str], made: str, begun: str) -> bytes:
    """The file of these entries; `amounts`: of each as text, `made`: the instant that it stands
    on, `begun`: the day on which the fund began where there is no entry.
    """
    root = Element("iati-activities", {"version": "2.03", "generated-datetime": made})
    by_activity = _by_activity(rows, amounts)
    _fund(root, by_activity, made, begun)
    for code in _codes(by_activity):
        _activity(root, code, by_activity[code], made)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _by_activity(
    rows: Sequence[Row], amounts: Mapping[str, str]
) -> dict[str | None, list[Transaction]]:
    """The transactions of each activity, those of the fund itself under None; an entry whose
    others are not among these is left out alone.
    """
    known = {row.id: row for row in rows}
    found: dict[str | None, list[Transaction]] = defaultdict(list)
    for row in rows:
        counted = _counted(row, known)
        source = _source(counted, known)
        if counted is not None and source is not None:
            found[_paid_for(source)].append(_told(row, counted, amounts[row.id]))
    return found


def _counted(row: Row, known: Mapping[str, Row]) -> Row | None:
    """The entry that a reversal reverses, else the entry itself."""
    return known.get(row.payload["refers_to"]) if row.sort == "reversal" else row


def _told(row: Row, counted: Row, amount: str) -> Transaction:
    sign = "" if counted is row else "-"
    return Transaction(row, TYPES[counted.sort], f"{sign}{amount}")


def _paid_for(source: Row) -> str | None:
    """The activity that an allocation is for; None for the fund itself."""
    return source.payload.get("activity") if source.sort == "allocation" else None


def _source(row: Row | None, known: Mapping[str, Row]) -> Row | None:
    """The allocation that an entry spends, else the entry itself."""
    if row is None or row.sort != "disbursement":
        return row
    return known.get(row.payload["allocation"])


def _identifier(code: str | None = None) -> str:
    return "-".join([ORGANISATION, "FUND", *([re.sub("[/&|?]", "-", code)] if code else [])])


def _fund(
    root: Element, by_activity: Mapping[str | None, list[Transaction]], made: str, begun: str
) -> None:
    element = _begun(root, _identifier(), FUND, FUND, made)
    every = chain.from_iterable(by_activity.values())
    _body(element, _first_day(every, begun), by_activity.get(None, []))
    for code in _codes(by_activity):
        _related(element, _identifier(code), CHILD)


def _codes(by_activity: Mapping[str | None, list[Transaction]]) -> list[str]:
    return sorted(code for code in by_activity if code is not None)


def _related(element: Element, identifier: str, type_: str) -> None:
    SubElement(element, "related-activity", {"ref": identifier, "type": type_})


def _activity(root: Element, code: str, own: list[Transaction], made: str) -> None:
    title = {lang: f"{word} {code}" for lang, word in ACTIVITY.items()}
    told = {lang: f"{title[lang]}. {FUND[lang]}." for lang in title}
    element = _begun(root, _identifier(code), title, told, made)
    _body(element, _first_day(own), own)
    _related(element, _identifier(), PARENT)


def _first_day(transactions: Iterable[Transaction], otherwise: str = "") -> str:
    return min((one.row.date for one in transactions), default=otherwise)


def _begun(root: Element, identifier: str, title: Texts, told: Texts, made: str) -> Element:
    """An activity with what it is called and who answers for it."""
    head = {"last-updated-datetime": made, LANG: "en", "humanitarian": "0"}
    element = SubElement(root, "iati-activity", head)
    _text(SubElement(element, "iati-identifier"), identifier)
    _told_in(element, "reporting-org", NAME, OURS)
    _told_in(element, "title", title)
    _told_in(element, "description", told, {"type": "1"})
    _told_in(element, "participating-org", NAME, {**OURS, "role": ACCOUNTABLE})
    return element


def _body(element: Element, start: str, transactions: Sequence[Transaction]) -> None:
    """What follows in the order of the schema: state, start, place, sector, transactions."""
    SubElement(element, "activity-status", {"code": UNDER_WAY})
    SubElement(element, "activity-date", {"type": ACTUAL_START, "iso-date": start})
    SubElement(element, "recipient-region", {"code": AMERICAS, "vocabulary": "1"})
    SubElement(element, "sector", {"vocabulary": "1", "code": MIGRATION})
    for one in transactions:
        _transaction(element, one)


def _transaction(activity: Element, one: Transaction) -> None:
    row, element = one.row, SubElement(activity, "transaction", {"ref": one.row.id})
    SubElement(element, "transaction-type", {"code": one.type})
    SubElement(element, "transaction-date", {"iso-date": row.date})
    _value(element, one)
    _told_in(element, "description", {row.language: row.title})
    if name := _provider(row):
        _told_in(element, "provider-org", {row.language: name})


def _value(transaction: Element, one: Transaction) -> None:
    value = {"currency": one.row.currency, "value-date": one.row.date}
    _text(SubElement(transaction, "value", value), one.amount)


def _provider(row: Row) -> str | None:
    contributor = row.payload.get("contributor") or {}
    return contributor.get("name") or contributor.get("actor")


def _told_in(
    parent: Element, name: str, texts: Texts, attributes: Mapping[str, str] | None = None
) -> None:
    """An element of narratives: a text in each language."""
    element = SubElement(parent, name, dict(attributes or {}))
    for lang, text in texts.items():
        _text(SubElement(element, "narrative", {LANG: lang}), text)


def _text(element: Element, text: str) -> None:
    """A text without what no XML can hold: one bad text never takes the file away."""
    element.text = ILLEGAL.sub("", text)
