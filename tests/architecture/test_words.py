"""Words that may stand in one place only: how we are wired, who commits, what time it is; words
that have become others; and names that never leave a machine.
"""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import tree

CLOCK = re.compile(
    r"^(datetime\.(datetime|date)\.(now|utcnow|today)|time\.(time|time_ns|localtime|gmtime|ctime|strftime)|uuid\.(uuid\d|getnode)"
    r"|os\.(urandom|getrandom)|(secrets|random)(\..+)?)$"
)
WIRING = re.compile(r"embedded|is_testing", re.IGNORECASE)

# old names of what has a standard term; those that mean something else too are left out
OLD_WORDS = re.compile(
    r"Doors?|Rooms?|Houses?|Vitals|Manners|Traced|Once|ReadyMade|Made|Seal|Lookup|Remembered|Told"
    r"|Stale|Impossible|(?:Kept)?Boards?|Weighed|Sort|Standing|Case|Words|Breach|Upkeep|Uses|Silent"
    r"|kept_board|looker|seeker|long_reader|keeping|tell_again|_told_apart|_tell|take_in"
    r"|table_of_handlers|voices|instants"
)
MUTABLE = frozenset(("set", "dict", "list", "defaultdict", "Counter", "deque", "OrderedDict"))

# put together here, so that this file does not name them
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("crates", "io"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("proxy", "golang", "org"),
        ("repo1", "maven", "org"),
        ("repo", "maven", "apache", "org"),
        ("deb", "debian", "org"),
        ("nuget", "org"),
        ("rubygems", "org"),
    )
]
SHAPES = ["/sim" + "ple/", "/packages/[0-9a-f]{2}/", "mav" + "en2/", "/-/[a-z0-9._-]+[.]tgz"]
REGISTRY = re.compile(
    "|".join([*map(re.escape, HOSTS), *(rf"https?://[^ \"']*{shape}" for shape in SHAPES)])
)
MACHINE = re.compile(
    r"(?<![\w.}\])-])/(?:"
    + "|".join(["wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "tmp/te" + "am"])
    + r")(?:/|\b(?![/\w]))"
)


def outside(allowed: str) -> list[Path]:
    return [
        path
        for path in (*tree.modules(), *tree.migrations())
        if not path.as_posix().startswith(allowed)
    ]


def test_only_system_knows_how_it_is_wired() -> None:
    found = {
        (path, line, word[:60])
        for path in outside("system/")
        for line, word in tree.words(path)
        if WIRING.search(word)
    }
    assert [f"{path}:{line} {word}" for path, line, word in sorted(found)] == []


def test_only_the_database_door_commits() -> None:
    # which ends the transaction of its own lock
    doors = [path for path in outside("kernel/db") if path.as_posix() != "alembic/env.py"]
    found = [
        f"{path}:{line} {name}"
        for path in doors
        for line, name in tree.attributes(path)
        if name == "commit"
    ]
    assert found == []


def test_only_the_clock_tells_time_and_draws_lots() -> None:
    checked = outside("kernel/clock.py")
    used = {
        (path, line, name)
        for path in checked
        for line, name in (*tree.names_used(path), *tree.imports(path))
        if CLOCK.match(name)
    }
    assert [f"{path}:{line} {name}" for path, line, name in sorted(used)] == []


def test_old_words_do_not_come_back() -> None:
    assert [
        f"{path}:{line} {name}"
        for path in tree.modules()
        for line, name in tree.identifiers(path)
        if OLD_WORDS.fullmatch(name)
    ] == []


def test_only_system_decides_about_garbage() -> None:
    """A process has one collector: whoever starts the process sets it."""
    assert [
        f"{path}:{line} {name}"
        for path in outside("system/")
        for line, name in (*tree.names_used(path), *tree.imports(path))
        if name.partition(".")[0] == "gc"
    ] == []


def asserted_framework_types(path: Path) -> list[int]:
    """Lines that unpack the framework by `assert isinstance(…)`."""
    asserted = {
        node.lineno
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Assert)
        and isinstance(node.test, ast.Call)
        and ast.unparse(node.test.func) == "isinstance"
    }
    framework = {
        line
        for line, name in tree.names_used(path)
        if re.match(r"(starlette|fastapi|kernel\.web)\b", name) or name.endswith("Middleware")
    }
    return sorted(asserted & framework)


def test_nothing_of_the_framework_is_unpacked() -> None:
    """Middleware is a visible list; whoever needs a layer makes it and keeps it."""
    assert [
        f"{path}:{line}" for path in tree.modules() for line in asserted_framework_types(path)
    ] == []


def mutable_class_variables(path: Path) -> list[str]:
    """line and name of what all instances in a process would share and change."""
    return [
        f"{part.lineno} {ast.unparse(part.target)}"
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign) and _holds_mutable(part.annotation)
    ]


def _holds_mutable(annotation: ast.expr) -> bool:
    text = ast.unparse(annotation)
    inner = re.fullmatch(r"(?:typing\.)?ClassVar\[(?:\w+\.)?(\w+).*\]", text)
    return inner is not None and inner[1] in MUTABLE


def test_no_class_holds_the_state_of_a_process() -> None:
    assert [
        f"{path}:{found}" for path in tree.modules() for found in mutable_class_variables(path)
    ] == []


BAD = """
import gc
from typing import ClassVar
from starlette.middleware.errors import ServerErrorMiddleware

class Doors:
    running: ClassVar[set[str]] = set()
    kind: ClassVar[str] = "a"

    def build(self, app):
        assert isinstance(app, ServerErrorMiddleware)
        assert isinstance(app, str)
        gc.freeze()
"""


def test_the_checks_find_what_they_are_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.py").write_text(BAD)
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    path = Path("bad.py")
    assert (6, "Doors") in tree.identifiers(path)
    assert asserted_framework_types(path) == [11]
    assert mutable_class_variables(path) == ["7 running"]
    assert (13, "gc.freeze") in tree.names_used(path)


def test_no_tracked_file_names_a_registry() -> None:
    assert [
        f"{path}:{line} {text}"
        for path in tree.tracked()
        for line, text in tree.matches(REGISTRY, path)
    ] == []


def test_no_tracked_file_names_a_path_of_somebodys_machine() -> None:
    assert [
        f"{path}:{line} {text}"
        for path in tree.tracked()
        for line, text in tree.matches(MACHINE, path)
    ] == []


def test_the_patterns_find_what_they_are_for() -> None:
    for name in (
        "datetime.datetime.now",
        "time.time",
        "uuid.uuid4",
        "secrets.token_hex",
        "random",
        "os.urandom",
    ):
        assert CLOCK.match(name), name
    for name in (
        "time.monotonic",
        "time.sleep",
        "time.perf_counter",
        "uuid.UUID",
        "datetime.datetime.fromisoformat",
        "kernel.clock.now",
    ):
        assert not CLOCK.match(name), name
    for text in (" /wo" + "rk/main", "'/ro" + "ot/.x'", "=/ho" + "me/somebody/x"):
        assert MACHINE.search(text), text
    for text in ("net/wo" + "rk/x", "/wo" + "rkers", "https://example.org/wo" + "rk/"):
        assert not MACHINE.search(text), text
    assert REGISTRY.search("https://" + "files.pythonho" + "sted.org/x")
