"""What the fund allocates."""

from decimal import Decimal

from services.aggregator.domain.indicators.contributions import Each
from services.aggregator.domain.indicators.definition import Figure, indicator
from services.aggregator.domain.kinds.fund_entry import FundEntry
from services.aggregator.domain.scope import Counted, Scope
from services.aggregator.domain.structure import Structure

ALLOCATION = "allocation"


def _amount(entry: FundEntry) -> Decimal:
    return entry.sign * Decimal(entry.amount)


def _text(currency: str, amount: Decimal, structure: Structure) -> str:
    return f"{amount:.{structure.minor_units.get(currency, 2)}f}"


def _each(entry: FundEntry, structure: Structure) -> dict[str, str] | None:
    """An allocation adds its amount, its reversal takes off."""
    if entry.entry != ALLOCATION:
        return None
    return {entry.currency: _text(entry.currency, _amount(entry), structure)}


@indicator(
    "fund_allocated",
    needs=("fund-entry",),
    behind=Each(_each),
    kind="outcome",
    unit="money",
    formula={
        "en": "allocations to activities of L(o) less their reversals, per currency",
        "es": "asignaciones a actividades de L(o), menos sus reversiones, por moneda",
        "pt": "alocações a atividades de L(o), menos seus estornos, por moeda",
        "fr": "affectations aux activités de L(o), moins leurs contre-écritures, par monnaie",
    },
    names={
        "en": "Allocated by the fund",
        "es": "Asignado por el fondo",
        "pt": "Alocado pelo fundo",
        "fr": "Affecté par le fonds",
    },
)
def allocated(counted: Counted, _scope: Scope, structure: Structure) -> Figure:
    sums: dict[str, Decimal] = {}
    for entry in counted.listed["fund-entry"]:
        if entry.entry == ALLOCATION:
            sums[entry.currency] = sums.get(entry.currency, Decimal(0)) + _amount(entry)
    standing = {code: amount for code, amount in sorted(sums.items()) if amount}
    return Figure({code: _text(code, amount, structure) for code, amount in standing.items()})
