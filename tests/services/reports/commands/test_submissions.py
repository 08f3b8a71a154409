"""What is told of each step: ids and state before publication, everything that counts with it,
nothing restricted ever.
"""

import json

from services.reports import tables
from tests.services.reports.conftest import Desk

LINKS = [
    {"url": f"https://example.org/{access}", "title": access, "access": access}
    for access in ("public", "programme", "restricted")
]


async def test_no_text_before_publication_and_nothing_restricted_after(desk: Desk) -> None:
    await desk.published(evidence=LINKS, joint_reporters=["COL"])
    async with desk.db.read() as connection:
        rows = (
            (
                await connection.execute(
                    tables.kernel.outbox.select().order_by(tables.kernel.outbox.c.n)
                )
            )
            .mappings()
            .all()
        )
    told = [json.loads(row["payload"]) for row in rows[1:]]  # behind the note of the catalogue
    assert all(
        set(data) - {"joint_reporters"}
        == {"submission", "kind", "state", "revision", "reporter", "edition"}
        for data in told[:-1]
    )
    assert [data["joint_reporters"] for data in told if "joint_reporters" in data] == [["COL"]]
    assert told[-1]["implementation"]["activity"] == "ACT-12"
    assert [link["access"] for link in told[-1]["evidence"]] == ["public"]
    assert told[-1]["reporters"] == [{"code": "CIM", "kind": "organ"}], "named is not confirmed"
