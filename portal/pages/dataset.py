"""A dataset: what it is, how good, how to take it."""

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from apps_gallery import queries as gallery
from datasets import changes, queries
from datasets.models.dataset import Dataset
from datasets.models.quality import QualityReport
from datasets.queries import PublicFile
from datasets.vocabulary import (
    LICENSE_BY_CODE,
    THEME_BY_CODE,
    UNSTATED_LICENSE,
    License,
)
from portal.pages.dataset_facts import Fact, about, impact
from portal.pages.dataset_table import TablePart, table_part
from portal.pages.dataset_words import (
    QualityPart,
    bibtex,
    citation,
    command,
    quality_part,
    schema_org,
)
from portal.pages.version_words import Event, events_of
from portal.web.app_card import AppCard, app_card
from portal.web.assets import digest
from portal.web.caching import tag
from portal.web.cards import BadgeItem, freshness, license_badge, quality_badge
from portal.web.context import Page, services
from portal.web.file_card import (
    FileCard,
    LinkCard,
    file_card,
    link_card,
    missing_words,
)
from portal.web.language import words, words_lang
from portal.web.page_memory import kept
from portal.web.standards import StandardPart, standard_part
from portal.web.table_file import opened
from portal.web.urls import LOCALES, current_locale, public_blueprint

SHOWN_EVENTS = 3

bp = public_blueprint("dataset", __name__, "/dataset")


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge that may lead to where it is explained."""

    text: str
    tone: str
    icon: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of city life this dataset belongs to."""

    text: str
    url: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class DatasetPage(Page):
    """What the page of a dataset shows.

    Attributes:
        lang: Language of title, summary and names where it is not the page's.
        main: The file that the first button gives; the first table, else the first file.
        others: The other files.
        links: Files that stay where their publisher keeps them.
        missing: That the source no longer lists it; empty while it does.
        table: What is told of the first table; None if there is none.
        quality: Of the first table; None if there is none.
        standard: How the first table stands to a national standard; None if it follows none.
        citations: Language and sentence.
    """

    slug: str
    summary: str
    lang: str | None
    summary_lang: str | None
    paragraphs: tuple[str, ...]
    description_lang: str | None
    badges: tuple[Badge, ...]
    topics: tuple[Topic, ...]
    main: FileCard | None
    others: tuple[FileCard, ...]
    links: tuple[LinkCard, ...]
    missing: str
    table: TablePart | None
    quality: QualityPart | None
    standard: StandardPart | None
    about: tuple[Fact, ...]
    license: License
    apps: tuple[AppCard, ...]
    events: tuple[Event, ...]
    event_count: int
    citations: tuple[tuple[str, str], ...]
    bibtex: str
    command: str
    schema_org: Markup


@dataclass(frozen=True, kw_only=True)
class HistoryPage(Page):
    """Every version of every file."""

    lang: str | None
    url: str
    events: tuple[Event, ...]


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """One dataset, with everything known of its first table."""
    with services().reading() as session:
        mark = (*queries.public_mark(session, slug), *gallery.apps_mark(session, slug))
    return kept(_tag(slug, mark), lambda: _rendered(slug))


@bp.get("/<slug>/history")
def history(slug: str) -> ResponseReturnValue:
    """Every version that was ever public."""
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
        told = changes.of_versions(session, _version_ids(dataset))
    page = HistoryPage(
        title=str(_("History of “%(title)s”", title=words(dataset.title))),
        description=words(dataset.summary),
        breadcrumbs=(*way(dataset), (str(_("History")), None)),
        lang=words_lang(dataset.title),
        url=url_for("dataset.show", slug=slug),
        events=tuple(events_of(dataset, told)),
    )
    return render_template("pages/dataset/history.html", page=page)


def _rendered(slug: str) -> str:
    with services().reading() as session:
        dataset = queries.public_dataset(session, slug)
    return render_template("pages/dataset/show.html", page=dataset_page(dataset))


def dataset_page(dataset: Dataset) -> DatasetPage:
    """Everything the page of a dataset shows, of one that was loaded whole."""
    with services().reading() as session:
        first = queries.first_table(dataset)
        report = queries.quality_report(session, first.version.id) if first else None
        apps = tuple(app_card(app) for app in gallery.apps_of_dataset(session, dataset.id))
        told = changes.of_versions(session, _version_ids(dataset))
    return _page(dataset, first, report, apps, events_of(dataset, told))


def _version_ids(dataset: Dataset) -> list[UUID]:
    return [version.id for part in dataset.distributions for version in part.versions]


def way(dataset: Dataset) -> tuple[tuple[str, str | None], ...]:
    """The way to a page below a dataset."""
    above = tuple((topic.text, topic.url) for topic in _topics(dataset)[:1])
    return (*above, (words(dataset.title), url_for("dataset.show", slug=dataset.slug)))


def _page(
    dataset: Dataset,
    first: PublicFile | None,
    report: QualityReport | None,
    apps: tuple[AppCard, ...],
    events: list[Event],
) -> DatasetPage:
    locale = current_locale()
    files = queries.public_files(dataset)
    main = first or next(iter(files), None)
    description = words(dataset.description)
    quality = quality_part(dataset, first, report) if first else None
    score = quality.score if quality else dataset.quality_score
    address = {"slug": dataset.slug, "file": first.distribution.name} if first else {}
    followed_standard = standard_part(report, address)
    return DatasetPage(
        title=words(dataset.title),
        description=words(dataset.summary),
        breadcrumbs=(*way(dataset)[:-1], (words(dataset.title), None)),
        slug=dataset.slug,
        summary=words(dataset.summary),
        lang=words_lang(dataset.title),
        summary_lang=words_lang(dataset.summary),
        paragraphs=tuple(filter(None, (part.strip() for part in description.split("\n")))),
        description_lang=words_lang(dataset.description),
        badges=tuple(_badges(dataset, score, followed_standard)),
        topics=tuple(_topics(dataset)),
        main=file_card(dataset, main) if main else None,
        others=tuple(file_card(dataset, file) for file in files if main and file != main),
        links=tuple(link_card(link) for link in queries.public_links(dataset)),
        missing=missing_words(dataset.missing_since, is_here=bool(files)),
        table=table_part(opened(dataset, first)) if first else None,
        quality=quality,
        standard=followed_standard,
        about=(*about(dataset, first), *impact(dataset)),
        license=LICENSE_BY_CODE.get(dataset.license, UNSTATED_LICENSE),
        apps=apps,
        events=tuple(events[:SHOWN_EVENTS]),
        event_count=len(events),
        citations=tuple((lang, citation(dataset, lang)) for lang in LOCALES),
        bibtex=bibtex(dataset, locale),
        command=command(dataset),
        schema_org=schema_org(dataset, files, locale),
    )


def _tag(slug: str, mark: tuple[object, ...]) -> str:
    # freshness is told in days, so a page lives no longer than one
    today = services().clock.now().date()
    return tag("dataset", slug, *mark, services().settings.base_url, today, digest())


def _badges(dataset: Dataset, score: int | None, standard: StandardPart | None) -> list[Badge]:
    fresh: BadgeItem = freshness(dataset, services().clock.now())
    found = [Badge(fresh.text, fresh.tone, fresh.icon, "#history")]
    good = quality_badge(score)
    if good:
        found.append(Badge(good.text, good.tone, good.icon, "#quality"))
    if standard:
        found.append(Badge(str(_("Standard data")), "ok", "badge-check", "#standard"))
    terms = license_badge(dataset.license)
    return [*found, Badge(terms.text, terms.tone, terms.icon, "#about")]


def _topics(dataset: Dataset) -> list[Topic]:
    themes = [THEME_BY_CODE[code] for code in dataset.themes if code in THEME_BY_CODE]
    return [
        Topic(str(_(theme.label)), url_for("category.show", slug=theme.code), theme.icon)
        for theme in themes
    ]
