"""The gallery of apps: what citizens and the city made of the data."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from apps_gallery import finding, queries
from apps_gallery.finding import AppFilter
from apps_gallery.models import CitizenApp
from apps_gallery.order import FORMULA
from apps_gallery.vocabulary import MAKERS, PLATFORMS, TEMPLATES
from datasets.vocabulary import THEMES
from portal.web.app_card import AppCard, app_card
from portal.web.context import Page, services
from portal.web.filters import Chip, FacetChoice, FacetGroup
from portal.web.found import FoundTab, found_data, found_tabs
from portal.web.jinja import number
from portal.web.language import words
from portal.web.paging import Pager, page_number, pager
from portal.web.urls import public_blueprint

PAGE_SIZE_APPS = 24
LONGEST_QUERY = 100
_MOST_DATA = 12
_OPEN_GROUPS = ("theme", "kind")

bp = public_blueprint("gallery", __name__, "/apps")


@dataclass(frozen=True, kw_only=True)
class GalleryPage(Page):
    """What the template shows.

    Attributes:
        sentence: How many apps, and which, in words.
        tabs: The data and the apps for the same words.
        total: Apps that fit; `everything` counts all.
        formula: What the order is made of.
    """

    sentence: str
    text: str
    tabs: tuple[FoundTab, ...]
    total: int
    everything: int
    cards: tuple[AppCard, ...]
    groups: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    pager: Pager
    formula: tuple[str, ...]


@bp.get("/")
def index() -> ResponseReturnValue:
    """All apps in the published order, narrowed as one likes."""
    wanted = _wanted()
    with services().reading() as session:
        apps = queries.shown(session, services().clock.now().date())
    found = finding.matching(apps, wanted)
    here = page_number(request.args.get("page"))
    start = (here - 1) * PAGE_SIZE_APPS
    groups = _groups(apps, wanted)
    page = GalleryPage(
        title=_("Apps made of the data"),
        description=_("Apps by residents, companies and the city that use the open data."),
        breadcrumbs=((_("Apps"), None),),
        sentence=_sentence(len(found), wanted),
        text=wanted.text,
        tabs=found_tabs(wanted.text, found_data(wanted.text), len(found), at_apps=True),
        total=len(found),
        everything=len(apps),
        cards=tuple(app_card(app) for app in found[start : start + PAGE_SIZE_APPS]),
        groups=groups,
        chips=tuple(_chips(groups, wanted)),
        pager=pager(
            len(found),
            here,
            PAGE_SIZE_APPS,
            lambda page: _url(wanted.text, wanted.chosen, page if page > 1 else None),
        ),
        formula=tuple(_(term.label) for term in FORMULA),
    )
    return render_template("pages/gallery/index.html", page=page)


def _wanted() -> AppFilter:
    return AppFilter(
        text=" ".join(request.args.get("q", "").split())[:LONGEST_QUERY],
        chosen={
            group: frozenset(filter(None, request.args.getlist(group)[:20]))
            for group in finding.GROUPS
            if any(request.args.getlist(group))
        },
    )


def _sentence(total: int, wanted: AppFilter) -> str:
    count = number(total)
    if wanted.text:
        return str(
            ngettext(
                "%(count)s app with “%(words)s”",
                "%(count)s apps with “%(words)s”",
                total,
                count=count,
                words=wanted.text,
            )
        )
    if wanted.chosen:
        return str(ngettext("%(count)s app fits", "%(count)s apps fit", total, count=count))
    return str(ngettext("%(count)s app", "%(count)s apps", total, count=count))


def _groups(apps: Sequence[CitizenApp], wanted: AppFilter) -> tuple[FacetGroup, ...]:
    counted = finding.counts(apps, wanted)
    labels = _labels(apps, counted["data"])
    legends = {
        "theme": _("Topic"),
        "kind": _("What kind"),
        "platform": _("Works on"),
        "maker": _("Made by"),
        "elsewhere": _("Other towns"),
        "data": _("Data used"),
    }
    made = (
        FacetGroup(
            name,
            legends[name],
            tuple(_choices(labels[name], counted[name], wanted.chosen.get(name, frozenset()))),
            name in _OPEN_GROUPS or name in wanted.chosen,
        )
        for name in finding.GROUPS
    )
    return tuple(group for group in made if group.choices)


def _labels(apps: Sequence[CitizenApp], used: Counter[str]) -> dict[str, dict[str, str]]:
    titles = {data.slug: data.title for app in apps for data in queries.public_datasets(app)}
    return {
        "theme": {theme.code: str(_(theme.label)) for theme in THEMES},
        "kind": {
            **{term.code: str(_(term.label)) for term in TEMPLATES},
            finding.NOT_BUILT_IN: str(_("Made elsewhere")),
        },
        "platform": {term.code: str(_(term.label)) for term in PLATFORMS},
        "maker": {term.code: str(_(term.label)) for term in MAKERS},
        "elsewhere": {"1": str(_("Can be used for other towns too"))},
        "data": {
            slug: words(titles[slug]) for slug, _count in used.most_common() if slug in titles
        },
    }


def _choices(
    labels: Mapping[str, str], counted: Counter[str], chosen: frozenset[str]
) -> Iterable[FacetChoice]:
    shown = [code for code in labels if counted[code] or code in chosen]
    for code in shown[: max(_MOST_DATA, len(chosen))]:
        yield FacetChoice(code, labels[code], counted[code], code in chosen)


def _chips(groups: Sequence[FacetGroup], wanted: AppFilter) -> Iterable[Chip]:
    if wanted.text:
        yield Chip(_("“%(text)s”", text=wanted.text), _url("", wanted.chosen))
    for group in groups:
        for choice in group.choices:
            if choice.checked:
                others = wanted.chosen[group.name] - {choice.value}
                yield Chip(choice.label, _url(wanted.text, {**wanted.chosen, group.name: others}))


def _url(text: str, chosen: Mapping[str, frozenset[str]], page: int | None = None) -> str:
    asked: dict[str, Any] = {name: sorted(values) for name, values in chosen.items() if values}
    return url_for("gallery.index", q=text or None, page=page, **asked)
