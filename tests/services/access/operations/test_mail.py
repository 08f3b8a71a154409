"""From an event to a mail server or a file: retried, never twice, whatever ends in between."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel import clock
from kernel.run import settle
from services.access import app as front
from services.access import process
from services.access.operations import mail
from services.access.operations.mail import Reminders
from services.access.settings import Settings
from services.access.store import notices as store
from tests.services.access.conftest import Desk
from tests.services.access.focal import begin, cycle, mails, notices, read, returned
from tests.services.access.smtp import MailServer, mail_server


@asynccontextmanager
async def sending(desk: Desk, *answers: str) -> AsyncIterator[MailServer]:
    """The desk with a mail server in place of files."""
    async with mail_server(*answers) as server:
        before = desk.needs
        settings = Settings(
            mail_url=server.url, mail_from="OAS <oas@oas.example>", public_url="https://oas.example"
        )
        desk.needs = front.Needs(
            before.db, before.log, before.pepper, before.owner, settings=settings
        )
        yield server


async def settled(desk: Desk, seconds: float = 120.0) -> None:
    await settle(front.workers(desk.needs), seconds)


async def test_a_returned_submission_is_told_by_a_link(desk: Desk) -> None:
    await begin(desk)
    await returned(desk)
    async with sending(desk) as server:
        await settled(desk)
    message = read(server.messages[0])
    assert message["To"] == "Ana Gómez <ana@example.org>"
    assert message["Subject"] == "Se le ha devuelto un envío con un comentario"
    assert "https://oas.example/desk/reports/" in message.get_content()
    assert (await notices(desk))[0]["state"] == "sent"


async def test_a_server_that_cannot_now_is_asked_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail.domain, "pause", lambda _attempts: timedelta())
    await begin(desk)
    await returned(desk)
    async with sending(desk, "451 later", "452 full") as server:
        await settled(desk)
    notice = (await notices(desk))[0]
    assert (notice["state"], notice["attempts"], len(server.messages)) == ("sent", 3, 1)
    assert read(server.messages[0])["Message-ID"] == f"<{notice['id']}@oas.example>"


async def test_the_next_attempt_has_its_time(desk: Desk) -> None:
    await begin(desk)
    await returned(desk)
    async with sending(desk, "451 later"):
        await settled(desk)
    notice = (await notices(desk))[0]
    assert (notice["state"], notice["reason"], notice["attempts"]) == ("queued", "smtp_451", 1)
    assert notice["next_at"] > clock.stamp(clock.now() + timedelta(seconds=30))


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [("550 nobody", "undeliverable", "smtp_550"), ("lost", "uncertain", "lost")],
)
async def test_what_is_not_tried_again(desk: Desk, answer: str, state: str, reason: str) -> None:
    await begin(desk)
    await returned(desk)
    async with sending(desk, answer) as server:
        await settled(desk)
        await settled(desk)
    notice = (await notices(desk))[0]
    assert (notice["state"], notice["reason"], notice["next_at"]) == (state, reason, None)
    assert len(server.messages) == (answer == "lost")


class Died(BaseException):
    """The end of a process, as far as its own code can see it."""


async def die_before_the_mark(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender hands over the notice, and ends before it has marked that."""

    def move(_tx: Any, _id: str, states: Sequence[str], _values: Any) -> None:
        if states == mail.ON_ITS_WAY:
            raise Died

    with monkeypatch.context() as patch:
        real = store.move
        patch.setattr(
            store,
            "move",
            lambda *given: move(*given) or real(*given),  # type: ignore[func-returns-value]
        )
        settings = desk.needs.settings
        sender = mail.Mailer(
            desk.db,
            process.transport(settings.mail, settings.mail_folder),
            process.Letterhead(settings.sender, settings.links),
            desk.needs.pepper,
            desk.needs.owner,
        )
        with pytest.raises(Died):
            await sender.run()


async def test_a_death_after_handing_over_sends_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(desk)
    await returned(desk)
    async with sending(desk) as server:
        await only_queued(desk)
        await die_before_the_mark(desk, monkeypatch)
        assert (await notices(desk))[0]["state"] == "sending"
        await settled(desk)
        assert len(server.messages) == 1
    assert (await notices(desk))[0]["state"] == "uncertain"


async def test_a_death_after_writing_a_file_leaves_one_file(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(desk)
    await returned(desk)
    await only_queued(desk)
    await die_before_the_mark(desk, monkeypatch)
    before = [message.as_bytes() for message in mails(tmp_path)]
    await settled(desk)
    assert [message.as_bytes() for message in mails(tmp_path)] == before
    assert len(before) == 1
    assert [(n["state"], n["attempts"]) for n in await notices(desk)] == [("sent", 2)]


async def only_queued(desk: Desk) -> None:
    """Everything is followed, and nothing sent."""
    await settle([each for each in front.workers(desk.needs) if each.name != "access mail"])


async def test_who_has_left_meanwhile_gets_nothing(desk: Desk, tmp_path: Path) -> None:
    person = await begin(desk)
    await returned(desk)
    await only_queued(desk)
    path = f"/focal-points/{person['id']}"
    await desk.ask(desk.administrator, "DELETE", path, if_match="*")
    await settled(desk)
    assert [item["state"] for item in await notices(desk)] == ["cancelled"]
    assert mails(tmp_path) == []


async def test_a_cycle_reminds_once_of_each_of_its_days(desk: Desk, tmp_path: Path) -> None:
    await begin(desk)
    await begin(desk, actor="COL", email="col@example.org", language="en")
    for left in (30, 7):
        closes_on = (clock.today() + timedelta(days=left)).isoformat()
        await cycle(desk, state="open", closes_on=closes_on, title="Words of somebody")
        await settled(desk)
        for _ in range(2):
            await Reminders(desk.db).remind()
    await settled(desk)
    told = sorted((item["kind"], item["actor"]) for item in await notices(desk))
    assert told == [
        ("cycle_closing", "CIM"),
        ("cycle_closing", "CIM"),
        ("cycle_closing", "COL"),
        ("cycle_closing", "COL"),
        ("cycle_opened", "CIM"),
        ("cycle_opened", "COL"),
    ]
    texts = [message.get_content() for message in mails(tmp_path)]
    assert any("Se espera su contribución" in text for text in texts)
    assert all("Words of somebody" not in text for text in texts)


async def test_logs_name_nobody(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    await begin(desk)
    await returned(desk)
    await settled(desk)
    out = "".join(capsys.readouterr())
    assert "ana@example.org" not in out
    assert "Ana" not in out
