"""What can be downloaded, in which form, and how to cite it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import files, http
from services.portal.clients.files import FileSize
from services.portal.clients.indicators import Status
from services.portal.pages.page import Page
from services.portal.views import render


@dataclass(frozen=True, slots=True)
class File:
    """Something to download: the name of its words, and its addresses by format."""

    name: str
    formats: tuple[tuple[str, str], ...]


STREAM = "/indicators/stream"
SDMX = "/indicators/sdmx/structure/dataflow/OAS.CAM/*/*"
CITATION = "/indicators/objectives/GO-1/activity_coverage/citation"
UNSIZED = ("/reports/ledger?limit=500",)  # a list in pages
FILES = (
    File(
        "figures",
        (
            ("CSV", "/indicators/data.csv"),
            ("XLSX", "/indicators/data.xlsx"),
            ("Parquet", "/indicators/data.parquet"),
            ("JSON", "/indicators/data.json"),
        ),
    ),
    File(
        "figures_described",
        (
            ("CSVW", "/indicators/data.csv-metadata.json"),
            ("Data Package", "/indicators/datapackage.json"),
            ("DCAT", "/indicators/dcat.jsonld"),
        ),
    ),
    File(
        "published",
        (
            ("CSV", "/reports/submissions.csv"),
            ("XLSX", "/reports/submissions.xlsx"),
            ("JSON Lines", "/reports/submissions.jsonl"),
        ),
    ),
    File("programme", (("JSON", "/catalog/programme"),)),
    File("crosswalks", (("JSON", "/catalog/crosswalks"),)),
    File(
        "ratifications",
        (("CSV", "/reports/ratifications.csv"), ("XLSX", "/reports/ratifications.xlsx")),
    ),
    File("agreements", (("CSV", "/reports/agreements.csv"), ("XLSX", "/reports/agreements.xlsx"))),
    File("uptake", (("CSV", "/reports/uptake.csv"), ("XLSX", "/reports/uptake.xlsx"))),
    File("fund", (("CSV", "/reports/fund/entries.csv"), ("IATI", "/reports/fund.iati.xml"))),
    File("ledger", (("JSON", "/reports/ledger?limit=500"),)),
)


async def data(request: Request) -> Response:
    """GET /data"""
    page = Page.of(request)
    position, sizes = await asyncio.gather(_position(page), _sizes(page))
    return await page.show(
        "public/data.html",
        position=position,
        complete=_newest(sizes, (await page.site.state()).figures),
        files=FILES,
        address_of=partial(_address, page),
        sizes=sizes,
        words=_words(page.lang),
        stream=STREAM,
        sdmx=_of_sdmx(page),
        citation=page.file(CITATION),
        address=_cited(page),
    )


def _address(page: Page, address: str) -> str:
    """The address of a file in the language and, of what has a past, of the moment asked for."""
    path, _, query = address.partition("?")
    return page.file(path, **dict(parse_qsl(query)))


def _of_sdmx(page: Page) -> str:
    """Where statistical systems begin, at the moment asked for."""
    return f"{SDMX}?{urlencode({'asOf': page.as_of})}" if page.as_of else SDMX


async def _position(page: Page) -> int | None:
    """The entry that files of the moment asked for are made from. Raises Refused."""
    stand = await http.part(page.site.stand(**page.moment)) if page.moment else None
    return stand.position if stand else None


def _cited(page: Page) -> str:
    """The whole address of the site, of the moment asked for."""
    query = urlencode({"as_of": page.as_of}) if page.as_of else ""
    return str(page.request.url.replace(path="/", query=query))


async def _sizes(page: Page) -> dict[str, FileSize | None]:
    """What is known of the files of today by their addresses; None where it is not known yet."""
    if page.moment:
        return {}
    told = await asyncio.gather(
        *(http.part(files.list_sizes(page.client, each, page.lang)) for each in _services(page))
    )
    known = {address: size for each in told if each for address, size in each.items()}
    return {
        address: size if size and size.size is not None else None
        for file in FILES
        for _, address in file.formats
        if (size := known.get(address)) or address not in UNSIZED
    }


def _services(page: Page) -> tuple[str, ...]:
    """Those to ask for sizes: the catalog, which the frame of the page asks for its edition the
    first time, from the second time on.
    """
    known = page.site.names_things(page.lang)
    return files.SERVICES if known else tuple(set(files.SERVICES) - {files.CATALOG})


def _newest(sizes: Mapping[str, FileSize | None], figures: Status | None) -> bool:
    """Whether all of them are those of the entry that figures have come to."""
    end = figures.position if figures else None
    return all(one and one.position in (None, end) for one in sizes.values())


def _words(lang: str) -> dict[str, tuple[str, str]]:
    """Title and note of each file."""
    gettext = render.translations(lang).gettext
    return {
        "figures": (gettext("data.figures"), gettext("data.figures_note")),
        "figures_described": (
            gettext("data.figures_described"),
            gettext("data.figures_described_note"),
        ),
        "crosswalks": (gettext("data.crosswalks"), gettext("data.crosswalks_note")),
        "published": (gettext("data.published"), gettext("data.published_note")),
        "programme": (gettext("data.programme"), gettext("data.programme_note")),
        "ratifications": (gettext("data.ratifications"), gettext("data.ratifications_note")),
        "agreements": (gettext("data.agreements"), gettext("data.agreements_note")),
        "uptake": (gettext("data.uptake"), gettext("data.uptake_note")),
        "fund": (gettext("data.fund"), gettext("data.fund_note")),
        "ledger": (gettext("data.ledger"), gettext("data.ledger_note")),
    }


ROUTES = [Route("/data", data)]
