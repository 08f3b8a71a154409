"""The fact of a public implementation."""

from contracts import reports
from services.aggregator.domain.facts import At
from services.aggregator.domain.kinds import KINDS, LISTED, implementation


def test_the_same_kinds_stand_in_the_contracts() -> None:
    assert KINDS.keys() == reports.KINDS.keys()
    assert [name for name in KINDS if name not in LISTED] == ["implementation"]


def test_a_fact_is_what_the_publication_says() -> None:
    content = reports.Implementation(
        activity="ACT-1",
        year=2020,
        status="planned",
        execution="bilateral",
        partner_kinds=["igo", "diaspora"],
        axes=["gender", "gender"],
        beneficiaries=[
            reports.Beneficiaries(sex="female", age_group="adult", count=30),
            reports.Beneficiaries(sex="male", age_group="child", small=True),
        ],
        resources=[reports.Money(currency="USD", amount="0.10")],
    )
    published = reports.Published(
        submission="s",
        kind="implementation",
        state="published",
        revision=2,
        reporter="COL",
        edition="e",
        title="t",
        language="es",
        reporters=[reports.Reporter(code="COL", kind="state")],
        implementation=content,
        evidence=[reports.Evidence(url="https://example.org", title="E", access="public")],
    )
    fact = KINDS["implementation"].fact(published.content, published, At(7, 2024))
    assert fact == implementation.Implementation(
        submission="s",
        revision=2,
        published=7,
        activity="ACT-1",
        year=2020,
        status="planned",
        reporters=(("COL", "state"),),
        joint=True,
        partner=True,
        evidence=True,
        axes=("gender",),
        beneficiaries=(("female", "adult", 30), ("male", "child", None)),
        resources=(("USD", "0.10"),),
    )
    assert (fact.kind, fact.activities, fact.objectives) == ("implementation", ("ACT-1",), ())
