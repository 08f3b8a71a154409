"""The made-up sentences, and the choices between them: the same ones for the same seed."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

Titles = dict[str, dict[str, str]]  # by language: the catalogue's titles by code

TEXTS = Path(__file__).with_name("texts.yaml")


@cache
def texts(lang: str) -> dict[str, Any]:
    """The sentences of a language."""
    everything: dict[str, dict[str, Any]] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return everything[lang]


class Words:
    """What the actors of one demonstration say; every choice is drawn from one seed."""

    def __init__(self, seed: int, titles: Titles) -> None:
        self.random = Random(seed)
        self.titles = titles

    def say(self, lang: str, name: str, /, **values: object) -> str:
        """A sentence of that name."""
        return str(self.random.choice(texts(lang)[name])).format(**values)

    def sort(self, lang: str, name: str, which: str, /, **values: object) -> str:
        """The sentence of that name for one sort of thing."""
        return str(texts(lang)[name][which]).format(**values)

    def title(self, lang: str, name: str, code: str, /, **values: object) -> str:
        """A title with the name that the catalogue gives a code, short enough for its field."""
        return self.say(lang, name, title=self.titles[lang][code], **values)[:300]

    def maybe(self, share: float) -> bool:
        """True for this share of all questions."""
        return self.random.random() < share

    def some(self, things: list[Any], most: int, least: int = 0) -> list[Any]:
        """A few of them, in their order."""
        count = min(len(things), self.random.randint(least, most))
        chosen = self.random.sample(range(len(things)), count)
        return [things[place] for place in sorted(chosen)]
