"""The pages that say what each column of the open data means, one for each language, made from the
texts that the services themselves give: `python -m tools.columns`.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from contracts.codes import LANGUAGES
from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.formats import described
from services.reports.schemas import columns
from services.reports.schemas.kinds import KINDS

DOCS = Path(__file__).parents[1] / "docs"
HEADS: Mapping[str, Sequence[str]] = {
    "en": (
        "What the columns mean",
        "Made by `make columns` from the texts of the services. [How to take data](open-data.md)",
        "Figures (`/indicators/data.*`)",
        "Indicators",
        "Submissions (`/reports/submissions.*`)",
        "column",
        "name",
        "meaning",
    ),
    "es": (
        "Qué significan las columnas",
        "Hecho por `make columns` con los textos de los servicios. "
        "[Cómo tomar datos](open-data.md)",
        "Cifras (`/indicators/data.*`)",
        "Indicadores",
        "Presentaciones (`/reports/submissions.*`)",
        "columna",
        "nombre",
        "significado",
    ),
    "pt": (
        "O que significam as colunas",
        "Feito por `make columns` com os textos dos serviços. [Como obter dados](open-data.md)",
        "Números (`/indicators/data.*`)",
        "Indicadores",
        "Apresentações (`/reports/submissions.*`)",
        "coluna",
        "nome",
        "significado",
    ),
    "fr": (
        "Ce que signifient les colonnes",
        "Fait par `make columns` à partir des textes des services. "
        "[Comment prendre les données](open-data.md)",
        "Chiffres (`/indicators/data.*`)",
        "Indicateurs",
        "Communications (`/reports/submissions.*`)",
        "colonne",
        "nom",
        "signification",
    ),
}


def page(lang: str) -> str:
    """The page in a language."""
    title, made, figures, indicators, submissions, *head = HEADS[lang]
    told = ((name, *texts) for name, *texts, _ in described.columns(lang))
    listed = ((one.code, one.names[lang], one.formula[lang]) for one in INDICATORS.values())
    envelope = columns.described(lang)
    lines = [f"# {title}", "", made, ""]
    for name, rows in ((figures, told), (indicators, listed), (submissions, envelope)):
        lines += [f"## {name}", "", *_table(head, rows), ""]
    for kind, schema in KINDS.items():
        fields = schema.texts.fields.items()
        of_kind = ((f, texts.name[lang], texts.help[lang]) for f, texts in fields)
        lines += [f"## {schema.texts.name[lang]} (`{kind}`)", ""]
        lines += [schema.texts.help[lang], "", *_table(head, of_kind), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    for code, *texts in rows:
        yield f"| `{code}` | " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"


def address(lang: str) -> Path:
    """Where the page of a language stands."""
    return DOCS / f"columns.{lang}.md"


def main() -> int:
    for lang in LANGUAGES:
        address(lang).write_text(page(lang), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
