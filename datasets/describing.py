"""What a dataset is called and says of itself, as its publisher writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets import proposing, publishing, scoring
from datasets.drafts import Words
from datasets.kernel import audit
from datasets.kernel.actors import Permission
from datasets.kernel.errors import InvalidDraft
from datasets.kernel.messages import N_, Message
from datasets.kernel.unit_of_work import UnitOfWork
from datasets.models.dataset import Dataset
from datasets.vocabulary import FREQUENCY_BY_CODE, LICENSE_BY_CODE, THEME_BY_CODE

LONGEST_TITLE = 100
LONGEST_SUMMARY = 80
LONGEST_DESCRIPTION = 5_000
LONGEST_KEYWORD = 50
LONGEST_NOTE = 200
MOST_KEYWORDS = 20

_LENGTHS = (
    ("title", LONGEST_TITLE),
    ("summary", LONGEST_SUMMARY),
    ("description", LONGEST_DESCRIPTION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a publisher writes of a dataset.

    Attributes:
        title: By language, as `summary` and `description`; blank text means none.
        columns: By name of the distribution, then of the column, then by language.
        unpinned: Fields that a re-harvest may write over again.
    """

    title: Words
    summary: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    themes: Sequence[str] = ()
    keywords: Sequence[str] = ()
    license: str = "notspecified"
    frequency: str = "unknown"
    columns: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    unpinned: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be written otherwise.

    Attributes:
        field: `title_ja`, `license`, `keywords` …; `columns` for any of them.
        message: What to do.
    """

    field: str
    message: Message


def faults(description: Description) -> tuple[Fault, ...]:
    """What stands in the way of a description, in the order of the form; empty if nothing."""
    found: list[Fault] = []
    if not any(words.strip() for words in description.title.values()):
        found.append(Fault("title_ja", Message(N_("Write a title: what, of where."))))
    for name, longest in _LENGTHS:
        for language, words in getattr(description, name).items():
            if len(words.strip()) > longest:
                found.append(Fault(f"{name}_{language}", too_long(len(words.strip()), longest)))
    return (*found, *_choice_faults(description), *_word_faults(description))


def describe(uow: UnitOfWork, dataset: Dataset, description: Description) -> None:
    """Write down what a dataset is; its files stay as they are.

    What a person wrote of harvested data is pinned. Of data that are public and need a review
    it is only proposed, and submitted.

    Args:
        uow: Whose actor may edit for the organization.
        dataset: Loaded with its distributions.
        description: All of it; what it leaves blank is taken away, but columns that it does not
            name keep what was said of them.

    Raises:
        NotAllowed: if the actor may not edit for the organization.
        InvalidDraft: with the first of the faults.
    """
    uow.require(Permission.EDIT, publishing.organization_slug(uow, dataset))
    for fault in faults(description):
        raise InvalidDraft(fault.message.msgid, **fault.message.places)
    told = _told(dataset, description)
    _pin(dataset, told, description.unpinned)
    notes: dict[str, dict[str, dict[str, str]]] = {
        part.name: _annotated(proposing.notes_of(dataset, part), description.columns[part.name])
        for part in dataset.distributions
        if part.name in description.columns
    }
    audit.record(uow, "describe", "dataset", str(dataset.id))
    _write(uow, dataset, told, notes)


def set_license(uow: UnitOfWork, dataset: Dataset, code: str) -> None:
    """Write down what others may do with a dataset; for use cases that have asked."""
    told: dict[str, Any] = {}
    if code != proposing.said(dataset, "license"):
        told = {"license": code, "license_text": LICENSE_BY_CODE[code].title}
    _pin(dataset, told, ())
    _write(uow, dataset, told, {})


def _write(
    uow: UnitOfWork,
    dataset: Dataset,
    told: Mapping[str, Any],
    notes: Mapping[str, dict[str, dict[str, str]]],
) -> None:
    if publishing.is_held(uow, dataset):
        proposing.propose(dataset, told, notes)
        publishing.touch(uow, dataset)
        publishing.settle(uow, dataset)
        return
    for name, value in told.items():
        setattr(dataset, name, value)
    for distribution in dataset.distributions:
        if distribution.name in notes:
            distribution.column_notes = notes[distribution.name]
    uow.session.flush()
    dataset.quality_score = scoring.dataset_score(uow.session, dataset, uow.now)
    publishing.touch(uow, dataset)


def is_described(dataset: Dataset) -> bool:
    """Whether a reader would know what it is and what it is about."""
    title, summary, themes = (
        proposing.said(dataset, name) for name in ("title", "summary", "themes")
    )
    return bool(any(title.values()) and any(summary.values()) and themes)


def has_terms(dataset: Dataset) -> bool:
    """Whether a reader would know what they may do with it."""
    return bool(proposing.said(dataset, "license") != "notspecified")


def _told(dataset: Dataset, description: Description) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": _written(description.title),
        "summary": _written(description.summary),
        "description": _written(description.description),
        "themes": [code for code in THEME_BY_CODE if code in description.themes],
        "keywords": list(dict.fromkeys(_keywords(description))),
        "license": description.license,
        "frequency": description.frequency,
    }
    if description.license != proposing.said(dataset, "license"):
        told["license_text"] = LICENSE_BY_CODE[description.license].title
    return {name: value for name, value in told.items() if value != proposing.said(dataset, name)}


def _pin(dataset: Dataset, told: Mapping[str, Any], unpinned: Sequence[str]) -> None:
    """Keep what a person wrote from the next harvest; data that are not harvested need none."""
    if dataset.origin_source:
        kept = [name for name in dataset.pinned if name not in unpinned]
        new = [name for name in told if name != "license_text" and name not in kept]
        dataset.pinned = [*kept, *new]


def _choice_faults(description: Description) -> list[Fault]:
    found = []
    if any(code not in THEME_BY_CODE for code in description.themes):
        found.append(Fault("themes", Message(N_("Choose topics from the list."))))
    if description.license not in LICENSE_BY_CODE:
        found.append(Fault("license", Message(N_("Choose the terms of use from the list."))))
    if description.frequency not in FREQUENCY_BY_CODE:
        found.append(Fault("frequency", Message(N_("Choose from the list how often it changes."))))
    return found


def _word_faults(description: Description) -> list[Fault]:
    found = []
    keywords = _keywords(description)
    if len(keywords) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in keywords):
        message = N_("Write at most {count} keywords of at most {longest} characters.")
        limits = {"count": MOST_KEYWORDS, "longest": LONGEST_KEYWORD}
        found.append(Fault("keywords", Message(message, limits)))
    for columns in description.columns.values():
        for column, words in columns.items():
            if any(len(text.strip()) > LONGEST_NOTE for text in words.values()):
                message = N_("Explain “{column}” in at most {longest} characters.")
                places: dict[str, str | int] = {"column": column, "longest": LONGEST_NOTE}
                found.append(Fault("columns", Message(message, places)))
    return found


def too_long(length: int, longest: int) -> Message:
    """What to do with words of which there are too many."""
    return Message(
        N_("This is {length} characters long. Shorten it to {longest}."),
        {"length": length, "longest": longest},
    )


def _keywords(description: Description) -> list[str]:
    return [word.strip() for word in description.keywords if word.strip()]


def _written(words: Words) -> dict[str, str]:
    return {language: text.strip() for language, text in words.items() if text.strip()}


def _annotated(
    notes: Mapping[str, Words], columns: Mapping[str, Words]
) -> dict[str, dict[str, str]]:
    kept = {name: dict(words) for name, words in notes.items()}
    for name, words in columns.items():
        written = _written({**kept.get(name, {}), **words})
        kept[name] = written
        if not written:
            del kept[name]
    return kept
