"""IATI's published ruleset, applied to a file: which rules it breaks."""

import copy
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

FOLDER = Path(__file__).with_name("iati-2.03")
SCHEMA = etree.XMLSchema(etree.parse(FOLDER / "iati-activities-schema.xsd"))
RULESET: dict[str, Any] = json.loads((FOLDER / "ruleset.json").read_text())
VALUES = ("value", "forecast", "loan-status")  # what has a currency


def broken(content: bytes) -> list[str]:
    """What a file breaks: of the schema first, then of the rules, whatever their severity."""
    tree = etree.fromstring(content)
    if not SCHEMA.validate(tree):
        return [str(error) for error in SCHEMA.error_log]
    return [
        f"{case['ruleInfo']['id']} ({case['ruleInfo']['severity']}) {case['ruleInfo']['message']}"
        for context, rules in RULESET.items()
        for element in tree.xpath(context)
        for name, rule in rules.items()
        for one in rule["cases"]
        for case in _broken(element, name, one)
    ]


def _broken(element: Any, name: str, case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The cases of a rule that an element breaks; a loop stands for a rule of each value."""
    if name == "loop":
        for value in sorted(set(element.xpath(case["foreach"]))):
            for inner, rule in case["do"].items():
                for one in rule["cases"]:
                    yield from _broken(element, inner, _filled(one, case["subs"], value))
    elif "condition" in case and not element.xpath(case["condition"]):
        return
    elif not CHECKS[name](element, case):
        yield case


def _filled(case: dict[str, Any], names: list[str], value: str) -> dict[str, Any]:
    filled = copy.deepcopy(case)
    for name in {*names, "condition"} & filled.keys():
        text = json.dumps(filled[name]).replace("$1", value)
        filled[name] = json.loads(text)
    return filled


def _found(element: Any, case: dict[str, Any]) -> list[Any]:
    return [one for path in case["paths"] for one in element.xpath(path)]


def _texts(element: Any, case: dict[str, Any]) -> list[str]:
    return [str(getattr(one, "text", one) or "") for one in _found(element, case)]


def _starts(element: Any, case: dict[str, Any]) -> bool:
    if "idCondition" in case:  # against a register of organisations that is not at hand
        return True
    given = [str(one) for path in case["prefix"] for one in element.xpath(path)]
    return all(any(t.startswith(f"{p}-") for p in given) for t in _texts(element, case))


def _one_or_all(element: Any, case: dict[str, Any]) -> bool:
    if element.xpath(case["one"]):
        return True
    if case["all"] == "lang":
        return not element.xpath("descendant::narrative[not(@xml:lang)]")
    if case["all"] == "sector":
        return not element.xpath("transaction[not(sector)]")
    return not any(element.xpath(f"descendant::{name}[not(@currency)]") for name in VALUES)


def _days(element: Any, path: str) -> list[date]:
    if path == "NOW":
        return [datetime.now(UTC).date()]
    return [date.fromisoformat(str(one)[:10]) for one in element.xpath(path)]


def _in_order(element: Any, case: dict[str, Any]) -> bool:
    more = _days(element, case["more"])
    return all(less <= one for less in _days(element, case["less"]) for one in more)


def _past(element: Any, case: dict[str, Any]) -> bool:
    given = [str(one) for one in element.xpath(case["date"])]
    return all(datetime.fromisoformat(one) <= datetime.now(UTC) for one in given)


def _sums(element: Any, case: dict[str, Any]) -> bool:
    return sum(map(Decimal, _texts(element, case))) == Decimal(case["sum"])


def _within(element: Any, case: dict[str, Any]) -> bool:
    return all(case["min"] <= float(text) <= case["max"] for text in _texts(element, case))


CHECKS: dict[str, Any] = {
    "unique": lambda e, c: len(set(_texts(e, c))) == len(_texts(e, c)),
    "startswith": _starts,
    "atleast_one": lambda e, c: bool(_found(e, c)),
    "no_more_than_one": lambda e, c: len(_found(e, c)) <= 1,
    "one_or_all": _one_or_all,
    "date_now": _past,
    "date_order": _in_order,
    "regex_matches": lambda e, c: all(re.search(c["regex"], text) for text in _texts(e, c)),
    "no_spaces": lambda e, c: all(text == text.strip() for text in _texts(e, c)),
    "strict_sum": _sums,
    "range": _within,
    "if_then": lambda e, c: not e.xpath(c["if"]) or bool(e.xpath(c["then"])),
}
