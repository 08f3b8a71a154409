"""The objectives in a dossier: their indicators as words, tables and charts."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.reports.domain.dossiers import Json
from services.reports.formats.dossier import blocks
from services.reports.formats.dossier.blocks import Bar, Block
from services.reports.formats.dossier.wording import Wording

Value = Mapping[str, Any]
OF_STATES = {"states_contributing", "states_taking_up"}
STATUS = "status_distribution"
#: The columns of a table and their widths, with and without the closing before.
WITH_BEFORE = (("indicator", "value", "value_before"), [5, 6, 4])
ALONE = (("indicator", "value"), [1, 1])


def chapter(dossier: Json, wording: Wording) -> Iterator[Block]:
    """Every objective with its indicators at the closing."""
    yield blocks.heading(1, wording.word("objectives"))
    yield blocks.note(wording.word("objectives_note"), leads=True)
    yield from _overview(dossier["objectives"], wording)
    for objective in dossier["objectives"]:
        yield from _about(objective)
        yield from _chart(objective, wording)
        yield from _values(objective["values"], wording)


def _about(objective: Json) -> Iterator[Block]:
    """What the objective is."""
    yield blocks.heading(2, f"{objective['code']}. {objective['title'] or ''}")
    if objective["summary"]:
        yield blocks.text(objective["summary"])


def _overview(objectives: list[Json], wording: Wording) -> Iterator[Block]:
    bars = [bar for one in objectives if (bar := _covered(one, wording))]
    if bars:
        yield blocks.heading(2, wording.word("overview"))
        yield _drawn("overview", bars, wording)


def _drawn(name: str, bars: list[Bar], wording: Wording) -> Block:
    """A chart that says what it shows."""
    alt = wording.all(f"{bar.label}, {bar.text}" for bar in bars)
    return blocks.bars(wording.word(f"{name}_caption"), wording.word(f"{name}_alt", all=alt), bars)


def _covered(objective: Json, wording: Wording) -> Bar | None:
    for value in objective["values"]:
        if value["indicator"] == "activity_coverage":
            part = _part(value, wording)
            return Bar(objective["code"], value["numerator"], value["denominator"], part)
    return None


def _chart(objective: Json, wording: Wording) -> Iterator[Block]:
    """Of what is reported, how much is how far, where there is anything."""
    values = {one["indicator"]: one for one in objective["values"]}
    if counts := values.get(STATUS, {}).get("value"):
        yield _drawn("status", _bars(counts, wording), wording)


def _bars(counts: Mapping[str, int], wording: Wording) -> list[Bar]:
    whole = sum(counts.values())
    return [
        Bar(_label(STATUS, code, wording), n, whole, wording.number(n))
        for code, n in counts.items()
    ]


def _values(values: list[Json], wording: Wording) -> Iterator[Block]:
    """Those that have a value, in a table; the others by name."""
    some = [one for one in values if not (_empty(one) and _empty(one["before"]))]
    if some:
        yield _table(some, wording)
        yield from _changed(some, wording)
    if rest := len(values) - len(some):
        yield blocks.note(wording.word("at_zero", n=rest))


def _changed(values: list[Json], wording: Wording) -> Iterator[Block]:
    changed = [one["indicator"] for one in values if one["before"] and _differs(one)]
    if changed:
        names = wording.all(map(wording.indicator, changed))
        yield blocks.text(wording.word("changed", all=names))


def _table(values: list[Json], wording: Wording) -> Block:
    """Each indicator's value, beside that at the closing before where there was one."""
    before = any(one["before"] for one in values)
    columns, widths = WITH_BEFORE if before else ALONE
    rows = [_row(one, wording)[: len(columns)] for one in values]
    return blocks.table([wording.word(name) for name in columns], widths, rows)


def _row(one: Json, wording: Wording) -> tuple[str, str, str]:
    return wording.indicator(one["indicator"]), shown(one, wording), shown(one["before"], wording)


def _empty(value: Value | None) -> bool:
    """Whether there is nothing to show: zero of anything, or no value."""
    return value is None or not (_parted(value["value"]) or value.get("small_cells"))


def _parted(whole: Any) -> Any:
    """A value, without its parts that are zero where it has parts."""
    if isinstance(whole, Mapping):
        return {code: part for code, part in whole.items() if part}
    return whole


def _differs(value: Value) -> bool:
    before = value["before"]
    return any(
        value.get(name) != before.get(name) for name in ("value", "numerator", "denominator")
    )


def shown(value: Value | None, wording: Wording) -> str:
    """A value in words."""
    if value is None or _parted(value["value"]) in (None, {}):
        return wording.word("nothing")
    if isinstance(value["value"], Mapping):
        return wording.all(_parts(value, wording))
    return _plain(value, wording)


def _parts(value: Value, wording: Wording) -> Iterator[str]:
    """The parts of a value by code or currency."""
    indicator, unit = value["indicator"], value["unit"]
    told = wording.percent if unit == "ratio" else wording.number
    for code, part in _parted(value["value"]).items():
        if unit == "money":
            yield wording.money(code, part)
        else:
            yield f"{_label(indicator, code, wording)} {told(part)}"


def _plain(value: Value, wording: Wording) -> str:
    """A number, with what it is a part of."""
    number, of = value["value"], value.get("denominator")
    if value["indicator"] in OF_STATES and of is not None:
        return wording.word("states_count", n=number, N=of)
    if value["unit"] == "ratio":
        return _ratio(value, wording)
    if of is not None:
        return wording.word("of", n=wording.number(number), N=wording.number(of))
    return _with_small_cells(wording.number(number), value.get("small_cells"), wording)


def _ratio(value: Value, wording: Wording) -> str:
    percent, of = wording.percent(value["value"]), value.get("denominator")
    return percent if of is None else f"{percent} ({_part(value, wording)})"


def _part(value: Value, wording: Wording) -> str:
    return wording.word("of", n=value["numerator"], N=value["denominator"])


def _with_small_cells(number: str, small: int | None, wording: Wording) -> str:
    return wording.word("small_cells", value=number, n=small) if small else number


def _label(indicator: str, code: str, wording: Wording) -> str:
    return wording.label(indicator, code) or code
