"""The queue: three groups, the oldest first, and how long each is here."""

import re
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from kernel import clock
from tests.services.portal.offices import item, page, secretariat


def days_ago(days: int) -> str:
    return clock.stamp(clock.now() - timedelta(days=days))


async def test_the_oldest_comes_first_in_its_group() -> None:
    waiting = page(
        item("b", "submitted", updated_at=days_ago(3)),
        item("a", "submitted", updated_at=days_ago(12)),
        item("c", "accepted", updated_at=days_ago(1)),
        item("d", "accepted", updated_at=days_ago(0)),
    )
    async with secretariat(**{"GET /reports/submissions": waiting}) as (browser, _):
        text = (await browser.get("/desk/secretariat")).text
    assert re.findall(r"review/(\w)\"", text) == ["a", "b", "c", "d"]
    assert "12 days here" in text
    assert "1 day here" in text
    assert "since today" in text
    assert "Under review" not in re.findall(r"<h2[^>]*>([^<]*)", text)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "The queue is empty."),
        ("es", "No hay presentaciones por revisar."),
        ("pt", "Não há comunicações a analisar."),
        ("fr", "Aucune communication à examiner."),
    ],
)
async def test_an_empty_queue_says_so(lang: str, words: str) -> None:
    async with secretariat(**{"GET /reports/submissions": page()}) as (browser, _):
        assert words in (await browser.get("/desk/secretariat", params={"lang": lang})).text


async def test_who_administers_keys_alone_has_an_empty_queue() -> None:
    answers: dict[str, Any] = {"GET /reports/submissions": page(item("a", "submitted"))}
    async with secretariat(["keys:admin"], **answers) as (browser, _):
        assert "The queue is empty." in (await browser.get("/desk/secretariat")).text


async def test_the_oldest_is_there_however_many_wait() -> None:
    def waiting(request: httpx2.Request) -> Any:
        if "cursor" in request.url.params:
            return page(item("oldest", "submitted", updated_at=days_ago(90)))
        newer = page(item("newer", "submitted"))
        return {**newer, "next": "/reports/submissions?waiting=me&cursor=later"}

    async with secretariat(**{"GET /reports/submissions": waiting}) as (browser, _):
        text = (await browser.get("/desk/secretariat")).text
    assert re.findall(r"review/(\w+)\"", text) == ["oldest", "newer"]
