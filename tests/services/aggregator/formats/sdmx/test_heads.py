"""URNs, and instants that do not come from a clock."""

from services.aggregator.formats.sdmx import heads


def test_urns() -> None:
    place = "urn:sdmx:org.sdmx.infomodel"
    assert heads.urn("dataflow", "X") == f"{place}.datastructure.Dataflow=OAS.CAM:X(1.0.0)"
    concept = f"{place}.conceptscheme.Concept=OAS.CAM:CONCEPTS(1.0.0).SEX"
    assert heads.urn("concept", "CONCEPTS", "SEX") == concept
    agencies = f"{place}.base.AgencyScheme=OAS:AGENCIES(1.0)"
    assert heads.urn("agencyscheme", "AGENCIES", agency="OAS") == agencies


def test_a_head_tells_when_its_facts_were_recorded() -> None:
    recorded = "2026-11-29T10:20:30.123456Z"
    assert heads.meta("x", ["es"], recorded)["prepared"] == "2026-11-29T10:20:30Z"
    assert "<mes:Prepared>1970-01-01T00:00:00Z<" in heads.header("x")
