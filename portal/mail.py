"""Letters in both languages out of `templates/email`, and who carries them."""

import hashlib
import hmac
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

import templates
from apps_gallery.models import CitizenApp
from datasets.kernel import mail
from datasets.kernel.clock import Clock
from datasets.kernel.mail import Carrier, Letter, Outbox, Smtp
from datasets.kernel.unit_of_work import UnitOfWork
from portal.settings import Settings

_LETTERS = Environment(
    loader=FileSystemLoader(Path(templates.__file__).parent / "email"),
    autoescape=select_autoescape(),  # the letters are .txt: plain text, nothing to escape
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def letter(to: str, event: str, places: Mapping[str, Any]) -> Letter:
    """A letter out of `templates/email/<event>.txt`; its first line is the subject.

    Raises:
        InvalidMail: if the address is none.
    """
    subject, _, text = _LETTERS.get_template(f"{event}.txt").render(places).partition("\n")
    one_line = "".join(mark if mark.isprintable() else " " for mark in subject.strip())
    return Letter(to, one_line[: mail.LONGEST_SUBJECT], text.strip() + "\n")


def carrier(settings: Settings, clock: Clock) -> Carrier:
    """Who takes letters out of this portal: its mail server, else a folder.

    Raises:
        InvalidSettings: if the settings of the mail server cannot be used.
    """
    if settings.smtp_url:
        return Smtp(url=settings.smtp_url, sender=settings.mail_from, clock=clock)
    folder = settings.home.absolute() / "outbox"
    return Outbox(folder=folder, sender=settings.mail_from, clock=clock)


@cache
def _translations() -> NullTranslations:
    return Translations.load(Path(__file__).parent / "translations", ["ja"])


def _japanese(msgid: str) -> str:
    return _translations().gettext(msgid) if msgid else ""


class GalleryPost:
    """What the gallery writes to authors; the links in it are of this portal."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def status_secret(self, app: CitizenApp) -> str:
        """The secret in the author's link: made from the app and the portal's key, kept nowhere."""
        key = self._settings.secret_key.encode()
        return hmac.new(key, b"app-status:" + app.id.bytes, hashlib.sha256).hexdigest()

    def send(self, uow: UnitOfWork, event: str, app: CitizenApp, **places: Any) -> None:
        """Queue a letter to the author; an app without an address to write to gets none."""
        if not app.contact:
            return
        base, locale = self._settings.base_url, app.language
        status = f"{base}/{locale}/apps/submission/{self.status_secret(app)}"
        mail.enqueue(
            uow,
            letter(
                app.contact,
                f"app_{event}",
                {
                    "title": next((words for words in app.title.values() if words), app.slug),
                    "site": self._settings.site_title or "まちデータ",
                    "contact": self._settings.contact,
                    "status_url": status,
                    "confirm_url": f"{status}/confirm/{places.get('secret', '')}",
                    "app_url": f"{base}/{locale}/apps/{app.slug}",
                    "url": app.url,
                    "reason_ja": _japanese(places.get("reason", "")),
                    **places,
                },
            ),
        )
