"""What must hold between the files: one broken thing at a time is found and named."""

import re
import shutil
from pathlib import Path

import pytest

from services.catalog.errors import InvalidDataFiles
from services.catalog.files import programme
from services.catalog.settings import Settings


def without_entry(text: str, code: str) -> str:
    return re.sub(rf"(?ms)^- code: {code}\n.*?(?=^- |\Z)", "", text)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "2016-draft/activities.yaml",
            lambda t: without_entry(t, "ACT-42"),
            "activities.yaml: 41 entries, 42 are needed",
        ),
        (
            "2016-draft/exhortations.yaml",
            lambda t: without_entry(t, "EXH-2"),
            "exhortations.yaml: 1 entries",
        ),
        (
            "2016-draft/objectives.yaml",
            lambda t: t.replace("code: GO-3", "code: SO-13"),
            "2 general objectives",
        ),
        (
            "2016-draft/activities.yaml",
            lambda t: t.replace("code: ACT-02", "code: ACT-01"),
            "ACT-01 stands there 2 times",
        ),
        (
            "2016-draft/activities.yaml",
            lambda t: t.replace("section: V.A", "section: X", 1),
            "entry ACT-01: section: X",
        ),
        (
            "2016-draft/activities.yaml",
            lambda t: t.replace("addressees: [SG]", "addressees: [XX]", 1),
            "entry ACT-01: addressees: XX",
        ),
        (
            "2016-draft/instruments.yaml",
            lambda t: t.replace("activity: ACT-10", "activity: ACT-28"),
            "entry VCCR: ACT-28 stands there 2 times",
        ),
        (
            "2016-draft/instruments.yaml",
            lambda t: t.replace("depositary: OAS", "depositary: ILO"),
            "entry ACHR: depositary: ILO",
        ),
        (
            "2016-draft/instruments.yaml",
            lambda t: t.replace('adopted_on: "1990-12-18"', 'adopted_on: "1990-13-18"'),
            "entry ICRMW: adopted_on",
        ),
        (
            "2016-draft/links.yaml",
            lambda t: t.replace("activity: ACT-02\n", "activity: ACT-03\n"),
            "ACT-0[23]",
        ),
        (
            "2016-draft/links.yaml",
            lambda t: t.replace("objective: GO-3\n", "objective: GO-9\n", 1),
            "GO-9 is not there",
        ),
        (
            "2016-draft/links.yaml",
            lambda t: re.sub(r"objective: SO-05\n", "objective: GO-1\n", t),
            "SO-05 has no activity|stands there 2 times",
        ),
        (
            "2016-draft/crosswalks.yaml",
            lambda t: t.replace("targets: gcm_objective", "targets: gcm"),
            "entry gcm: targets: gcm is not there",
        ),
        (
            "2016-draft/crosswalks/gcm.yaml",
            lambda t: t.replace("target: GCM-22", "target: GCM-24"),
            "entry ACT-36 to GCM-24: target",
        ),
        (
            "2016-draft/crosswalks/sdg.yaml",
            lambda t: t.replace("node: ACT-42", "node: EXH-1"),
            "entry EXH-1 to SDG-1.4: node",
        ),
        (
            "2016-draft/crosswalks/sdg.yaml",
            lambda t: t.replace("target: SDG-4.5", "target: SDG-4.1"),
            "ACT-40 to SDG-4.1 stands there 2 times",
        ),
        (
            "2016-draft/crosswalks/sdg.yaml",
            lambda t: t.replace("strength: direct", "strength: strong", 1),
            "entry GO-1 to SDG-10.7: strength",
        ),
        (
            "2016-draft/fingerprints.yaml",
            lambda t: re.sub(r"ACT-42:\n.*\n", "", t),
            "entry ACT-42: no fingerprint in fr",
        ),
        (
            "2016-draft/defects.yaml",
            lambda t: t.replace("kind: layout", "kind: ghost", 1),
            "kind: ghost",
        ),
        (
            "actors.yaml",
            lambda t: t.replace("parent: CIDI", "parent: NOBODY"),
            "entry CAM: parent: NOBODY",
        ),
        ("states.yaml", lambda t: without_entry(t, "VEN"), "34 states"),
        (
            "editions.yaml",
            lambda t: t.replace('current: "2016-draft"', 'current: "2005"'),
            "current: 2005",
        ),
        (
            "2016-draft/objectives.yaml",
            lambda t: re.sub(r'    pt: ".*"\n', "", t, count=1),
            "objectives.yaml: entry GO-1: title.pt",
        ),
    ],
)
def test_one_broken_thing_is_named(tmp_path: Path, name: str, change: object, said: str) -> None:
    folder = tmp_path / "programme"
    shutil.copytree(Settings().programme, folder)
    path = folder / name
    before = path.read_text(encoding="utf-8")
    assert callable(change)
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8")
    with pytest.raises(InvalidDataFiles, match=said):
        programme.read(folder)
