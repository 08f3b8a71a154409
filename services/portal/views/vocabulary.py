"""Words of a report's life, and instants, as templates of the desks say them."""

from dataclasses import dataclass

from babel.dates import format_date, format_time

from kernel import clock
from services.portal.views.locales import LOCALES
from services.portal.views.render import translations


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is said in one language."""

    lang: str

    def state(self, code: str) -> str:
        """A state of a submission."""
        _ = translations(self.lang).gettext
        return {
            "draft": _("state.draft"),
            "submitted": _("state.submitted"),
            "under_review": _("state.under_review"),
            "returned": _("state.returned"),
            "accepted": _("state.accepted"),
            "published": _("state.published"),
            "withheld": _("state.withheld"),
            "withdrawn": _("state.withdrawn"),
        }.get(code, code)

    def action(self, code: str) -> str:
        """A step of its history."""
        _ = translations(self.lang).gettext
        return {
            "draft": _("did.draft"),
            "save": _("did.save"),
            "submit": _("did.submit"),
            "start_review": _("did.start_review"),
            "return": _("did.return"),
            "accept": _("did.accept"),
            "publish": _("did.publish"),
            "revise": _("did.revise"),
            "discard": _("did.discard"),
            "withhold": _("did.withhold"),
            "release": _("did.release"),
            "withdraw": _("did.withdraw"),
            "confirm": _("did.confirm"),
            "take_back_confirmation": _("did.unconfirm"),
            "comment": _("did.comment"),
            "decide": _("did.decide"),
        }.get(code, code)

    def instant(self, stamp: str) -> str:
        """An instant as people read it, in UTC."""
        moment, locale = clock.parse(stamp), LOCALES[self.lang]
        day = format_date(moment.date(), "long", locale)
        return f"{day}, {format_time(moment, 'HH:mm', locale=locale)} UTC"
