"""The reports that are sent: 3 kB each, from a seeded generator, valid against the programme."""

import json
import random
from pathlib import Path
from typing import Any

REPORTER = "MEX"
SIZE = 3_000
WORDS = (
    "migrantes",
    "derechos",
    "protección",
    "frontera",
    "refugio",
    "niñez",
    "mujeres",
    "trabajo",
    "retorno",
    "tránsito",
    "consulado",
    "salud",
    "educación",
    "albergue",
    "registro",
)


def body(number: int, reporter: str = REPORTER, size: int = SIZE) -> dict[str, Any]:
    """The report of this number, always the same; as JSON `size` bytes."""
    chance = random.Random(number)
    payload: dict[str, Any] = {
        "activity": f"ACT-{number % 42 + 1:02}",
        "year": 2016 + number // 42 % 10,
        "status": chance.choice(("under_way", "completed")),
        "output_type": chance.choice(("research", "training")),
        "execution": "unilateral",
        "partners": [{"kind": "academia", "name": "Universidad"}],
        "axes": [chance.choice(("gender", "children_adolescents"))],
        "phases": ["transit"],
        "beneficiaries": [
            {"sex": "female", "age_group": "adult", "count": chance.randrange(5, 500)}
        ],
        "resources": [{"currency": "USD", "amount": f"{chance.randrange(1, 90_000)}.00"}],
        "carried_out": "",
    }
    made = {
        "kind": "implementation",
        "reporter": reporter,
        "language": "es",
        "title": f"Informe {number} sobre migración",
        "payload": payload,
        "evidence": [
            {
                "url": f"https://example.org/informes/{number}",
                "title": "Informe",
                "access": "public",
            }
        ],
    }
    words, missing = [], size - len(as_json(made).encode())
    while missing > 0:
        word = chance.choice(WORDS)
        words.append(word)
        missing -= len(word.encode()) + 1
    payload["carried_out"] = " ".join(words)
    return made


def as_json(data: Any) -> str:
    """Compact JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def file_of(path: Path, count: int = 420) -> Path:
    """A file with one body a line."""
    path.write_text("".join(as_json(body(number)) + "\n" for number in range(count)))
    return path
