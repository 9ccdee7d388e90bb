"""Filters and globals of the templates."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask, url_for
from flask_babel import format_date, format_decimal, format_time, ngettext
from flask_babel import gettext as _
from flask_login import current_user
from jinja2 import StrictUndefined

from datasets.vocabulary import THEMES, Theme
from portal.settings import Settings
from portal.web import assets
from portal.web.appearance import chosen_theme
from portal.web.context import services
from portal.web.language import said, stored, words, words_lang
from portal.web.urls import alternate_url, current_locale


@dataclass(frozen=True, slots=True)
class Site:
    """What every page shows of the portal itself."""

    settings: Settings

    @property
    def title(self) -> str:
        """Name of the portal in the reader's language."""
        return self.settings.site_title or str(_("Machi Data"))

    @property
    def subtitle(self) -> str:
        """What it is, in two words."""
        return str(_("Open data"))

    @property
    def organization(self) -> str:
        """Who runs the portal."""
        return self.settings.operator or self.title

    @property
    def contact(self) -> str:
        """How to reach whoever runs it, one line; empty if it is not set."""
        return self.settings.contact

    @property
    def base_url(self) -> str:
        """Address of the portal, without a slash at its end."""
        return self.settings.base_url

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The fields of city life, in their order."""
        return THEMES


def install(app: Flask, settings: Settings) -> None:
    """Give the templates their words, numbers and dates; an unknown name is an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        number=number,
        bytes=size,
        date=day,
        datetime=moment,
        relative_day=relative_day,
        msg=said,
        stored=stored,
        words=words,
        words_lang=words_lang,
    )
    site = Site(settings)

    app.jinja_env.globals.update(
        alternate_url=alternate_url, asset=assets.asset, current_user=current_user, site=site
    )

    @app.context_processor
    def names() -> dict[str, Any]:
        return {
            "locale": current_locale(),
            "theme_cookie": chosen_theme(),
            "theme_url": url_for("theme.choose"),
        }


def number(value: float | int | None) -> str:
    """A number with separators; nothing for None."""
    return "" if value is None else str(format_decimal(value))


def size(value: int | None) -> str:
    """A size in bytes as B, KB, MB or GB of 1000."""
    amount = float(value or 0)
    for unit in ("B", "KB", "MB"):
        if amount < 1000:
            return (
                f"{amount:.0f}\N{NO-BREAK SPACE}{unit}"
                if amount >= 10 or unit == "B"
                else f"{amount:.1f}\N{NO-BREAK SPACE}{unit}"
            )
        amount /= 1000
    return f"{amount:.1f}\N{NO-BREAK SPACE}GB"


def day(value: date | datetime | None) -> str:
    """A date in words, in the city's time."""
    return "" if value is None else str(format_date(value, "long"))


def moment(value: datetime | None) -> str:
    """A date in words and the time to the minute, in the city's time."""
    return "" if value is None else f"{format_date(value, 'long')} {format_time(value, 'HH:mm')}"


def relative_day(value: datetime | None) -> str:
    """How many days ago, in words."""
    if value is None:
        return ""
    days = (services().clock.now() - value.astimezone(UTC)).days
    if days <= 0:
        return str(_("today"))
    if days < 60:
        return str(ngettext("%(num)s day ago", "%(num)s days ago", days))
    if days < 730:
        months = days // 30
        return str(ngettext("%(num)s month ago", "%(num)s months ago", months))
    years = days // 365
    return str(ngettext("%(num)s year ago", "%(num)s years ago", years))
