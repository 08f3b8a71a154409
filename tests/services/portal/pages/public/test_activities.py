"""P5, the activities: search, filters, groups by addressee."""

import httpx2

from tests.services.portal.conftest import ANSWERS, PLACE, VALUES, portal_over
from tests.services.portal.samples import Sample

FIGURES = {**PLACE, "activities": [{"code": "ACT-12", "values": VALUES}]}
WHOLE = {**ANSWERS, "/indicators/activities": FIGURES}
NOTHING = {**WHOLE, "/catalog/activities": {"items": [], "next": None}}
PAGES = {
    "all": Sample("/activities", answers=WHOLE),
    "nothing found": Sample("/activities?q=xyz", answers=NOTHING),
    "nothing selected": Sample("/activities?theme=health", answers=NOTHING),
    "figures silent": Sample("/activities"),
}


async def test_groups_with_strength_conditions_and_reports() -> None:
    async with portal_over(WHOLE) as client:
        text = (await client.get("/activities?lang=es")).text
    assert "2 actividades: 1 de órganos, organismos y entidades; 1 propuestas a los Estados" in text
    assert text.index("Comisión de Mujeres</h2>") < text.index("STATES</h2>")
    assert "Fuerza del verbo: Realizar · A solicitud" in text
    assert '<a href="/figures/ACT-12/reports_published?lang=es">1,234 informes</a>' in text
    assert '<a href="/figures/ACT-21/reports_published?lang=es">0 informes</a>' in text
    assert "Opcional: los Estados pueden llevarla a cabo" in text


async def test_what_is_searched_for_goes_to_the_catalogue() -> None:
    asked: list[httpx2.Request] = []
    async with portal_over(NOTHING, asked) as client:
        text = (await client.get('/activities?lang=en&q="<x>&addressee=CIM')).text
    searches = [each.url.params for each in asked if "q" in each.url.params]
    assert [(each["q"], each["addressee"]) for each in searches] == [('"<x>', "CIM")]
    assert "Nothing found for &#34;" not in text
    assert "&lt;x&gt;" in text
