"""Small numbers of persons that a form never sends, as the schema of a kind says (`x-hidden`)."""

import re
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
WHOLE = re.compile(r"0*(\d)(?:[.,]0{1,2})?")  # with three digits after it, a point may group them


def hide(rule: Mapping[str, Any] | None, row: Json) -> Json:
    """The row with another value in the place of each small number; all stays without a rule, and
    where the row says that it counts no persons.
    """
    if rule is None or _counts_no_persons(rule["unless"], row):
        return row
    parts = [_hidden(rule, part) for part in row.get(rule["in"], ())]
    return {**row, rule["in"]: parts} if parts else row


def _counts_no_persons(unless: Mapping[str, Any], row: Json) -> bool:
    return row.get(unless["in"], {}).get(unless["field"]) in unless["values"]


def _hidden(rule: Mapping[str, Any], part: Json) -> Json:
    found = WHOLE.fullmatch(str(part.get(rule["field"])).strip())
    small = found and rule["minimum"] <= int(found[1]) <= rule["maximum"]
    return {**part, **rule["instead"]} if small else part
