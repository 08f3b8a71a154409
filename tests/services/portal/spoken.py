"""In which language a page says what: as a program that reads it aloud hears it."""

from html.parser import HTMLParser

EMPTY = {"meta", "link", "input", "br", "img", "hr", "use", "path", "rect", "circle", "line"}


class _Reader(HTMLParser):
    """Takes down the language of each text that holds the words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words, self.found = words, set[str | None]()
        self._open: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self._open.append((tag, dict(attrs).get("lang")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """It holds no text."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if self.words in data and "title" not in tags:  # a page's name is in its own language
            self.found.add(next((lang for _, lang in reversed(self._open) if lang), None))


def languages_of(page: str, words: str) -> set[str | None]:
    """The languages in which a page says these words."""
    reader = _Reader(words)
    reader.feed(page)
    return reader.found
