"""A dossier as a document: what stands on its pages, in which order."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from services.reports.domain.dossiers import BLOCKS, Json, Names
from services.reports.formats.dossier import blocks, contents, figures
from services.reports.formats.dossier.blocks import Block
from services.reports.formats.dossier.wording import Wording

KINDS = {"organ": "organ", "state": "a_state", "multilateral": "multilateral", "other": "other"}
BALANCE = ("pledged", "received", "allocated", "disbursed", "available", "cash")
# the columns of tables, by the words of their heads
AGENDA = ("item", "activities", "lead", "when", "state")
CONTRIBUTOR = ("actor", "actor_kind", "submissions")
SOURCE = ("submission", "actor", "revision", "position")
SOURCE_COLUMNS = ("id", "reporter", "revision", "position")  # of a submission, under them
#: What the head of the document says, each the word of the file that says it.
HEAD = {"author": "organization", "program": "program", "contents": "contents"}
PLACES = ("type", "year", "opens_on", "closes_on", "place", "summit", "edition", "before")


def document(dossier: Json, names: Names, digest: str, address: str) -> Mapping[str, Any]:
    """What the template draws. `digest`: of the data; `address`: where the system is reached,
    empty where nobody has said.
    """
    wording = Wording(dossier, names)
    return {
        **_title(dossier["cycle"], wording),
        **{name: wording.word(word) for name, word in HEAD.items()},
        "date": _day(dossier),
        "page": wording.word("page", n="{n}", N="{N}"),
        "footer": f"{dossier['cycle']['title']} · SHA-256 {digest[:16]}…",
        "colon": wording.colon,
        "cover": list(_cover(dossier, wording)),
        "blocks": list(_chapters(dossier, wording, digest, address)),
    }


def _title(cycle: Json, wording: Wording) -> dict[str, Any]:
    kind = wording.word(cycle["type"])
    return {
        "lang": wording.lang,
        "title": cycle["title"],
        "subtitle": f"{wording.word('dossier')} · {kind} · {cycle['year']}",
        "keywords": [cycle["id"], kind],
    }


def _day(dossier: Json) -> list[int]:
    """Year, month and day of the closing: the date of the file, whenever it is made."""
    return [int(part) for part in dossier["recorded_at"][:10].split("-")]


def _cover(dossier: Json, wording: Wording) -> Iterator[Block]:
    date = wording.date(dossier["recorded_at"])
    yield blocks.text(wording.word("as_of", date=date, position=dossier["position"]))
    yield blocks.text(wording.word("voluntary"))
    yield blocks.text(wording.word("languages_kept"))


def _chapters(dossier: Json, wording: Wording, digest: str, address: str) -> Iterator[Block]:
    yield from _occasion(dossier, wording)
    yield from figures.chapter(dossier, wording)
    yield from _organs(dossier, wording)
    yield from _contributions(dossier, wording)
    yield from _related(dossier, wording)
    yield from _fund(dossier, wording)
    yield from _sources(dossier, wording)
    yield from _verify(dossier, wording, digest, address)


def _occasion(dossier: Json, wording: Wording) -> Iterator[Block]:
    """What it was, when, and who took part."""
    yield blocks.heading(1, wording.word("occasion"))
    yield from blocks.facts(list(_places(dossier, wording)))
    if items := dossier["cycle"]["items"]:
        yield blocks.heading(2, wording.word("agenda"))
        yield _agenda(items, wording)
    yield from _taking_part(dossier, wording)


def _taking_part(dossier: Json, wording: Wording) -> Iterator[Block]:
    yield blocks.heading(2, wording.word("contributors"))
    yield _contributors(dossier["contributors"], wording)
    yield from _presentations(dossier["statements"], wording)


def _presentations(statements: list[Json], wording: Wording) -> Iterator[Block]:
    if statements:
        yield blocks.heading(2, wording.word("presentations"))
    for statement in statements:
        yield from contents.spoken(statement, wording)


def _places(dossier: Json, wording: Wording) -> Iterator[tuple[str, str]]:
    for name, value in _told(dossier).items():
        if value is not None:
            yield wording.word(name), _place(name, value, wording)


def _told(dossier: Json) -> dict[str, Any]:
    """What is told of the occasion, by the names of the words for it."""
    before = str(dossier["before"]["position"]) if dossier["before"] else None
    whole = {**dossier["cycle"], "edition": dossier["edition"], "before": before}
    return {name: whole[name] for name in PLACES}


def _place(name: str, value: Any, wording: Wording) -> str:
    if name == "type":
        return wording.word(value)
    return wording.date(value) if name in ("opens_on", "closes_on") else str(value)


def _agenda(items: list[Json], wording: Wording) -> Block:
    rows = [_item(item, wording) for item in items]
    return blocks.table(_head(AGENDA, wording), [6, 3, 4, 3, 3], rows)


def _item(item: Json, wording: Wording) -> tuple[str, ...]:
    return (
        f"{item['n']}. {item['title']}",
        ", ".join(item["activities"]) or "–",
        wording.actor(item["lead"]) if item["lead"] else "–",
        item["when"] or "–",
        wording.word(f"item_{item['status']}"),
    )


def _contributors(contributors: list[Json], wording: Wording) -> Block:
    if not contributors:
        return blocks.text(wording.word("no_contributors"))
    rows = [_contributor(one, wording) for one in contributors]
    return blocks.table(_head(CONTRIBUTOR, wording), [6, 4, 2], rows)


def _contributor(one: Json, wording: Wording) -> tuple[str, ...]:
    kind = wording.word(KINDS.get(one["kind"], "other"))
    return wording.actor(one["actor"]), kind, wording.number(one["contributions"])


def _organs(dossier: Json, wording: Wording) -> Iterator[Block]:
    """Each organ in the four blocks of 2007, then the other facts of its reports."""
    told = {one["id"]: one for one in dossier["contributions"]}
    if dossier["organs"]:
        yield from _opening("organs_form", wording)
    for organ in dossier["organs"]:
        reports = [told[id_] for id_ in dict.fromkeys(_in_form(organ))]
        yield from _organ(organ, reports, wording)


def _organ(organ: Json, reports: list[Json], wording: Wording) -> Iterator[Block]:
    yield blocks.heading(2, wording.actor(organ["actor"]))
    yield from _form(organ, _field_names(reports[0], wording), wording)
    yield blocks.heading(3, wording.word("details"))
    for report in reports:
        yield from contents.submission(report, 4, wording, BLOCKS)


def _in_form(organ: Json) -> Iterator[str]:
    """The submissions that an organ's form is made of."""
    for block in BLOCKS:
        yield from (line["submission"] for line in organ["blocks"][block])


def _form(organ: Json, names: Mapping[str, str], wording: Wording) -> Iterator[Block]:
    """The four blocks, those that are empty left out."""
    for block in BLOCKS:
        if lines := organ["blocks"][block]:
            yield blocks.heading(3, names.get(block, block))
            yield from chain.from_iterable(_line(line, wording) for line in lines)


def _line(line: Json, wording: Wording) -> Iterator[Block]:
    if line["activity"]:
        yield blocks.label(wording.activity(line["activity"]))
    yield blocks.quote(line["language"], line["text"])


def _field_names(told: Json, wording: Wording) -> dict[str, str]:
    return {field["field"]: field["name"] for field in wording.fields(told["kind"])}


def _contributions(dossier: Json, wording: Wording) -> Iterator[Block]:
    """What was brought beside the forms of the organs, by kind."""
    in_forms = set(chain.from_iterable(map(_in_form, dossier["organs"])))
    rest = [one for one in dossier["contributions"] if one["id"] not in in_forms]
    if rest:
        yield blocks.heading(1, wording.word("contributions"))
    yield from _by_kind(rest, wording)


def _related(dossier: Json, wording: Wording) -> Iterator[Block]:
    if dossier["related"]:
        yield from _opening("related", wording)
        yield from _by_kind(dossier["related"], wording)


def _opening(name: str, wording: Wording) -> Iterator[Block]:
    """The heading of a chapter, and how to read it."""
    yield blocks.heading(1, wording.word(name))
    yield blocks.note(wording.word(f"{name}_note"), leads=True)


def _by_kind(submissions: list[Json], wording: Wording) -> Iterator[Block]:
    ordered = sorted(submissions, key=itemgetter("kind", "reporter", "id"))
    for kind, some in groupby(ordered, key=itemgetter("kind")):
        yield blocks.heading(2, wording.kind(kind))
        for one in some:
            yield from contents.submission(one, 3, wording)


def _fund(dossier: Json, wording: Wording) -> Iterator[Block]:
    yield blocks.heading(1, wording.word("fund"))
    balance = dossier["fund"]["balance"]
    yield _balance(balance, wording) if balance else blocks.text(wording.word("no_fund"))


def _balance(balance: Mapping[str, Mapping[str, str]], wording: Wording) -> Block:
    rows = [_sums(currency, sums, wording) for currency, sums in balance.items()]
    return blocks.table(_head(("currency", *BALANCE), wording), [3, 4, 4, 4, 4, 4, 4], rows)


def _sums(currency: str, sums: Mapping[str, str], wording: Wording) -> tuple[str, ...]:
    """The sums of a currency, each without its code."""
    return currency, *(wording.money(currency, sums[name])[4:] for name in BALANCE)


def _sources(dossier: Json, wording: Wording) -> Iterator[Block]:
    yield blocks.heading(1, wording.word("sources"))
    submissions = [*dossier["contributions"], *dossier["related"]]
    if not submissions:
        yield blocks.text(wording.word("no_contributors"))
        return
    yield blocks.note(wording.word("sources_note"), leads=True)
    yield blocks.table(_head(SOURCE, wording), [8, 3, 2, 2], _sources_rows(submissions))


def _head(names: Iterable[str], wording: Wording) -> list[str]:
    """The heads of columns."""
    return [wording.word(name) for name in names]


def _sources_rows(submissions: list[Json]) -> list[tuple[str, ...]]:
    ordered = sorted(submissions, key=lambda one: one["position"])
    return [tuple(str(one[name]) for name in SOURCE_COLUMNS) for one in ordered]


def _verify(dossier: Json, wording: Wording, digest: str, address: str) -> Iterator[Block]:
    """The hash, the addresses, and what to do with them."""
    yield blocks.heading(1, wording.word("verify"))
    yield blocks.text(wording.word("verify_data"))
    yield blocks.code(digest)
    yield blocks.text(wording.word("verify_address"))
    yield _address(address, _data(dossier["cycle"]["id"], wording.lang))
    yield from _anchored(dossier, wording, address)
    yield from blocks.facts([(wording.word("renderer"), dossier["renderer"])])


def _data(cycle: str, lang: str) -> str:
    """Where the data of a dossier are."""
    return f"/reports/cycles/{cycle}/dossier?lang={lang}&format=json"


def _anchored(dossier: Json, wording: Wording, address: str) -> Iterator[Block]:
    """Where the ledger holds it."""
    position = dossier["position"]
    yield blocks.text(wording.word("verify_anchor", position=position))
    yield blocks.text(wording.word("verify_ledger"))
    yield _address(address, f"/reports/ledger?after={position - 1}")
    yield blocks.text(wording.word("verify_hash", position=position))
    yield blocks.code(dossier["ledger_hash"])


def _address(address: str, path: str) -> Block:
    whole = f"{address.rstrip('/')}{path}"
    return blocks.link(whole, whole if address else None)
