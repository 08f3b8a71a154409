"""Full-text search over a few dozen nodes: folded words, every word of the question must begin a
word of the node.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from services.catalog.domain.texts import words


class Index:
    """The folded words of each node, sorted."""

    def __init__(self, texts: Mapping[str, Iterable[str]]) -> None:
        self._words = {
            code: sorted({word for text in own for word in words(text)})
            for code, own in texts.items()
        }

    def matches(self, code: str, question: str) -> bool:
        """Whether every word of the question begins a word of this node.

        A question without words finds nothing.
        """
        prefixes = words(question)
        return bool(prefixes) and all(
            _begins(self._words.get(code, []), prefix) for prefix in prefixes
        )


def _begins(sorted_words: list[str], prefix: str) -> bool:
    at = bisect_left(sorted_words, prefix)
    return at < len(sorted_words) and sorted_words[at].startswith(prefix)
