"""The specific fund: from the pledge to the disbursement, and what is taken back."""

from typing import Any, NamedTuple

from tools.demo import cast
from tools.demo.reports import Body, body
from tools.demo.words import Words, texts

SECRETARIAT = "SG"
ROUNDS = {"USD": 1, "CAD": 4, "EUR": 5}  # a round of a currency comes every so many years


class Round(NamedTuple):
    """What a round begins with; a disbursement can name its allocation once that is public."""

    pledge: Body
    receipt: Body
    allocation: Body


def _entry(words: Words, reporter: str, entry: str, day: str, money: Body, **more: Any) -> Body:
    lang = cast.language(reporter)
    payload = {
        "entry": entry,
        "money": money,
        "date": day,
        "note": words.say(lang, "fund_note"),
        **more,
    }
    return body("fund-entry", reporter, texts(lang)["fund"][entry], payload)


def _money(currency: str, amount: int) -> Body:
    return {"currency": currency, "amount": f"{amount}.00"}


def rounds(words: Words, givers: list[str], year: int, modality: str) -> list[Round]:
    """A round in each currency of the year, from one of the givers."""
    currencies = [currency for currency, every in ROUNDS.items() if year % every == 0]
    return [
        _round(words, words.random.choice(givers), currency, year, modality)
        for currency in currencies
    ]


def _round(words: Words, giver: str, currency: str, year: int, modality: str) -> Round:
    pledge = _pledge(words, giver, currency, year)
    receipt = _receipt(words, pledge, year, modality)
    activity = f"ACT-{words.random.randint(7, 20):02}"
    return Round(pledge, receipt, _allocation(words, receipt, activity, year, modality))


def _pledge(words: Words, contributor: str, currency: str, year: int) -> Body:
    """What a contributor says that it will give."""
    amount = 1_000 * words.random.randint(20, 90)
    money, who = _money(currency, amount), {"actor": contributor}
    return _entry(words, contributor, "pledge", f"{year}-01-20", money, contributor=who)


def _receipt(words: Words, pledged: Body, year: int, modality: str) -> Body:
    """What came of a pledge, whole."""
    given = pledged["payload"]
    return _entry(
        words,
        SECRETARIAT,
        "receipt",
        f"{year}-02-25",
        given["money"],
        contributor=given["contributor"],
        modality=modality,
    )


def _allocation(words: Words, received: Body, activity: str, year: int, modality: str) -> Body:
    """Three quarters of what came, for an activity of an organ."""
    money = _share(received, 3, 4)
    more = {"activity": activity, "modality": modality}
    return _entry(words, SECRETARIAT, "allocation", f"{year}-03-10", money, **more)


def disbursement(words: Words, allocated: Body, allocation_: str, year: int) -> Body:
    """Half of what was allocated."""
    money = _share(allocated, 1, 2)
    day = f"{year}-04-05"
    return _entry(words, SECRETARIAT, "disbursement", day, money, allocation=allocation_)


def reversal(words: Words, disbursed: Body, entry: str, year: int) -> Body:
    """A fifth of a disbursement comes back."""
    money = _share(disbursed, 1, 5)
    return _entry(words, SECRETARIAT, "reversal", f"{year}-05-02", money, refers_to=entry)


def _share(entry: Body, parts: int, of: int) -> Body:
    money = entry["payload"]["money"]
    return _money(money["currency"], int(money["amount"].partition(".")[0]) * parts // of)
