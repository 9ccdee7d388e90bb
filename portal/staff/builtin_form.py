"""What staff choose for a built-in app, from an address or a form to a configuration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from apps_gallery.builtin.base import COLOURS, Fit, Slot, Table, Template
from apps_gallery.builtin.config import LONGEST_QUESTION, stored_config
from datasets.kernel.messages import N_
from datasets.vocabulary import THEME_BY_CODE, THEMES
from portal.web.forms import FormError, Option

LANGUAGES = ("ja", "en")
LONGEST_TITLE = 40
LONGEST_LINE = 80
_OURS = ("title_", "line_", "question_", "slot_", "setting_", "colour", "themes")
_COLOURS = {
    "indigo": N_("Indigo"),
    "green": N_("Green"),
    "amber": N_("Amber"),
    "rose": N_("Rose"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form, as the macro `field` takes it."""

    name: str
    label: str
    kind: str
    options: tuple[Option, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Making:
    """An app that is being made; as much of a gallery app as it takes to show it."""

    slug: str
    title: dict[str, str]
    line: dict[str, str]
    template: str
    config: dict[str, Any]
    themes: tuple[str, ...]


def questions(template: Template, table: Table) -> tuple[Question, ...]:
    """Columns and settings to choose."""
    return (*_slots(template, table), *_settings(template))


def colours() -> tuple[Option, ...]:
    """The colours an app may have."""
    return tuple(Option(code, str(_(_COLOURS[code]))) for code in COLOURS)


def themes() -> tuple[Option, ...]:
    """The fields of city life."""
    return tuple(Option(theme.code, str(_(theme.label))) for theme in THEMES)


def suggested(template: Template, table: Table, fit: Fit, of: Sequence[str]) -> dict[str, Any]:
    """What the form holds before anybody has chosen; `of` are the themes of the data."""
    values: dict[str, Any] = {"colour": COLOURS[0], "themes": list(of)}
    for code in LANGUAGES:
        with force_locale(code):
            data = table.title.get(code) or next(iter(table.title.values()), table.dataset)
            title = _("%(app)s: %(data)s", app=_(template.title), data=data)
            values[f"title_{code}"] = str(title)[:LONGEST_TITLE]
            values[f"line_{code}"] = str(_(template.promise))[:LONGEST_LINE]
    for slot in template.slots:
        names = list(fit.columns.get(slot.name, ()))
        values[f"slot_{slot.name}"] = names if slot.most > 1 else next(iter(names), "")
    for setting in template.settings:
        first = setting.choices[0][0] if setting.choices else ""
        values[f"setting_{setting.name}"] = fit.settings.get(setting.name, first)
    return values


def typed(template: Template, args: MultiDict[str, str]) -> dict[str, Any]:
    """What was chosen, for the form to show again."""
    values: dict[str, Any] = {**args.to_dict(), "themes": args.getlist("themes")}
    for slot in template.slots:
        if slot.most > 1:
            values[f"slot_{slot.name}"] = args.getlist(f"slot_{slot.name}")
    return values


def errors(template: Template, values: Mapping[str, Any]) -> tuple[FormError, ...]:
    """What is to be put right before the app can be shown."""
    found = []
    if not str(values.get("title_ja", "")).strip():
        found.append(FormError("title_ja", str(_("Write a name for the app."))))
    for slot in template.slots:
        if slot.needed and not values.get(f"slot_{slot.name}"):
            message = _("Choose a column for “%(slot)s”.", slot=_(slot.title))
            found.append(FormError(f"slot_{slot.name}", str(message)))
    return tuple(found)


def making(template: Template, table: Table, values: Mapping[str, Any]) -> Making:
    """The app that the form describes; its configuration is still to be checked."""
    chosen: dict[str, tuple[str, ...]] = {}
    for slot in template.slots:
        given = values.get(f"slot_{slot.name}") or ()
        names = (given,) if isinstance(given, str) else tuple(given)
        chosen[slot.name] = tuple(name for name in names if name)[: slot.most]
    settings = {
        setting.name: str(values[f"setting_{setting.name}"])
        for setting in template.settings
        if values.get(f"setting_{setting.name}")
    }
    config = stored_config(
        template,
        table,
        Fit(chosen, settings),
        colour=str(values.get("colour") or COLOURS[0]),
        question=_words(values, "question", LONGEST_QUESTION),
    )
    return Making(
        slug="",
        title=_words(values, "title", LONGEST_TITLE),
        line=_words(values, "line", LONGEST_LINE),
        template=template.name,
        config=config,
        themes=tuple(code for code in values.get("themes", ()) if code in THEME_BY_CODE),
    )


def pairs(values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The same choices as hidden fields, so that what is published is what was looked at."""
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        if not name.startswith(_OURS):
            continue
        if isinstance(value, str):
            found.append((name, value))
        else:
            found += [(name, str(each)) for each in value]
    return tuple(found)


def _words(values: Mapping[str, Any], name: str, longest: int) -> dict[str, str]:
    text = {code: str(values.get(f"{name}_{code}", "")).strip()[:longest] for code in LANGUAGES}
    return {code: words for code, words in text.items() if words}


def _slots(template: Template, table: Table) -> Iterator[Question]:
    for slot in template.slots:
        options = _columns(slot, table)
        if not options:
            continue
        if slot.most > 1:
            kind = "checkboxes"
        else:
            kind = "select"
            if not slot.needed:
                options = (Option("", str(_("(none)"))), *options)
        name = f"slot_{slot.name}"
        yield Question(name, str(_(slot.title)), kind, options, required=slot.needed)


def _columns(slot: Slot, table: Table) -> tuple[Option, ...]:
    return tuple(
        Option(column.name, column.plain_name) for column in slot.candidates(table.columns)
    )


def _settings(template: Template) -> Iterator[Question]:
    for setting in template.settings:
        options = tuple(Option(value, str(_(title))) for value, title in setting.choices)
        if len(options) > 1:
            name = f"setting_{setting.name}"
            yield Question(name, str(_(setting.title)), "select", options, required=True)
