"""Agreements, acts with regard to treaties, and statistics: made up like everything here."""

from datetime import date
from typing import Any

from tools.demo import cast
from tools.demo.cast import State
from tools.demo.reports import Body, body
from tools.demo.words import Words

KINDS = {
    "consular": "ACT-28",
    "free_movement": "ACT-31",
    "labour_migration": "ACT-32",
    "social_security": "ACT-36",
}
HUNDRED = 100


def agreements(words: Words, states: list[State], year: int) -> list[Body]:
    """Agreements between states, and one of the Secretariat."""
    there = [state.code for state in states if state.takes_part(year)]
    pairs = [words.some(there, 2, least=2) for _ in range(words.random.randint(1, 2))]
    made = [_agreement(words, pair, words.random.choice(list(KINDS)), year) for pair in pairs]
    own = [{"actor": "SG"}, {"name": words.sort("en", "partners", "academia")}]
    return [*made, _filed("SG", own, "cooperation", "ACT-02", year)]


def _agreement(words: Words, pair: list[str], type_: str, year: int) -> Body:
    parties = [{"actor": code} for code in pair]
    return _filed(pair[0], parties, type_, KINDS[type_], year, ends=words.maybe(0.2))


def _filed(
    reporter: str, parties: list[Body], type_: str, activity: str, year: int, ends: bool = False
) -> Body:
    title = Words(0, {}).sort(cast.language(reporter), "agreement", type_)
    payload = {
        "type": type_,
        "parties": parties,
        "signed_on": f"{year}-02-11",
        "in_force_from": f"{year}-09-01",
        "activities": [activity],
    }
    if ends:
        payload["in_force_to"] = f"{year + 3}-09-01"
    return body("agreement", reporter, title, payload)


def ratifications(
    words: Words, instruments: list[dict[str, Any]], states: list[State], today: date
) -> list[Body]:
    """An act of every state before the demonstration begins."""
    return [_act(words, words.random.choice(instruments), state.code, today) for state in states]


def _act(words: Words, instrument: dict[str, Any], state: str, today: date) -> Body:
    adopted = int((instrument["adopted_on"] or "1990")[:4])
    year = words.random.randint(adopted + 1, today.year - 1)
    own = words.maybe(0.3)
    reporter = state if own else "SG"
    lang = cast.language(reporter)
    actions = ("ratification", "accession", "accession", "signature")
    payload = {
        "instrument": instrument["code"],
        "state": state,
        "action": words.random.choice(actions),
        "date": f"{year}-{words.random.randint(1, 12):02}-15",
        "source": words.say(lang, "source"),
        "verified": own or words.maybe(0.7),
    }
    title = words.say(lang, "ratification", title=instrument["names"][lang])[: HUNDRED * 3]
    return body("ratification", reporter, title, payload)


def statistics(words: Words, states: list[State], year: int) -> list[Body]:
    """Persons born abroad, by sex, of some states."""
    there = [state.code for state in states if state.takes_part(year) and state.eagerness > 0.3]
    return [_statistic(words, state, year) for state in words.some(there, 3, least=2)]


def _statistic(words: Words, state: str, year: int) -> Body:
    women, men = (HUNDRED * words.random.randint(90, 9_000) for _ in range(2))
    lang = cast.language(state)
    payload = {
        "dataflow": "MIGRATION",
        "series": [
            _series(state, sex, year, value)
            for sex, value in (("F", women), ("M", men), ("_T", women + men))
        ],
        "source": words.say(lang, "source"),
        "method": words.say(lang, "method"),
    }
    return body("statistic", state, words.say(lang, "statistic", year=year), payload)


def _series(state: str, sex: str, year: int, value: int) -> Body:
    key = {
        "REF_AREA": state,
        "COUNTERPART_AREA": "_T",
        "MEASURE": "STOCK_FOREIGN_BORN",
        "SEX": sex,
        "AGE": "_T",
    }
    return {"key": key, "observations": [{"period": str(year), "value": str(value), "status": "E"}]}
