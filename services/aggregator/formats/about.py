"""What every description of the open data says: what it is, who publishes it, which licence."""

from collections.abc import Mapping
from typing import NamedTuple

from services.aggregator.domain.observations import Foot
from services.aggregator.domain.structure import Structure
from services.aggregator.formats.sentences import ORGANIZATION, PROGRAM

__all__ = ["LICENCE", "ORGANIZATION", "PROGRAM", "Described"]

PUBLISHER = "https://www.oas.org/"


class Licence(NamedTuple):
    """Under which the data may be used."""

    name: str
    title: str
    url: str


LICENCE = Licence(
    "CC-BY-4.0",
    "Creative Commons Attribution 4.0 International",
    "https://creativecommons.org/licenses/by/4.0/",
)
TITLE: Mapping[str, str] = {
    "en": "Indicators of the Program",
    "es": "Indicadores del Programa",
    "pt": "Indicadores do Programa",
    "fr": "Indicateurs du Programme",
}
DESCRIPTION: Mapping[str, str] = {
    "en": "Every figure of every objective, for all years and each year, by actor, kind of actor "
    "and cross-cutting axis, computed from the published submissions.",
    "es": "Todas las cifras de cada objetivo, para todos los años y cada año, por actor, tipo de "
    "actor y eje transversal, calculadas a partir de las presentaciones publicadas.",
    "pt": "Todos os números de cada objetivo, para todos os anos e cada ano, por ator, tipo de "
    "ator e eixo transversal, calculados a partir das apresentações publicadas.",
    "fr": "Tous les chiffres de chaque objectif, pour toutes les années et chaque année, par "
    "acteur, type d’acteur et axe transversal, calculés à partir des communications publiées.",
}
SUBMISSIONS_TITLE: Mapping[str, str] = {
    "en": "Published submissions",
    "es": "Presentaciones publicadas",
    "pt": "Apresentações publicadas",
    "fr": "Communications publiées",
}
SUBMISSIONS: Mapping[str, str] = {
    "en": "What States, organs and others have published about the Program, in their own words.",
    "es": "Lo que los Estados, los órganos y otros han publicado sobre el Programa, en sus propias "
    "palabras.",
    "pt": "O que os Estados, os órgãos e outros publicaram sobre o Programa, em suas próprias "
    "palavras.",
    "fr": "Ce que les États, les organes et d’autres ont publié sur le Programme, dans leurs "
    "propres mots.",
}


class Described(NamedTuple):
    """What a description is of: the edition, where the rows end, and the query of the file."""

    structure: Structure
    foot: Foot
    query: str = ""

    def address(self, name: str) -> str:
        """The address of a file beside the description."""
        return f"{name}?{self.query}" if self.query else name
