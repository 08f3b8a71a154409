"""What IATI's published rules ask of a file of ours, each rule in our words under IATI's number,
and IATI's schema.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from lxml import etree

from tests.requiring import required
from tools.components import iati_schema

ACTIVITY = "/iati-activities/iati-activity"
DAY = "translate(substring({}, 1, 10), '-', '')"  # as a number that can be compared
AID = "@vocabulary = '1' or @vocabulary = '' or not(@vocabulary)"
#: Number → what each activity must fulfil.
RULES: dict[str, str] = {
    # who tells, and under which name
    "1.1.3": "string(iati-identifier) != string(reporting-org/@ref)",
    "1.1.21": "starts-with(iati-identifier, concat(reporting-org/@ref, '-'))",
    "1.3.1": "not(contains(iati-identifier, ' '))",
    "1.3.13": "translate(iati-identifier, '/&|?', '') = iati-identifier",
    "1.14.1": "not(contains(reporting-org/@ref, ' '))",
    "1.7.1": "not(related-activity[contains(@ref, ' ')])",
    "6.9.1": "not(transaction/provider-org[not(@ref or narrative)])",
    "6.9.2": "not(transaction/receiver-org[not(@ref or narrative)])",
    "6.10.1": "not(participating-org[not(@ref or narrative)])",
    # what it is about, in which language
    "4.1.1": "@xml:lang or not(.//narrative[not(@xml:lang)])",
    "4.3.1": "not(.//title[not(narrative/text())])",
    "4.4.1": "not(.//description[not(narrative/text())])",
    "6.2.2": "sector or transaction/sector",
    "6.6.2": "not(sector and transaction/sector)",
    "6.7.2": "sector or not(transaction[not(sector)])",
    "2.1.1": f"count(sector[{AID}]) < 2 or not(sector[{AID}][not(@percentage)])",
    "2.1.2": f"count(sector[{AID}]/@percentage) < 2 or sum(sector[{AID}]/@percentage) = 100",
    "2.1.4": f"count(sector[{AID}]) != 1 or not(sector[{AID}][@percentage != 100])",
    "102.1.1": f"not(sector) or sector[{AID}]",
    # where
    "3.6.2": "not((recipient-region or recipient-country) and "
    "transaction[recipient-region or recipient-country])",
    "3.7.1": "recipient-region or recipient-country or "
    "(transaction and not(transaction[not(recipient-region or recipient-country)]))",
    "3.4.1": "count(recipient-region) + count(recipient-country) < 2 or "
    "not(recipient-region[not(@percentage)] or recipient-country[not(@percentage)])",
    "3.4.2": "count(recipient-region) + count(recipient-country) < 2 or "
    "sum(recipient-region/@percentage) + sum(recipient-country/@percentage) = 100",
    "12.1.1": "not(.//@percentage[. < 0 or . > 100])",
    # how much
    "7.8.1": "@default-currency or not(.//value[not(@currency)])",
    # when: nothing is dated ahead
    "6.11.1": "activity-date[@type='1' or @type='2']",
    "11.1.1": f"{DAY.format('@last-updated-datetime')} <= $today",
    "11.1.4": f"not(activity-date[@type='2'][{DAY.format('@iso-date')} > $today])",
    "11.1.5": f"not(activity-date[@type='4'][{DAY.format('@iso-date')} > $today])",
    "11.2.1": f"not(transaction/transaction-date[{DAY.format('@iso-date')} > $today])",
    "11.2.2": f"not(transaction/value[{DAY.format('@value-date')} > $today])",
    "8.6.3": f"not(.//period-start[{DAY.format('@iso-date')} > "
    f"{DAY.format('following-sibling::period-end/@iso-date')}])",
}


@cache
def _schema() -> Any:
    with required():
        return etree.XMLSchema(etree.parse(iati_schema.schema()))


def broken(content: bytes) -> list[str]:
    """What a file breaks: of the schema first, then of the rules, whatever their severity."""
    tree, schema = etree.fromstring(content), _schema()
    return [str(error) for error in schema.error_log] if not schema.validate(tree) else ruled(tree)


def ruled(tree: Any) -> list[str]:
    """The numbers of the rules that activities of a file break, each with its activity."""
    today = int(datetime.now(UTC).strftime("%Y%m%d"))
    return [
        f"{number} {activity.findtext('iati-identifier')}"
        for activity in tree.xpath(ACTIVITY)
        for number, rule in RULES.items()
        if not activity.xpath(f"boolean({rule})", today=today)
    ]
