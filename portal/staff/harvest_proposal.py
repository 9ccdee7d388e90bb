"""A source as staff propose it, and the first datasets it would give."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from datasets.vocabulary import LICENSE_BY_CODE, THEME_BY_CODE
from harvesters import registry, schedule
from harvesters.models import HarvestSource
from harvesters.trial import Proposal, TrialDraft
from portal.staff import harvest_words
from portal.staff.harvest_words import OPTION_PREFIX
from portal.web.language import said, words, words_lang

_BOOLEANS = frozenset({"true", "false", "yes", "no"})


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One dataset as it would come in.

    Attributes:
        license: What we read in the source's words; `license_given` is what it says itself.
        problem: Why it would be left out; empty if it would not.
    """

    title: str
    lang: str | None
    files: tuple[str, ...]
    license: str
    license_given: str
    is_open: bool
    themes: tuple[str, ...]
    problem: str


def proposal_of(kind: str, given: Mapping[str, str]) -> Proposal:
    """What was filled in about a source of a kind.

    Raises:
        NotFound: if there is no such kind.
    """
    known = registry.kind(kind)
    options = {}
    for field in harvest_words.option_fields(known.kind):
        typed = given.get(field.name, "").strip()
        if field.kind == "checkbox":
            typed = "true" if typed else "false"
        if typed and typed != _text(field.default):
            options[field.name.removeprefix(OPTION_PREFIX)] = typed
    return Proposal(
        kind=kind,
        url=given.get("url", "").strip(),
        organization=given.get("organization", ""),
        options=options,
        agreement=given.get("agreement", "").strip(),
    )


def draft_row(draft: TrialDraft) -> DraftRow:
    """One dataset as it is shown before anything is kept."""
    license_ = LICENSE_BY_CODE.get(draft.license)
    title = dict(draft.title)
    return DraftRow(
        title=words(title) or draft.identifier,
        lang=words_lang(title),
        files=draft.files,
        license=_(license_.title) if license_ else "",
        license_given=draft.license_given,
        is_open=bool(license_ and license_.is_open),
        themes=tuple(
            _(THEME_BY_CODE[code].label) if code in THEME_BY_CODE else code for code in draft.themes
        ),
        problem=said(draft.problem) if draft.problem else "",
    )


def unticked(kind: str) -> dict[str, object]:
    """Every option of a kind, as a form without a tick or a word."""
    return {field.name: "" for field in harvest_words.option_fields(kind)}


def default_values(kind: str) -> dict[str, object]:
    """What stands in the form for a source of a kind before anything is written."""
    return {field.name: field.default for field in harvest_words.option_fields(kind)}


def kept_values(source: HarvestSource) -> dict[str, object]:
    """What stands in the form for a source that is kept."""
    values = default_values(source.kind)
    for name, text in source.options.items():
        value = text.lower() in {"true", "1", "yes"} if text.lower() in _BOOLEANS else text
        values[OPTION_PREFIX + name] = value
    rhythm = str(schedule.rhythm_of(source))
    return {**values, "url": source.url, "publish": source.publish, "rhythm": rhythm}


def _text(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)
