"""What a list shows of a dataset: its card, with freshness, quality and licence in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from datasets import queries
from datasets.models.dataset import Dataset
from datasets.models.distribution import Distribution
from datasets.queries import PublicFile
from datasets.vocabulary import FORMAT_BY_CODE, FREQUENCY_BY_CODE, LICENSE_BY_CODE, Frequency
from datasets.vocabulary import UNSTATED_LICENSE as UNSTATED
from portal.web.context import services
from portal.web.jinja import number, relative_day
from portal.web.language import words, words_lang
from portal.web.urls import current_locale

GOOD_SCORE = 80
POOR_SCORE = 50
LEAST_GRACE_DAYS = 3
GRACE_SHARE = 0.1
_SHOWN_FORMATS = 4
_LONGEST_FORMAT = 30


@dataclass(frozen=True, slots=True)
class BadgeItem:
    """A fact in a word or two, as the macro `badges` takes it.

    Attributes:
        tone: plain, ok, warn or bad.
        icon: Name in the icon sprite.
    """

    text: str
    tone: str = "plain"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A link drawn as a button, as the macro `dataset_card` takes it."""

    text: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetCard:
    """A dataset in a list.

    Attributes:
        title: Words, or Markup with the words that were looked for marked.
        title_lang: The language of the title where it is not the page's.
        summary: Markup where its language is not that of the title.
        facts: Publisher, formats and size in one line.
        freshness: The first of the badges, for narrow lists.
        columns: Names of columns that have a word of the query.
        rows: Of its first table, n >= 0; None if it has no table.
        csv_href: Its first table for Excel; None if it has no table.
    """

    slug: str
    title: str | Markup
    title_lang: str | None
    summary: str | Markup
    href: str
    organization: str
    facts: str
    freshness: BadgeItem
    badges: tuple[BadgeItem, ...]
    columns: tuple[str, ...]
    rows: int | None
    csv_href: str | None
    actions: tuple[Action, ...]


Marker = Callable[[str], str | Markup]


def _unmarked(text: str) -> str:
    return text


def dataset_card(
    dataset: Dataset, *, columns: Sequence[str] = (), mark: Marker = _unmarked
) -> DatasetCard:
    """The card of a dataset that was loaded whole.

    Args:
        dataset: With its organization, files and versions.
        columns: Names of columns that have a word of the query.
        mark: Marks the words of the query in title and summary.
    """
    files = queries.public_files(dataset)
    links = queries.public_links(dataset)
    table = next((file for file in files if file.is_table), None)
    fresh = freshness(dataset, services().clock.now())
    href = url_for("dataset.show", slug=dataset.slug)
    # the byte-order mark is for Excel, which is where a resident opens it
    csv = url_for("download.first", slug=dataset.slug, ext="csv", _enc="excel") if table else None
    rows = table.version.rows if table else None
    return DatasetCard(
        slug=dataset.slug,
        title=mark(words(dataset.title)),
        title_lang=words_lang(dataset.title),
        summary=_summary(dataset, mark),
        href=href,
        organization=words(dataset.organization.title),
        facts=" · ".join([words(dataset.organization.title), *_facts(files, links, rows)]),
        freshness=fresh,
        badges=(fresh, *_lasting_badges(dataset)),
        columns=tuple(columns),
        rows=rows,
        csv_href=csv,
        actions=_actions(dataset, table, csv, is_here=bool(files) or not links),
    )


def _summary(dataset: Dataset, mark: Marker) -> str | Markup:
    summary, lang = mark(words(dataset.summary)), words_lang(dataset.summary)
    if not summary or lang == words_lang(dataset.title):
        return summary
    return Markup('<span lang="{}">{}</span>').format(lang or current_locale(), summary)


def freshness(dataset: Dataset, now: datetime) -> BadgeItem:
    """How fresh a dataset is, measured against what its publisher promised."""
    frequency = FREQUENCY_BY_CODE.get(dataset.frequency, FREQUENCY_BY_CODE["unknown"])
    changed = dataset.modified_at or dataset.published_at
    if frequency.code == "never":
        return BadgeItem(_("A record; it does not change"), icon="archive")
    if changed is None:
        return BadgeItem(_("Not updated yet"), icon="clock")
    if dataset.modified_at is None and queries.public_links(dataset):
        return BadgeItem(_("Kept by its publisher"), icon="external-link")
    return _against_frequency(changed, now, frequency)


def _against_frequency(changed: datetime, now: datetime, frequency: Frequency) -> BadgeItem:
    if frequency.code == "irregular":
        return BadgeItem(
            _("Updated when needed (%(ago)s)", ago=relative_day(changed)), icon="clock"
        )
    if frequency.days is None:
        return BadgeItem(_updated(changed, now), icon="clock")
    return _against_promise(changed, now, frequency.days, str(_(frequency.label)))


def _against_promise(changed: datetime, now: datetime, period_days: int, label: str) -> BadgeItem:
    due = changed + timedelta(days=period_days)
    grace = timedelta(days=max(LEAST_GRACE_DAYS, period_days * GRACE_SHARE))
    late = now - due
    if late > timedelta(days=2 * period_days):
        return BadgeItem(_("Not updated for a long time"), "warn")
    if late > grace:
        days = ceil(late / timedelta(days=1))
        return BadgeItem(
            ngettext("%(num)s day later than planned", "%(num)s days later than planned", days),
            "warn",
        )
    if late > timedelta(0):
        return BadgeItem(_("To be updated soon (%(period)s)", period=label), icon="clock")
    return BadgeItem(
        _("%(updated)s (%(period)s, on time)", updated=_updated(changed, now), period=label), "ok"
    )


def _updated(changed: datetime, now: datetime) -> str:
    if now - changed < timedelta(days=1):
        return str(_("Updated today"))
    return str(_("Updated %(ago)s", ago=relative_day(changed)))


def quality_badge(score: int | None) -> BadgeItem | None:
    """The quality figure as a badge; None while it is unknown."""
    if score is None:
        return None
    tone = "ok" if score >= GOOD_SCORE else "plain" if score >= POOR_SCORE else "warn"
    return BadgeItem(_("Quality %(score)s of 100", score=score), tone, "badge-check")


def license_badge(code: str) -> BadgeItem:
    """What one may do with the data, in plain words."""
    license_ = LICENSE_BY_CODE.get(code, UNSTATED)
    return BadgeItem(_(license_.summary), icon="scale")


def _lasting_badges(dataset: Dataset) -> list[BadgeItem]:
    found = [quality_badge(dataset.quality_score), license_badge(dataset.license)]
    return [badge for badge in found if badge is not None]


def _facts(
    files: Sequence[PublicFile], links: Sequence[Distribution], rows: int | None
) -> list[str]:
    labels = [
        str(_(FORMAT_BY_CODE[file.version.format].label))
        for file in files
        if file.version.format in FORMAT_BY_CODE
    ]
    labels += [link_label(link) for link in links]
    shown = list(dict.fromkeys(labels))[:_SHOWN_FORMATS]
    facts = [", ".join(shown)] if shown else []
    if rows is not None:
        facts.append(ngettext("%(count)s row", "%(count)s rows", rows, count=number(rows)))
    return facts


def link_label(link: Distribution) -> str:
    """What a file is called in a word or two, if only its address is kept."""
    wanted = link.format_text.strip()[:_LONGEST_FORMAT]
    return str(_("link (%(format)s)", format=wanted)) if wanted else str(_("link"))


def _actions(
    dataset: Dataset, table: PublicFile | None, csv: str | None, *, is_here: bool
) -> tuple[Action, ...]:
    see = url_for("dataset.show", slug=dataset.slug)
    if not is_here:
        return (Action(_("See the links"), see, "link"),)
    if table is None or csv is None:
        return (Action(_("See the files"), see, "file"),)
    rows = url_for("table.show", slug=dataset.slug, file=table.distribution.name)
    return (Action(_("See the table"), rows, "table"), Action(_("CSV"), csv, "download"))
