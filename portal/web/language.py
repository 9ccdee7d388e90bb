"""Flask-Babel, and the choice of language."""

from collections.abc import Iterable
from typing import Any

from flask import Flask, g
from flask_babel import Babel, get_translations, gettext

from datasets.kernel.messages import Message
from portal.web.urls import current_locale, fill_locale


def install(app: Flask, default_locale: str) -> None:
    """Speak Japanese and English; times on pages are the city's."""
    app.config["BABEL_DEFAULT_LOCALE"] = default_locale
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Tokyo"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    app.config["DEFAULT_LOCALE"] = default_locale
    Babel(app, locale_selector=current_locale)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # flask-babel looks its catalogue up at every word; a page has hundreds of them and one language
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # set by the extension
        lambda text: _spoken().ugettext(text),
        lambda one, many, count: _spoken().ungettext(one, many, count),
        newstyle=True,
    )
    app.url_defaults(fill_locale)


def _spoken() -> Any:
    if "translations" not in g:
        g.translations = get_translations()
    return g.translations


def said(message: Message) -> str:
    """A message in the reader's language."""
    translated = str(gettext(message.msgid))
    return translated.format(**message.places) if message.places else translated


def words(text: dict[str, str] | None, locale: str | None = None) -> str:
    """Text kept by language, in the reader's, else in the other one."""
    if not text:
        return ""
    wanted = locale or current_locale()
    return text.get(wanted) or next((words for words in text.values() if words), "")


def words_lang(text: dict[str, str] | None) -> str | None:
    """The language `words` had to fall back to, for a `lang` attribute; None if it did not."""
    if not text or text.get(current_locale()):
        return None
    return next((lang for lang, words in text.items() if words), None)


def listed(texts: Iterable[object]) -> str:
    """Several things in one line, as the reader's language sets them apart."""
    return (", " if current_locale() == "en" else "、").join(map(str, texts))


def stored(message: dict[str, Any] | None) -> str:
    """A message kept as JSON, in the reader's language."""
    return said(Message.from_json(message)) if message else ""
