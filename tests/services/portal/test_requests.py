"""How many requests to the interfaces stand behind a public page that is made anew."""

import httpx2

from tests.services.portal.conftest import portal_over
from tests.services.portal.samples import Sample, samples

MOST = 3
#: how the services stand, which all pages of a moment ask together
STATE = {"/indicators/status", "/catalog/history"}
PUBLIC = {
    name: sample
    for name, sample in samples().items()
    if sample.status == 200 and not sample.path.startswith("/desk")
}


async def behind(sample: Sample) -> list[str]:
    """The paths that a page asks for, once what all pages share is known."""
    asked: list[httpx2.Request] = []
    async with portal_over(sample.services, asked) as client:
        await client.get(sample.path)
        asked.clear()
        anew = f"{sample.path}{'&' if '?' in sample.path else '?'}again=1"
        assert (await client.get(anew)).status_code == 200
    return [each.url.path for each in asked if each.url.path not in STATE]


async def test_few_requests_stand_behind_every_public_page() -> None:
    found = {name: await behind(sample) for name, sample in PUBLIC.items()}
    assert len(found) > 40
    many = {name: paths for name, paths in found.items() if len(paths) > MOST}
    assert many == {}
